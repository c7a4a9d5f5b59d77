"""Which payments of before may be brought in?"""

from collections.abc import Collection, Mapping
from uuid import UUID

from messages.collections.payment_imports import ImportPaymentRow
from messages.errors import Malformed
from messages.own_numbers import MOST_SIGNS, may_be_own_number


def must_be_own_number(number: str) -> None:
    """COL-200: a payment of before keeps its number: one word of at most 40 signs, none of the house's own series."""
    if not may_be_own_number(number):
        raise Malformed("number", number, "COL-200", most=MOST_SIGNS)


def must_stay(row: ImportPaymentRow, kept: Mapping[str, object]) -> None:
    """COL-201: what was brought in under a number stays as it came: no later file says another day, amount or entry."""
    for field, before in kept.items():
        value = getattr(row, field)
        if value != before:
            raise Malformed(field, str(value or ""), "COL-201", number=row.number, kept=str(before or "—"))


def must_be_known(field: str, value: str | None, found: UUID | None) -> UUID:
    """COL-202: a row says whose money it is: its customer, or the order or receivable that it pays, known here."""
    if found is None:
        raise Malformed(field, value or "", "COL-202")
    return found


def must_be_one_payer(field: str, value: str, customers: Collection[UUID]) -> None:
    """COL-203: the customer, order and receivable of a row are of one customer."""
    if len(set(customers)) > 1:
        raise Malformed(field, value, "COL-203")


def must_work_for(entity: str, entities: Collection[str]) -> None:
    """COL-204: who brings payments in works for their legal entity."""
    if entity not in entities and "*" not in entities:
        raise Malformed("legal_entity_id", entity, "COL-204")
