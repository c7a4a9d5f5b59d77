"""Until when does dunning of these receivables wait now?"""

from collections.abc import Sequence

from chassis.db.unit_of_work import Work
from services.collections.domain.cases.pauses import held_deadline
from services.collections.domain.dunning_procedure import next_at
from services.collections.store import shards
from services.collections.store.cases.holds import held_until
from services.collections.tables import Receivable


async def hold_receivables(work: Work, rows: Sequence[Receivable]) -> list[Receivable]:
    """A step of other use cases, on locked receivables, as pauses and promises stand in this transaction: those for
    which dunning waits ring no earlier; those for which it does not any more ring for what they have reached. The
    latter, and all others for which it does not wait."""
    until = await held_until(work, rows)
    procedure = await shards.dunning_procedure(work)
    going_on = []
    for row in rows:
        natural = next_at(procedure, last=row.level, due=row.due_on, tz=row.tz)
        if row.id in until:
            row.paused_until = until[row.id]
            row.next_at = held_deadline(natural, until[row.id])
            continue
        if row.paused_until is not None:
            has_reached = natural is not None and natural <= work.now
            row.paused_until = min(row.paused_until, work.now) if has_reached else None  # earlier: it was ended by hand
            row.next_at = natural
        going_on.append(row)
    return going_on
