"""What may an ERP say, and what does it mean when it comes late or twice?"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from messages.errors import RuleViolation
from messages.orders.orders import OrderStatus

CLOCKS_DIFFER = timedelta(minutes=5)
TO_MAKE = (OrderStatus.CONFIRMED, OrderStatus.RESERVED)


def unknown(kind: str, named: str) -> RuleViolation:
    """ORD-101: an ERP names products by their code and orders by their number, those of its legal entities."""
    return RuleViolation("ORD-101", kind=kind, named=named)


def must_have_happened(at: datetime, now: datetime) -> None:
    """ORD-102: what an ERP says is of now or of before, give or take five minutes of its clock; else nothing that comes
    later would count."""
    if at > now + CLOCKS_DIFFER:
        raise RuleViolation("ORD-102", at=at.isoformat())


def is_newer(as_of: datetime, known: datetime | None) -> bool:
    """ORD-103: the newest word counts: what is as old as that, or older, changes nothing, in whichever order it
    comes."""
    return known is None or as_of > known


def on_hand_now(counted: int, *, moved_since: int) -> int:
    """ORD-104: what left a site since it was counted, or came back there, is reckoned in when the count arrives."""
    return counted + moved_since


def is_in_count(moved_at: datetime, counted_at: datetime | None) -> bool:
    """ORD-105: what had left before a site was counted is in that count already, also when it is told afterwards."""
    return counted_at is not None and moved_at <= counted_at


def must_keep_currency(code: str, *, agreed: str, said: str) -> None:
    """ORD-106: a product keeps its currency; in another one it is another product."""
    if agreed != said:
        raise RuleViolation("ORD-106", code=code, agreed=agreed, said=said)


def must_be_in_production(status: OrderStatus) -> None:
    """ORD-107: production of an order is reported when it is approved and some of it has not left."""
    if status not in TO_MAKE:
        raise RuleViolation("ORD-107", status=status)


def must_be_the_same(reference: str, *, known: Mapping[UUID, int], said: Mapping[UUID, int]) -> None:
    """ORD-108: a shipment that is known by its number is told again as it was; with other pieces of a product it is
    another one."""
    if known != said:
        raise RuleViolation("ORD-108", shipment=reference)


def must_be_of_one_order(reference: str, orders: Iterable[str]) -> None:
    """ORD-109: a shipment is of one order."""
    if len(named := sorted(set(orders))) > 1:
        raise RuleViolation("ORD-109", shipment=reference, orders=", ".join(named))


def must_be_whole(reference: str, unread: Collection[str]) -> None:
    """ORD-110: a shipment is taken whole: while one of its rows cannot be read, none of it is."""
    if reference in unread:
        raise RuleViolation("ORD-110", shipment=reference)
