"""How is a whole payment taken off what it settled? (a step of voiding and of moving it)"""

from collections.abc import Sequence

from chassis.db.unit_of_work import Work
from messages.collections.receivables import ReceivableStatus
from services.collections.store import payments, receivables
from services.collections.tables import Payment, Receivable
from services.collections.use_cases.steps.allocate import deallocate
from services.collections.use_cases.steps.publish_credits import publish_credits
from services.collections.use_cases.steps.publish_deadlines import publish_deadlines
from services.collections.use_cases.steps.reach_levels import set_clocks
from services.collections.use_cases.steps.redistribute import lock_in_reach, serve_oldest_first
from services.collections.use_cases.steps.write_off_rests import settle_rests


async def take_off(work: Work, payment: Payment, group: Sequence[Payment]) -> None:
    """The others of the group, `lock_served`, are divided anew: what was due first is served first again."""
    parts = await payments.allocations_of(work, [payment.id])
    others = [other for other in group if other.id != payment.id]
    served = await payments.allocations_of(work, [other.id for other in others])
    ids = {part.receivable_id for part in (*parts, *served)}
    await lock_in_reach(work, payment, group, ids)
    rows = await receivables.lock_receivables(work, ids)
    await deallocate(work, payment, parts, rows)
    left = await serve_oldest_first(work, payment, others)
    touched = list({row.id: row for row in (*rows.values(), *left)}.values())
    await settle_rests(work, touched)
    await _run_on(work, touched)
    await publish_credits(work, {(row.customer_id, row.currency) for row in touched})


async def _run_on(work: Work, rows: Sequence[Receivable]) -> None:
    """The clocks of what is open."""
    open_ones = [row for row in rows if row.status is ReceivableStatus.OPEN and not row.history]
    await set_clocks(work, open_ones)
    await publish_deadlines(work, open_ones)
