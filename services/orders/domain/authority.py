"""Who may act for the owner of a contract or an order?"""

from collections.abc import Set
from dataclasses import dataclass
from uuid import UUID

from messages.errors import Forbidden, RuleViolation
from messages.org_path import is_within
from messages.roles import Role


@dataclass(frozen=True)
class Actor:
    """The person (or process) that acts."""

    id: UUID
    roles: Set[str]
    unit: str
    customer_id: UUID | None = None  # of whom at a customer orders for himself


def must_act_for(actor: Actor, *, owner_id: UUID, owner_unit: str, verb: str, customer_id: UUID | None = None) -> None:
    """ORD-9: only the owner, his manager or an order administrator places, changes or cancels an order; where it is
    said whose order it is, its customer, too."""
    if actor.customer_id is not None and actor.customer_id == customer_id:
        return
    if actor.id == owner_id or actor.roles & {Role.ORDER_ADMIN, Role.PROCESS}:
        return
    in_unit = is_within(owner_unit, actor.unit)
    if Role.SALES_MANAGER in actor.roles and in_unit:
        return
    raise Forbidden(verb)


def must_be_second_person(actor: Actor, *, owner_id: UUID, has_shipped: bool) -> None:
    """ORD-51: once goods have left, it is not the seller who cancels his order: his manager or an order administrator
    does."""
    second = actor.roles & {Role.SALES_MANAGER, Role.ORDER_ADMIN, Role.PROCESS}
    if has_shipped and (actor.id == owner_id or not second):
        raise RuleViolation("ORD-51")
