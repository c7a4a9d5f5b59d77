"""A promise was written down by mistake: how is it taken away?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.cases.promises import PromiseStatus, PromiseView, PromiseWithdrawn, WithdrawPromise
from services.collections.domain.cases.promises import move_promise
from services.collections.store.cases import links
from services.collections.tables.columns import Promises
from services.collections.use_cases.holds.hold_receivables import hold_receivables
from services.collections.use_cases.holds.ring_cases import open_ones
from services.collections.use_cases.steps.publish_deadlines import publish_deadlines


async def withdraw_promise(id: UUID, command: WithdrawPromise, uow: UnitOfWork) -> PromiseView:
    """Dunning goes on at once. Withdrawing it again changes nothing."""
    async with uow.begin() as work:
        promise, rows = await links.lock_record(work, Promises, id, kind="promise")
        if promise.status is not PromiseStatus.WITHDRAWN:
            promise.status = move_promise(promise.status, PromiseStatus.WITHDRAWN)
            promise.decided_at, promise.reason = work.now, command.reason
            promise.version += 1
            work.emit(PromiseWithdrawn(**promise.event_args(rows), reason=command.reason))
            await work.write()
            await publish_deadlines(work, await hold_receivables(work, open_ones(rows)))
        return promise.view(rows)  # type: ignore[no-any-return]
