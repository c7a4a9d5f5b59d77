"""Who is acting, what may they do, and which records are theirs to see?"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Annotated, Any
from uuid import UUID, uuid5

from fastapi import Depends, Request, params

from messages.errors import Forbidden, Malformed
from messages.org_path import is_within
from messages.roles import Role

PROCESS_NAMES = UUID("6f2f6c1e-64e2-5f0b-9a43-5a3f2c1c7f10")
NOBODY = UUID(int=0)
ALL = "*"  # every legal entity
NOTHING_SAID = (b"", b"{}")

# Roles that see everything inside their legal entities.
WIDE = frozenset({
    Role.MARKETING, Role.LEGAL, Role.FINANCE, Role.ORDER_ADMIN, Role.SHIPPER, Role.DIRECTOR, Role.OPS, Role.ADMIN,
    Role.PROCESS,
})  # fmt: skip


# Nobody of the house: only routes that name their role are open to them, whatever other roles they have.
OUTSIDERS = frozenset({Role.CUSTOMER, Role.PARTNER})


@dataclass(frozen=True)
class Everything:
    """All records of these legal entities ("*" = of all)."""

    legal_entities: tuple[str, ...]

    def covers(self, *, owner_id: UUID, owner_unit: str, legal_entity_id: str) -> bool:
        return ALL in self.legal_entities or legal_entity_id in self.legal_entities


@dataclass(frozen=True)
class Unit:
    """The records of this unit and the units below it, and one's own."""

    path: str
    person_id: UUID

    def covers(self, *, owner_id: UUID, owner_unit: str, legal_entity_id: str) -> bool:
        return owner_id == self.person_id or is_within(owner_unit, self.path)


@dataclass(frozen=True)
class Own:
    """One's own records."""

    person_id: UUID

    def covers(self, *, owner_id: UUID, owner_unit: str, legal_entity_id: str) -> bool:
        return owner_id == self.person_id


@dataclass(frozen=True)
class OfCustomer(Own):
    """What is this customer's with this legal entity. What has no customer is one's own, which he has nothing of."""

    customer_id: UUID
    legal_entity_id: str


Scope = Everything | Unit | Own


@dataclass(frozen=True)
class Actor:
    """A person, or a process (a workflow, a service, the console's server)."""

    id: UUID
    kind: str = "person"  # person | process
    name: str = ""
    roles: frozenset[str] = frozenset()
    unit: str = ""
    legal_entities: tuple[str, ...] = ()
    tz: str = "Asia/Shanghai"
    lang: str = "zh"
    customer_id: UUID | None = None  # of whom at a customer orders for himself
    claims: Mapping[str, Any] = field(default_factory=dict, compare=False, hash=False, repr=False)
    sees_entities: bool = False  # whatever the roles give

    @property
    def is_process(self) -> bool:
        return self.kind == "process"

    @cached_property
    def scope(self) -> Scope:
        """The widest that the roles give."""
        if self.customer_id is not None:
            return OfCustomer(self.id, self.customer_id, self.legal_entities[0])
        if Role.PARTNER in self.roles:
            return Own(self.id)
        if self.is_process or self.sees_entities or self.roles & WIDE:
            return Everything(self.legal_entities)
        if Role.SALES_MANAGER in self.roles:
            return Unit(self.unit, self.id)
        return Own(self.id)

    def in_entities(self) -> "Actor":
        """Who sees all of its legal entities: on the few routes of another program, which sees nothing elsewhere."""
        return replace(self, sees_entities=True)

    def may(self, *roles: str) -> bool:
        """Has one of these roles."""
        return not self.roles.isdisjoint(roles)

    @classmethod
    def process(cls, name: str) -> "Actor":
        """The identity `process:<name>`; it reaches the records of every legal entity."""
        return cls(process_id(name), "process", f"process:{name}", frozenset({Role.PROCESS}), "", (ALL,), "UTC", "en")

    @classmethod
    def of(cls, claims: Mapping[str, Any]) -> "Actor":
        """From a verified token's claims. Raises KeyError, ValueError or TypeError when they have another shape."""
        subject = str(claims["sub"])
        kind = str(claims.get("kind", "person"))
        if kind not in ("person", "process") or (kind == "process") != subject.startswith("process:"):
            raise ValueError(f"{subject} is no {kind}")
        roles = _words(claims.get("roles", ()))
        if kind == "person" and Role.PROCESS in roles:  # else an issuer's slip would open every door of the workflows
            raise ValueError(f"{subject} has the role of a process")
        customer = claims.get("customer_id")
        entities = tuple(sorted(_words(claims.get("legal_entities", ()))))
        if Role.CUSTOMER in roles or customer is not None:
            must_be_customer_only(roles, customer, entities, subject)
        return cls(
            id=process_id(subject.removeprefix("process:")) if kind == "process" else UUID(subject),
            kind=kind,
            name=str(claims.get("name", subject)),
            roles=roles | ({Role.PROCESS} if kind == "process" else frozenset()),
            unit=str(claims.get("unit", "")),
            legal_entities=entities,
            customer_id=None if customer is None else UUID(str(customer)),
            tz=str(claims.get("tz", "Asia/Shanghai")),
            lang=str(claims.get("lang", "zh")),
            claims=dict(claims),
        )


