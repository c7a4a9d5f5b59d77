"""Is this token true, and how is one made? (JWT, ES256 only)"""

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from chassis.auth.identity import Actor
from chassis.base import clock
from chassis.base.settings import Settings

ALGORITHM = "ES256"
LEEWAY_SECONDS = 30
KEYS_KEPT_SECONDS = 600
KEYS_ASKED_AT_MOST_EVERY = 60
TOKENS_REMEMBERED = 2_000
LONGEST_TOKEN = 8_192
REQUIRED = ["sub", "iss", "aud", "exp", "iat"]


class Unauthenticated(Exception):
    """No token, or one that is not to be trusted: HTTP 401. The reason is for the log, not for the caller.

    `code` names another wording than "please sign in".
    """

    code = ""


class Verifier:
    """Checks bearer tokens against the issuer's keys. A token once found true is remembered until it ends."""

    def __init__(self, settings: Settings, keys: Mapping[str, Any] | None = None) -> None:
        self._settings = settings
        self._known: dict[str, tuple[float, Actor]] = {}
        self._keys: dict[str, jwt.PyJWK] = {}
        self._asked_at = float("-inf")
        self._fixed = keys is not None
        if keys is not None:
            self._keys = _by_id(keys)

    async def actor_of(self, authorization: str) -> Actor:
        """Raises Unauthenticated."""
        known = self._known.get(authorization)
        if known is not None:
            if time.time() < known[0]:
                return known[1]
            del self._known[authorization]
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token or len(token) > LONGEST_TOKEN:
            raise Unauthenticated("no bearer token")
        claims = self._claims(token, await self._key_of(token))
        try:
            actor = Actor.of(claims)
        except (KeyError, ValueError, TypeError) as wrong:
            raise Unauthenticated(f"claims of another shape: {wrong!r}") from wrong
        if len(self._known) >= TOKENS_REMEMBERED:
            self._known.clear()
        self._known[authorization] = (float(claims["exp"]) + LEEWAY_SECONDS, actor)
        return actor

    def _claims(self, token: str, key: jwt.PyJWK) -> dict[str, Any]:
        try:
            return jwt.decode(
                token,
                key=key.key,
                algorithms=[ALGORITHM],
                audience=self._settings.audience,
                issuer=self._settings.issuer,
                leeway=LEEWAY_SECONDS,
                options={"require": REQUIRED},
            )
        except jwt.PyJWTError as wrong:
            raise Unauthenticated(str(wrong)) from wrong

    async def _key_of(self, token: str) -> jwt.PyJWK:
        try:
            header = jwt.get_unverified_header(token)
        except jwt.PyJWTError as wrong:
            raise Unauthenticated(str(wrong)) from wrong
        if header.get("alg") != ALGORITHM:
            raise Unauthenticated(f"algorithm {header.get('alg')}")
        key_id = str(header.get("kid", ""))
        await self._refresh(key_id)
        if key_id not in self._keys:
            raise Unauthenticated("unknown key")
        return self._keys[key_id]

    async def _refresh(self, key_id: str) -> None:
        age = time.monotonic() - self._asked_at
        if self._fixed or (age < KEYS_KEPT_SECONDS and key_id in self._keys):
            return
        if age < KEYS_ASKED_AT_MOST_EVERY and self._keys:
            return
        try:
            self._keys = _by_id(await _fetched(self._settings.jwks))
        except (OSError, ValueError, httpx.HTTPError, jwt.PyJWTError) as wrong:
            if not self._keys:
                raise Unauthenticated(f"the issuer's keys cannot be read: {wrong}") from wrong
        self._asked_at = time.monotonic()


def new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def key_from_pem(pem: bytes) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError("an EC private key (P-256) was expected")
    return key


def pem_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    plain = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)


def jwks_of(*keys: ec.EllipticCurvePrivateKey) -> dict[str, Any]:
    """The public half, as it is published at `jwks`."""
    return {"keys": [_public(key) for key in keys]}


def mint(claims: Mapping[str, Any], key: ec.EllipticCurvePrivateKey, *, lifetime: int = 600) -> str:
    """Sign a token. `iss`, `aud`, `sub` … are the caller's; `iat` and `exp` are now and now + lifetime seconds."""
    issued = int(clock.now().timestamp())
    full = {"iat": issued, "exp": issued + lifetime, **claims}
    return jwt.encode(full, key, algorithm=ALGORITHM, headers={"kid": _public(key)["kid"]})


def _public(key: ec.EllipticCurvePrivateKey) -> dict[str, Any]:
    public: dict[str, Any] = ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {**public, "kid": f"{public['x'][:12]}", "use": "sig", "alg": ALGORITHM}


def _by_id(keys: Mapping[str, Any]) -> dict[str, jwt.PyJWK]:
    fit = [key for key in keys["keys"] if key.get("kty") == "EC" and key.get("crv") == "P-256"]
    return {str(key["kid"]): jwt.PyJWK(key, algorithm=ALGORITHM) for key in fit}


async def _fetched(place: str) -> Mapping[str, Any]:
    if place.startswith(("http://", "https://")):
        async with httpx.AsyncClient(timeout=3) as client:
            answer = await client.get(place)
            answer.raise_for_status()
            found: Mapping[str, Any] = answer.json()
            return found
    kept: Mapping[str, Any] = json.loads(Path(place).read_text())  # noqa: ASYNC240 (a small file, rarely)
    return kept
