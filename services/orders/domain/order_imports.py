"""Which rows of a file are one order, and may they be brought in?"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from messages.errors import Malformed, RuleViolation
from messages.orders.order_imports import ImportOrderRow
from messages.orders.placing import MOST_LINES


def orders_of(rows: Sequence[ImportOrderRow]) -> list[list[ImportOrderRow]]:
    """The rows of each order, in the order of their first rows: of one number, for one contract or customer."""
    found: dict[tuple[str | None, ...], list[ImportOrderRow]] = {}
    for row in rows:
        found.setdefault((row.contract, None if row.contract else row.customer, row.external_id), []).append(row)
    return list(found.values())


def must_agree(rows: Sequence[ImportOrderRow]) -> None:
    """ORD-39: the rows of one order say the same of where it goes, and are no more than an order has lines."""
    if len({row.ship_to for row in rows}) > 1 or len(rows) > MOST_LINES:
        raise RuleViolation("ORD-39", order=rows[0].external_id)


def must_be_known(field: str, value: str | None, ids: Mapping[str, UUID]) -> UUID:
    """ORD-40: a row names a customer or contract by its number and a product by its code, all of them known here."""
    if value is None or value not in ids:
        raise Malformed(field, value or "", "ORD-40")
    return ids[value]


def must_stand_in(row: ImportOrderRow, lines: Sequence[tuple[str, int]], number: str) -> None:
    """ORD-41: a line that comes after its order was brought in is not added to it: (code, quantity) of its lines."""
    if (row.product_code, row.quantity) not in lines:
        raise RuleViolation("ORD-41", order=number, product=row.product_code)
