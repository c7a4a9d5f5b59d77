"""Until when does dunning of these receivables wait now?"""

from collections.abc import Sequence

from chassis.db.unit_of_work import Work
from services.collections.store.cases.holds import held_until
from services.collections.store.dunning.procedures import procedures_of
from services.collections.tables import Receivable
from services.collections.use_cases.holds.clocks import set_clock


async def hold_receivables(work: Work, rows: Sequence[Receivable]) -> list[Receivable]:
    """A step of other use cases, on locked receivables, as pauses and promises stand in this transaction: those for
    which dunning waits ring no earlier; those for which it does not any more ring for what they have reached. The
    latter, and all others for which it does not wait."""
    if not rows:
        return []
    until, procedures = await held_until(work, rows), await procedures_of(work, rows)
    going_on = []
    for row in rows:
        held, row.paused_until = row.paused_until, until.get(row.id)
        due = set_clock(row, procedures[row.id])
        if row.paused_until is not None:
            continue
        if held is not None and due is not None and due <= work.now:
            row.paused_until = min(held, work.now)  # earlier: it was ended by hand
        going_on.append(row)
    return going_on
