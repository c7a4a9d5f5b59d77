"""Who may act for the owner of a contract or an order?"""

from collections.abc import Set
from dataclasses import dataclass
from uuid import UUID

from messages.errors import Forbidden


@dataclass(frozen=True)
class Doer:
    """The person (or process) that acts."""

    id: UUID
    roles: Set[str]
    unit: str


def check_acts_for(doer: Doer, *, owner_id: UUID, owner_unit: str, verb: str) -> None:
    """ORD-9: only the owner, his manager or an order administrator places, changes or cancels an order."""
    if doer.id == owner_id or doer.roles & {"order_admin", "process"}:
        return
    in_unit = bool(doer.unit) and (owner_unit == doer.unit or owner_unit.startswith(doer.unit + "/"))
    if "sales_manager" in doer.roles and in_unit:
        return
    raise Forbidden(verb)
