"""Which facts of other services go out to other programs, in which order, and what does an answer mean?"""

from uuid import UUID

from messages.base import Event
from messages.collections.invoices import InvoiceCancelled, InvoiceIssued
from messages.collections.payments import PaymentConfirmed, PaymentMoved, PaymentReversed, PaymentVoided
from messages.deals.customers import CustomerAdded, CustomerChanged
from messages.errors import RuleViolation
from messages.orders.order_changes import OrderChanged
from messages.orders.orders import OrderCancelled, OrderClosedShort, OrderCompleted, OrderConfirmed
from messages.orders.returns import ReturnReceived
from messages.orders.shipments import (
    DifferenceDecided,
    ShipmentPartlyReceived,
    ShipmentReceived,
    ShipmentReturned,
    ShipmentSent,
)

OUTGOING: tuple[type[Event], ...] = (
    CustomerAdded, CustomerChanged,
    OrderConfirmed, OrderChanged, OrderClosedShort, OrderCompleted, OrderCancelled,
    ShipmentSent, ShipmentPartlyReceived, ShipmentReceived, ShipmentReturned, DifferenceDecided, ReturnReceived,
    PaymentConfirmed, PaymentVoided, PaymentReversed, PaymentMoved,
    InvoiceIssued, InvoiceCancelled,
)  # fmt: skip
KINDS = {event.subject: event for event in OUTGOING}
OWN = "approvals."

OK, MORE = 200, 300
REFUSED, FAULT = 400, 500
CONFLICT = 409
ASK_AGAIN = frozenset({408, 425, 429})  # timed out, too early, too often


def must_go_out(subjects: list[str]) -> None:
    """APP-186: of other services those facts go out that another program needs: customers, approved orders, goods,
    money and invoices; what happens inside a house before that is nobody else's."""
    unknown = [one for one in subjects if one != "*" and not one.startswith(OWN) and one not in KINDS]
    if unknown:
        raise RuleViolation("APP-186", subject=unknown[0])


def record_of(event: Event) -> UUID:
    """APP-187: what happens to one record goes out one after the other, and goods with their order; while a fact is not
    taken, the later ones of the same record wait, and those of all others go on."""
    own = event.service() == "orders"
    found: UUID = getattr(event, "order_id", event.aggregate_id) if own else event.aggregate_id
    return found


def is_taken(status: int, *, tries: int) -> bool:
    """APP-188: a program has taken a fact when it says so, or when it has it already from a try before."""
    return OK <= status < MORE or (status == CONFLICT and tries > 1)


def is_refused_for_good(status: int) -> bool:
    """APP-189: what a program refuses it would refuse again: it is given up at once, until somebody has mended it. Too
    early, too often and timed out is no refusal."""
    return REFUSED <= status < FAULT and status not in ASK_AGAIN


def must_be_stuck(state: str, *, to_program: bool) -> None:
    """APP-190: what a program has refused may be set aside; anything else is delivered, or was."""
    if state != "GIVEN_UP" or not to_program:
        raise RuleViolation("APP-190")
