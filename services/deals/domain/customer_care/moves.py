"""Who may give a customer to whom?"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from messages.errors import Forbidden, RuleViolation
from messages.org_path import is_within
from messages.roles import Role
from services.deals.domain.authority import Actor

GIVERS = frozenset({Role.DIRECTOR, Role.OPS, Role.ADMIN})
TAKERS = frozenset({Role.SALES, Role.SALES_MANAGER, Role.DIRECTOR})


@dataclass(frozen=True)
class Receiver:
    """To whom a customer would go."""

    id: UUID
    name: str
    unit: str
    roles: frozenset[str]
    legal_entities: Collection[str]
    active: bool


def must_give_customer(actor: Actor, owner_id: UUID | None, owner_unit: str) -> None:
    """DEA-110: a customer is given to another by the managers of its owner's unit (one that nobody owns by any
    manager), by directors, and by those who maintain data; not by its owner alone.
    """
    if not may_give_customer(actor, owner_id, owner_unit):
        raise Forbidden("hand-over", "DEA-110")


def may_give_customer(actor: Actor, owner_id: UUID | None, owner_unit: str) -> bool:
    managed = owner_id is None or is_within(owner_unit, actor.unit)
    return bool(actor.roles & GIVERS) or (Role.SALES_MANAGER in actor.roles and managed)


def must_take_customer(to: Receiver, *, legal_entity: str) -> None:
    """DEA-111: who gets a customer is here, and sells for its legal entity."""
    of_entity = legal_entity in to.legal_entities or "*" in to.legal_entities
    if not (to.active and to.roles & TAKERS and of_entity):
        raise RuleViolation("DEA-111", name=to.name)
