"""Who sits before this page, and in which language?"""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

import jwt
from fastapi import Depends, Request

from chassis.base.clock import now
from messages.roles import Role
from messages.texts import LANGUAGES
from messages.texts import language as best_of


class SignInNeeded(Exception):
    """Nobody is signed in, or the token has run out."""


OF_PARTNERS = ("/opportunities", "/registrations", "/customers", "/admissions", "/follow-ups")  # the pages of a channel


class OtherSide(Exception):
    """A customer opened a page of the house, or somebody of the house one of the portal."""


@dataclass(frozen=True)
class Person:
    """What the page needs to know of the reader. The services check the token itself at each call."""

    id: UUID
    name: str
    roles: frozenset[str]
    tz: str
    lang: str
    unit: str = ""

    @property
    def is_customer(self) -> bool:
        return Role.CUSTOMER in self.roles

    @property
    def is_partner(self) -> bool:
        return Role.PARTNER in self.roles

    @property
    def is_outsider(self) -> bool:
        """Nobody of the house: no inbox, no search over everything."""
        return self.is_customer or self.is_partner

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.tz)

    def may(self, *roles: str) -> bool:
        """Would a service let this role do it? Only decides which buttons are shown."""
        return not self.roles.isdisjoint(roles)


def language(request: Request) -> str:
    """Chosen by the reader, else his own (set at sign-in), else what his browser asks for."""
    chosen = request.session.get("lang")
    return str(chosen) if chosen in LANGUAGES else best_of(request.headers.get("accept-language"))


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
    if claims["exp"] <= now().timestamp():
        raise SignInNeeded
    return Person(
        id=UUID(claims["sub"]),
        name=claims.get("name", ""),
        roles=frozenset(claims.get("roles", ())),
        tz=claims.get("tz", "Asia/Shanghai"),
        lang=language(request),
        unit=claims.get("unit", ""),
    )


def reader(request: Request) -> Person:
    """Somebody of the house, or a partner on his pages. Raises SignInNeeded, OtherSide."""
    person = signed_in(request)
    is_elsewhere = person.is_partner and "/" + request.url.path.split("/")[1] not in OF_PARTNERS
    if person.is_customer or is_elsewhere:
        raise OtherSide
    return person


def buyer(request: Request) -> Person:
    """A customer who orders for himself. Raises SignInNeeded, OtherSide."""
    person = signed_in(request)
    if not person.is_customer:
        raise OtherSide
    return person


Reader = Annotated[Person, Depends(reader)]
Buyer = Annotated[Person, Depends(buyer)]
Anybody = Annotated[Person, Depends(signed_in)]  # of the house or not: what is about his own sign-in
