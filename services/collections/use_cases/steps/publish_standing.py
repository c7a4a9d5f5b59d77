"""Which events say how the money of their orders stands now, so that the process of each needs not ask?"""

from collections.abc import Sequence
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.collections.invoices import InvoiceIssued, InvoiceRequested
from messages.collections.payments import PaymentConfirmed, PaymentRecorded
from services.collections.store.snapshots import count_standing, standing_of

MOST = 3  # orders of one act: the processes of more ask, each for itself
Standing = PaymentRecorded | PaymentConfirmed | InvoiceRequested | InvoiceIssued


def emit_standing(work: Work, event: Standing) -> None:
    """Published when all of this act is written. Two acts at once on an order count one after the other, so the later
    version has seen what the earlier one wrote."""
    for order_id in _orders(event):
        work.gather(count_standing, order_id)
    work.follow(_emit, event)


async def _emit(work: Work, events: Sequence[Standing]) -> None:
    orders = list(dict.fromkeys(id for event in events for id in _orders(event)))
    accounts = {id: await standing_of(work, id) for id in orders} if len(orders) <= MOST else {}
    for event in events:
        own = {id: accounts[id] for id in _orders(event) if id in accounts}
        work.emit(event.model_copy(update={"accounts": own}))


def _orders(event: Standing) -> list[UUID]:
    return event.orders if isinstance(event, InvoiceRequested | InvoiceIssued) else event.order_ids
