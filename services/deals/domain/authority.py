"""Who may act on somebody's record?"""

from typing import Protocol
from uuid import UUID

from messages.errors import Forbidden, RuleViolation
from messages.org_path import is_within
from messages.roles import Role

EVERY_ENTITY = "*"
CUSTOMER_MAINTAINERS = frozenset({Role.DIRECTOR, Role.ORDER_ADMIN, Role.OPS, Role.ADMIN})


class Actor(Protocol):
    @property
    def id(self) -> UUID: ...
    @property
    def roles(self) -> frozenset[str]: ...
    @property
    def unit(self) -> str: ...


class Owned(Protocol):
    owner_id: UUID
    owner_unit: str


def must_act_for(actor: Actor, record: Owned, verb: str) -> None:
    """DEA-34: on a record act its owner, the manager of the owner's unit, a director, a process in the owner's name."""
    if actor.id == record.owner_id or actor.roles & {Role.DIRECTOR, Role.PROCESS}:
        return
    below = is_within(record.owner_unit, actor.unit)
    if not (Role.SALES_MANAGER in actor.roles and below):
        raise Forbidden(verb)


def must_manage(actor: Actor, record: Owned, verb: str) -> None:
    """DEA-72: guidance is given by the managers of the owner's unit and by directors, not by the owner himself."""
    below = is_within(record.owner_unit, actor.unit)
    if actor.id == record.owner_id or not (
        Role.DIRECTOR in actor.roles or (Role.SALES_MANAGER in actor.roles and below)
    ):
        raise Forbidden(verb)


def must_maintain_customers(actor: Actor, owner_id: UUID | None, owner_unit: str) -> None:
    """DEA-35: a customer is corrected by its owner, the owner's managers and those who maintain data; one without an
    owner by any manager.
    """
    if actor.id == owner_id or actor.roles & CUSTOMER_MAINTAINERS:
        return
    below = is_within(owner_unit, actor.unit)
    if Role.SALES_MANAGER not in actor.roles or not (owner_id is None or below):
        raise Forbidden("edit")


def entity_of(requested: str | None, own: tuple[str, ...]) -> str:
    """DEA-25: one records for a legal entity one works for; without naming it, for one's first."""
    entity = requested or (own[0] if own else EVERY_ENTITY)
    if entity == EVERY_ENTITY or not (EVERY_ENTITY in own or entity in own):
        raise RuleViolation("DEA-25", legal_entity=entity)
    return entity
