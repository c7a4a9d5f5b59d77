"""Does an order pass its customer's credit limit? Part of placing, resubmitting, confirming and shipping.

All of them lock the customer's credit first, so that two orders never pass the limit together unseen.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from chassis.db.unit_of_work import Work
from services.orders.domain import credit
from services.orders.store import orders as store
from services.orders.store import projections as credit_store
from services.orders.tables import OrderRow


@dataclass(frozen=True)
class ChangeExposure:
    """`accepted`: the most that approvers were shown for an order of the customer."""

    exposure: Decimal
    limit: Decimal
    accepted: Decimal

    @property
    def over_limit(self) -> Decimal | None:
        """What approvers are shown; None: it is within the limit."""
        return self.exposure if self.exposure > self.limit else None


async def note_exposure(work: Work, order: OrderRow) -> None:
    """Placed, or placed again: what its approvers are shown when it is over the limit."""
    known = await credit_store.lock_credit(work, order.customer_id, order.currency)
    order.exposure = None
    if known is not None:
        _note(order, known, await store.sum_under_way(work, order))


async def show_exposure(work: Work, order: OrderRow) -> None:
    """Put before its approvers: an order that has got over the limit since it was placed is shown as such."""
    if order.exposure is None:
        known = await credit_store.lock_credit(work, order.customer_id, order.currency)
        if known is not None:
            _note(order, known, await store.sum_under_way(work, order, before=order.placed_at))


async def is_asked_again(work: Work, order: OrderRow) -> bool:
    """To be confirmed: its approvers saw it within the limit, and it is not any more."""
    if order.exposure is not None:
        return False
    known = await credit_store.lock_credit(work, order.customer_id, order.currency)
    if known is None:
        return False
    under_way = await store.sum_under_way(work, order, before=order.placed_at)
    if not credit.is_asked_again(order.total, known, under_way):
        return False
    order.exposure = credit.exposure(order.total, known, under_way)
    return True


async def must_be_trusted(work: Work, order: OrderRow) -> None:
    """To be shipped: ORD-114 when its customer is on hold, ORD-24 when he owes too much; unless somebody has released
    this order: then its next shipment leaves, and the release is used up, needed or not: it opens no hold of later."""
    if await credit_store.use_release(work, order.id):
        return
    credit.must_not_be_on_hold(await credit_store.find_standing(work, order.customer_id), order.customer_name)
    await _must_stay_within_limit(work, order)


async def _must_stay_within_limit(work: Work, order: OrderRow) -> None:
    """ORD-24 when the customer owes too much by now."""
    known = await credit_store.lock_credit(work, order.customer_id, order.currency)
    if known is None:
        return
    under_way = await store.sum_under_way(work, order)
    accepted = max(under_way.accepted, order.exposure or Decimal(0))
    seen = credit.UnderWay(confirmed=under_way.confirmed, accepted=accepted)
    credit.must_stay_within_limit(known, seen, order.uncounted, order.customer_name)


def _note(order: OrderRow, known: credit.Credit, under_way: credit.UnderWay) -> None:
    if credit.is_over_credit_limit(order.money, [known], under_way.waiting + under_way.confirmed):
        order.exposure = credit.exposure(order.total, known, under_way)


async def exposure_of_change(
    work: Work, order: OrderRow, added: Decimal, *, before: datetime | None = None
) -> ChangeExposure | None:
    """What the customer owes once a change of this order, which costs so much more, is delivered; None: he has no
    limit, or it costs no more. Of his other changes that wait all count, or those that were asked for before."""
    known = await credit_store.lock_credit(work, order.customer_id, order.currency) if added > 0 else None
    if known is None or known.credit_limit is None:
        return None
    under_way = await store.sum_under_way(work, order, changes_before=before)
    accepted = max(under_way.accepted, order.exposure or Decimal(0))
    return ChangeExposure(
        credit.exposure(order.uncounted + added, known, under_way), known.credit_limit.amount, accepted
    )
