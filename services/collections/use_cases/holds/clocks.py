"""When does dunning look at a receivable next?"""

from datetime import datetime

from services.collections.domain.cases.pauses import held_deadline
from services.collections.domain.dunning_procedure import Procedure, next_at
from services.collections.tables import Receivable


def set_clock(row: Receivable, procedure: Procedure) -> datetime | None:
    """By this procedure, no earlier than dunning waits: when its next level is due."""
    due = next_at(procedure, last=row.level, due=row.due_on, tz=row.tz)
    row.next_at = due if row.paused_until is None else held_deadline(due, row.paused_until)
    row.timed_by = procedure.id
    return due
