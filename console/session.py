"""Who sits before this page, in which language, and may this form have come from us?"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlsplit
from uuid import UUID

import jwt
from fastapi import Depends, Request
from starlette.types import ASGIApp, Receive, Scope, Send

LANGUAGES = ("zh", "en")


class SignInNeeded(Exception):
    """Nobody is signed in, or the token has run out."""


@dataclass(frozen=True)
class Person:
    """What the page needs to know of the reader. The services check the token itself at each call."""

    id: UUID
    name: str
    roles: frozenset[str]
    tz: str
    lang: str
    token: str

    def may(self, *roles: str) -> bool:
        """Would a service let this role do it? Only decides which buttons are shown."""
        return not self.roles.isdisjoint(roles)


def language(request: Request) -> str:
    """Chosen by the reader, else his own, else what his browser asks for."""
    chosen = request.session.get("lang")
    if chosen in LANGUAGES:
        return str(chosen)
    return "zh" if request.headers.get("accept-language", "zh").lower().startswith("zh") else "en"


def sign_in(request: Request, token: str) -> None:
    """Remember the token in the sealed cookie."""
    request.session["token"] = token
    claims = jwt.decode(token, options={"verify_signature": False})
    request.session.setdefault("lang", claims.get("lang", "zh"))


def signed_in(request: Request) -> Person:
    """Raises SignInNeeded. The cookie is sealed by us, so the token in it is the one approvals gave."""
    token = request.session.get("token")
    if not token:
        raise SignInNeeded
    claims = jwt.decode(token, options={"verify_signature": False})
    if claims["exp"] <= datetime.now(UTC).timestamp():
        raise SignInNeeded
    return Person(
        id=UUID(claims["sub"]),
        name=claims.get("name", ""),
        roles=frozenset(claims.get("roles", ())),
        tz=claims.get("tz", "Asia/Shanghai"),
        lang=language(request),
        token=token,
    )


Reader = Annotated[Person, Depends(signed_in)]


class SameSite:
    """A POST must come from our own pages: another site's form is refused (the cookie is `SameSite=Lax` besides)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in ("GET", "HEAD") and not _ours(scope):
            await send({"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"text/plain")]})
            await send({"type": "http.response.body", "body": b"This form was sent by another site."})
            return
        await self.app(scope, receive, send)


def _ours(scope: Scope) -> bool:
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    origin = headers.get(b"origin")
    if origin is None:
        return headers.get(b"sec-fetch-site", "same-origin") in ("same-origin", "none")
    return bool(urlsplit(origin).netloc == headers.get(b"host"))
