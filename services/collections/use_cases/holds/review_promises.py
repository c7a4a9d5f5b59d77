"""Money came, or was taken off again: which promises are kept by it, which are broken?"""

from collections.abc import Collection, Sequence
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.collections.cases.promises import PromiseBroken, PromiseKept, PromiseStatus
from messages.money import Money
from services.collections.domain.cases.promises import Came, move_promise, status_of
from services.collections.store.cases import links, promises
from services.collections.store.cases.plans import look_at_plans
from services.collections.tables import Promise, Receivable
from services.collections.tables.columns import Promises


def review_promises(work: Work, rows: Collection[Receivable]) -> None:
    """A step of other use cases: looked at once, when all of the act is written. Most receivables have no promise."""
    for row in rows:
        if row.promised:
            work.follow(_review_of_receivables, row.id)


async def _review_of_receivables(work: Work, receivable_ids: Sequence[UUID]) -> None:
    await decide_promises(work, await promises.promises_about(work, set(receivable_ids)))
    await look_at_plans(work, set(receivable_ids))


async def decide_promises(work: Work, ids: Collection[UUID]) -> None:
    """As money stands by now; what is decided already and stays so changes nothing. Who waited here for other money of
    the same promise sees that, too."""
    if not ids:
        return
    locked = await links.lock_records(work, Promises, ids)
    rows, found = await links.rows_of(work, ids), await promises.came(work, ids)
    for promise in locked:
        _decide(work, promise, rows[promise.id], found[promise.id])


def _decide(work: Work, promise: Promise, rows: Sequence[Receivable], came: Came) -> None:
    if promise.status is PromiseStatus.WITHDRAWN:
        return
    promise.came = max(came.by_day - promise.paid_before, came.by_day * 0)
    now = status_of(promise.amount, promise.paid_before, came, breaks_at=promise.breaks_at, now=work.now)
    if now is promise.status:
        return
    promise.status = move_promise(promise.status, now)
    promise.decided_at = None if now is PromiseStatus.OPEN else work.now
    promise.version += 1
    if now is PromiseStatus.KEPT:
        work.emit(PromiseKept(**promise.event_args(rows)))
    elif now is PromiseStatus.BROKEN:
        missing = Money(amount=max(promise.amount - promise.came, promise.amount * 0), currency=promise.currency)
        work.emit(PromiseBroken(**promise.event_args(rows), missing=missing))
