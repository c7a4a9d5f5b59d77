"""Who may act on somebody's record?"""

from typing import Protocol
from uuid import UUID

from messages.errors import Forbidden, Refused

EVERY_ENTITY = "*"
KEEPERS = frozenset({"director", "order_admin", "ops", "admin"})


class Acting(Protocol):
    @property
    def id(self) -> UUID: ...
    @property
    def roles(self) -> frozenset[str]: ...
    @property
    def unit(self) -> str: ...


class Owned(Protocol):
    owner_id: UUID
    owner_unit: str


def must_act_for(actor: Acting, record: Owned, verb: str) -> None:
    """Its owner acts, the manager of the owner's unit, a director, or a process in the owner's name."""
    if actor.id == record.owner_id or actor.roles & {"director", "process"}:
        return
    below = actor.unit and f"{record.owner_unit}/".startswith(f"{actor.unit}/")
    if not ("sales_manager" in actor.roles and below):
        raise Forbidden(verb)


def must_keep_customers(actor: Acting, owner_id: UUID | None, owner_unit: str) -> None:
    """Its owner, his managers and those who keep the house's data correct a customer; nobody's: any manager."""
    if actor.id == owner_id or actor.roles & KEEPERS:
        return
    below = actor.unit and f"{owner_unit}/".startswith(f"{actor.unit}/")
    if "sales_manager" not in actor.roles or not (owner_id is None or below):
        raise Forbidden("edit")


def entity_of(asked: str | None, mine: tuple[str, ...]) -> str:
    """DEA-25: one records for a legal entity one works for; without naming it, for one's first."""
    entity = asked or (mine[0] if mine else EVERY_ENTITY)
    if entity == EVERY_ENTITY or not (EVERY_ENTITY in mine or entity in mine):
        raise Refused("DEA-25", legal_entity=entity)
    return entity