def must_be_customer_only(roles: frozenset[str], customer: object, entities: tuple[str, ...], subject: str) -> None:
    """Who orders for himself is of one customer of one legal entity, and has no other role. ValueError."""
    if roles != {Role.CUSTOMER} or customer is None or len(entities) != 1 or ALL in entities:
        raise ValueError(f"{subject} is at a customer and more, or at none")


ANYBODY = Actor(NOBODY, name="anybody")


def process_id(name: str) -> UUID:
    """The id that records carry when a process made them."""
    return uuid5(PROCESS_NAMES, name)


def needs(*roles: str) -> params.Depends:
    """A route's guard: a valid token with one of these roles; without any named, one of anybody in the house.

    A customer's or a partner's token opens only the routes that name his role.
    """
    verb_roles = frozenset(roles)

    async def guard(request: Request) -> None:
        actor = request.state.actor = await _actor_of(request)  # first: a "no" is said in his language
        outside = actor.roles & OUTSIDERS
        is_outsider = bool(outside) and outside.isdisjoint(verb_roles)
        if is_outsider or (verb_roles and actor.roles.isdisjoint(verb_roles)):
            raise Forbidden(f"{request.method} {request.url.path}")
        await must_have_no_stray_body(request)

    return _marked(guard)


def signed_in() -> params.Depends:
    """A route's guard: any valid token, a customer's too: for what everybody does with his own session."""

    async def guard(request: Request) -> None:
        request.state.actor = await _actor_of(request)
        await must_have_no_stray_body(request)

    return _marked(guard)


def public() -> params.Depends:
    """A route's guard that lets anybody in; whoever shows a token is known by it."""

    async def guard(request: Request) -> None:
        known = "authorization" in request.headers
        request.state.actor = await _actor_of(request) if known else ANYBODY
        await must_have_no_stray_body(request)

    return _marked(guard)


async def must_have_no_stray_body(request: Request) -> None:
    """SYS-64: a route that takes no command refuses a body: what it says would be swallowed."""
    takers = getattr(request.app.state, "body_takers", None)
    if takers is None or request.scope.get("endpoint") in takers:
        return
    if (await request.body()).strip() not in NOTHING_SAID:
        raise Malformed("body", "", "SYS-64", route=f"{request.method} {request.url.path}")


def is_guard(call: object) -> bool:
    """Was this dependency made by `needs`, `signed_in` or `public`?"""
    return getattr(call, "guards_a_route", False) is True


async def current_actor(request: Request) -> Actor:
    actor: Actor = request.state.actor  # set by the route's guard, without which no service starts
    return actor


CurrentActor = Annotated[Actor, Depends(current_actor)]


def _marked(guard: Callable[[Request], Awaitable[None]]) -> params.Depends:
    guard.guards_a_route = True  # type: ignore[attr-defined]
    found: params.Depends = Depends(guard)
    return found


async def _actor_of(request: Request) -> Actor:
    actor: Actor = await request.app.state.service.admit(request.headers.get("authorization", ""))
    return actor


def _words(value: Any) -> frozenset[str]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise TypeError("a list of words was expected")
    return frozenset(str(word) for word in value)
