"""Does every route let in exactly those whom docs/security.md names, and nobody with a false token?"""

import base64
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import httpx
import jwt
from cryptography.hazmat.primitives import serialization

from chassis.auth import tokens
from chassis.testing.plugin import ISSUER, KEY, ServiceHarness, token_of
from tests.security.conftest import Findings
from tests.security.routes import (
    ANYBODY,
    EVERY_SERVICE,
    PERSONS,
    ROLES,
    STREAM,
    actor_of,
    documented_access,
    let_in,
    routes_of,
)

TIMELESS = ("GET /.well-known/jwks.json", "POST /token")
ALL_HEADERS = {"if-match": "1", "idempotency-key": "k"}
AT_EACH_DOOR = ("none", "ended", "alg none")  # the others at every eighth: one lock is on them all
THEN = {"x-as-of": "2030-01-01T00:00:00+00:00"}


def test_every_route_is_on_the_page_and_no_other(harness: ServiceHarness) -> None:
    assert {route.name for route in routes_of(harness.app)} == set(documented_access(harness.name))


async def test_each_role_gets_in_where_the_page_says_so_and_nowhere_else(
    harness: ServiceHarness, findings: Findings
) -> None:
    page = documented_access(harness.name)
    for role in ROLES:
        client = harness.api.as_(actor_of(role))
        for route in routes_of(harness.app):
            inside = role in let_in(page[route.name])
            if inside and route.name == STREAM:
                continue
            answer = await client.request(route.method, route.at(), **_nothing(route.method))
            guarded = answer.status_code == 403 and answer.json().get("verb") == f"{route.method} {route.at()}"
            findings.check(
                guarded is not inside and answer.status_code not in (401, 405), f"{role} {route.name}", answer
            )
    findings.none()


async def test_only_a_process_says_what_time_it_is(harness: ServiceHarness, findings: Findings) -> None:
    """Where time matters it is refused; elsewhere it is not looked at."""
    page = documented_access(harness.name)
    for route in routes_of(harness.app):
        person = next((role for role in ROLES if role in let_in(page[route.name]) and role != "process"), None)
        if person is None or route.name == STREAM:
            continue
        answer = await harness.api.as_(actor_of(person)).request(
            route.method, route.at(), headers=ALL_HEADERS | THEN, **_nothing(route.method)
        )
        refused = answer.status_code in (403, 422)
        findings.check(refused or route.name in (*documented_access(EVERY_SERVICE), *TIMELESS), route.name, answer)
    findings.none()


async def test_without_a_valid_token_every_route_is_forbidden(harness: ServiceHarness, findings: Findings) -> None:
    page = documented_access(harness.name)
    for what, token in FALSE.items():
        for turn, route in enumerate(routes_of(harness.app)):
            if (page[route.name] == ANYBODY and what == "none") or (turn % 8 and what not in AT_EACH_DOOR):
                continue
            headers = {"authorization": f"Bearer {token}"} if token else {}
            answer = await harness.api.anybody.request(
                route.method, route.at(), headers=headers, **_nothing(route.method)
            )
            shut = answer.status_code == 401 and answer.headers["content-type"] == "application/problem+json"
            findings.check(shut or route.path == "/openapi.json", f"{what} {route.name}", answer)
    findings.none()


async def test_a_true_token_is_taken_from_nowhere_but_its_header(harness: ServiceHarness) -> None:
    token = token_of(actor_of("admin"))
    for more in ({"params": {"access_token": token}}, {"headers": {"cookie": f"access_token={token}"}}):
        assert (await harness.api.anybody.get("/outbox", **more)).status_code == 401  # type: ignore[arg-type]
    twice = httpx.Headers([("authorization", f"Basic {token}"), ("authorization", f"Bearer {token}")])
    assert (await harness.api.anybody.get("/outbox", headers=twice)).status_code == 401


def _nothing(method: str) -> dict[str, Any]:
    return {} if method == "GET" else {"json": {}}


def _claims(**other: Any) -> dict[str, Any]:
    now = int(time.time())
    base = {"sub": str(uuid4()), "kind": "person", "name": "Mallory", "roles": list(PERSONS), "unit": "cs"}
    named = {"legal_entities": ["*"], "iss": ISSUER, "aud": "countersign", "iat": now, "exp": now + 600}
    return {name: value for name, value in (base | named | other).items() if value is not None}


def _by_hand(header: Mapping[str, Any], claims: Mapping[str, Any], signature: bytes = b"") -> str:
    return ".".join(_part(part) for part in (json.dumps(header).encode(), json.dumps(claims).encode(), signature))


def _part(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _hs256() -> str:
    """Signed with what everybody knows: the issuer's public key, as if it were a shared secret."""
    public = KEY.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    signed = _by_hand({"alg": "HS256", "typ": "JWT", "kid": KID}, _claims()).rpartition(".")[0]
    return f"{signed}.{_part(hmac.digest(public, signed.encode(), 'sha256'))}"


def _without(claim: str) -> str:
    return jwt.encode(_claims(**{claim: None}), KEY, algorithm="ES256", headers={"kid": KID})


def _without_kid() -> str:
    return jwt.encode(_claims(), KEY, algorithm="ES256")


def _own_key(**header: Any) -> str:
    mine = tokens.new_key()
    own = {"kid": KID, **header, "jwk": tokens.jwks_of(mine)["keys"][0]}
    return jwt.encode(_claims(), mine, algorithm="ES256", headers=own)


KID = tokens.jwks_of(KEY)["keys"][0]["kid"]
TRUE = tokens.mint(_claims(), KEY)
HEAD, BODY, SIGN = TRUE.split(".")
FALSE = {
    "none": "",
    "no token": "nonsense",
    "ended": tokens.mint(_claims(exp=int(time.time()) - 60), KEY),
    "never ends": _without("exp"),
    "never began": _without("iat"),
    "nobody's": _without("sub"),
    "a person with the role of a process": tokens.mint(_claims(roles=["process"]), KEY),
    "alg none": _by_hand({"alg": "none", "typ": "JWT", "kid": KID}, _claims()),
    "alg None": _by_hand({"alg": "nOnE", "typ": "JWT", "kid": KID}, _claims()),
    "HS256 with the public key": _hs256(),
    "for somebody else": tokens.mint(_claims(aud="others"), KEY),
    "from somebody else": tokens.mint(_claims(iss="http://evil.test"), KEY),
    "no key named": _without_kid(),
    "a key of its own": _own_key(),
    "a key from its own address": _own_key(jku="http://evil.test/jwks.json"),
    "another's words over a true signature": f"{HEAD}.{_by_hand({}, _claims(name='admin')).split('.')[1]}.{SIGN}",
    "no signature": f"{HEAD}.{BODY}.",
    "an empty signature of zeros": _by_hand({"alg": "ES256", "kid": KID}, _claims(), b"\0" * 64),
    "a process said to be a person": tokens.mint(_claims(sub="process:worker"), KEY),
    "a person said to be a process": tokens.mint(_claims(kind="process"), KEY),
}
