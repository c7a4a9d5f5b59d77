"""Which rungs has a late receivable reached?"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from chassis.unit_of_work import Work
from messages.collections.receivables import ReceivableOverdue, ReceivableReminded
from services.collections.domain import ladder as rules
from services.collections.store.shards import note_rungs
from services.collections.tables import Receivable, RungReached


async def reach_rungs(
    work: Work, steps: Sequence[rules.Rung], until: Iterable[tuple[Receivable, datetime]]
) -> dict[UUID, list[rules.Rung]]:
    """A step of other use cases, on locked receivables: every rung passed by then, once, in order."""
    reached: dict[UUID, list[rules.Rung]] = {}
    noted: list[RungReached] = []
    for row, moment in until:
        if row.due_on is None:
            continue
        passed = rules.reached(steps, last=row.rung, due=row.due_on, tz=row.tz, until=moment)
        for step in passed:
            row.rung = step.rung.number
            row.version += 1
            noted.append(_noted(work, row, step))
            work.emit(_fact(row, step))
        row.next_at = rules.next_at(steps, last=row.rung, due=row.due_on, tz=row.tz)
        reached[row.id] = [step.rung for step in passed]
    await note_rungs(work, noted)
    return reached


def _noted(work: Work, row: Receivable, step: rules.Reached) -> RungReached:
    told = step.rung.tells
    return RungReached(receivable_id=row.id, rung=step.rung.number, reached_at=step.at, told=told, noted_at=work.now)


def _fact(row: Receivable, step: rules.Reached) -> ReceivableReminded | ReceivableOverdue:
    fact = row.fact()
    if step.rung.number == rules.REMINDER:
        return ReceivableReminded(**fact, due_on=row.due_on)
    return ReceivableOverdue(
        **fact, due_on=row.due_on, rung=step.rung.number, reached_at=step.at, open=row.open, tells=step.rung.tells
    )
