"""Which rows of a file are one order, and may they be brought in?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from messages.errors import Malformed, RuleViolation
from messages.orders.order_imports import ImportOrderRow
from messages.orders.placing import MOST_LINES
from messages.own_numbers import MOST_SIGNS, may_be_own_number
from messages.roles import Role

EARLIEST = date(1990, 1, 1)
NOON = time(12)


@dataclass(frozen=True)
class Kept:
    """What an order had before it came here: its number, when it was ordered, and when all of it was delivered."""

    number: str | None = None
    placed_at: datetime | None = None
    delivered_at: datetime | None = None


NOTHING_KEPT = Kept()


def orders_of(rows: Sequence[ImportOrderRow]) -> list[list[ImportOrderRow]]:
    """The rows of each order, in the order of their first rows: of one number, for one contract or customer."""
    found: dict[tuple[str | None, ...], list[ImportOrderRow]] = {}
    for row in rows:
        found.setdefault((row.contract, None if row.contract else row.customer, row.external_id), []).append(row)
    return list(found.values())


def must_agree(rows: Sequence[ImportOrderRow]) -> None:
    """ORD-39: the rows of one order say the same of where it goes, of its number and its days, and are no more than an
    order has lines."""
    if len({(row.ship_to, row.number, row.placed_on, row.delivered_on) for row in rows}) > 1 or len(rows) > MOST_LINES:
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


def kept_of(row: ImportOrderRow, *, now: datetime, tz: str) -> Kept:
    """A day is kept as its noon in the company's time zone; today is now."""
    if row.number is not None:
        must_be_own_number(row.number)
    today = now.astimezone(ZoneInfo(tz)).date()

    def moment(day: date) -> datetime:
        return now if day == today else datetime.combine(day, NOON, ZoneInfo(tz))

    if row.placed_on is not None:
        must_be_past(row.placed_on, today=today)
    if row.delivered_on is not None:
        must_be_delivered(row.delivered_on, placed_on=row.placed_on, today=today)
    days = [None if day is None else moment(day) for day in (row.placed_on, row.delivered_on)]
    return Kept(row.number, *days)


def must_be_own_number(number: str) -> None:
    """ORD-123: a number from before is one word of at most 40 signs, and none of the house's own series."""
    if not may_be_own_number(number):
        raise Malformed("number", number, "ORD-123", most=MOST_SIGNS)


def must_be_past(placed_on: date, *, today: date) -> None:
    """ORD-124: an order from before was ordered on a day that has come, from 1990 on."""
    if not EARLIEST <= placed_on <= today:
        raise Malformed("placed_on", placed_on.isoformat(), "ORD-124")


def must_be_delivered(delivered_on: date, *, placed_on: date | None, today: date) -> None:
    """ORD-128: an order that was delivered before it came here says on which day it was ordered, and was delivered on
    that day or later, today at the latest."""
    if placed_on is None or not placed_on <= delivered_on <= today:
        raise Malformed("delivered_on", delivered_on.isoformat(), "ORD-128")


def must_bring_in_history(roles: Collection[str]) -> None:
    """ORD-129: an order that was delivered already asks nobody here: only order administration brings it in."""
    if Role.ORDER_ADMIN not in roles:
        raise RuleViolation("ORD-129")


def must_be_kept(row: ImportOrderRow, *, number: str, placed_on: date, delivered_on: date | None) -> None:
    """ORD-127: an order that is brought in again keeps the number and the days that it was brought in with."""
    if row.number not in (None, number):
        raise Malformed("number", row.number or "", "ORD-127", number=number, day=placed_on)
    if row.placed_on not in (None, placed_on):
        raise Malformed("placed_on", str(row.placed_on), "ORD-127", number=number, day=placed_on)
    if row.delivered_on not in (None, delivered_on):
        raise Malformed("delivered_on", str(row.delivered_on), "ORD-127", number=number, day=placed_on)


def must_be_free(number: str, *, is_taken: bool) -> None:
    """ORD-125: of one number there is one order in a legal entity, wherever its number is from."""
    if is_taken:
        raise Malformed("number", number, "ORD-125")
