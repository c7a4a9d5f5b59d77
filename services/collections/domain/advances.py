"""What becomes of a customer's money on account when he owes again?"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol, TypeVar

from messages.collections.advances import EVERYWHERE, AdvanceUse
from messages.errors import RuleViolation
from messages.money import Money


class Dated(Protocol):
    """Money that came on a day."""

    @property
    def received_on(self) -> date: ...

    @property
    def number(self) -> str: ...


T = TypeVar("T", bound=Dated)


def use_of(policies: Mapping[str, AdvanceUse], legal_entity_id: str) -> AdvanceUse:
    """COL-64: a legal entity's own way to use advances goes before the house's; without any they are offered."""
    return policies.get(legal_entity_id) or policies.get(EVERYWHERE, AdvanceUse.OFFERED)


def in_order(advances: Iterable[T]) -> list[T]:
    """COL-65: of a customer's advances the oldest is used first."""
    return sorted(advances, key=lambda one: (one.received_on, one.number))


def must_have_settled(used: Money, *, number: str) -> None:
    """COL-66: an advance is used where the customer owes something, and has money that settles nothing."""
    if not used:
        raise RuleViolation("COL-66", number=number)
