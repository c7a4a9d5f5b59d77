"""Which dunning levels has a late receivable reached?"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.collections.receivables import ReceivableOverdue, ReceivableReminded
from services.collections.domain import dunning_procedure as rules
from services.collections.domain.cases.pauses import after_hold, is_held
from services.collections.store.shards import save_levels
from services.collections.tables import DunningLevelReached, Receivable


async def reach_levels(
    work: Work, steps: Sequence[rules.DunningLevel], until: Iterable[tuple[Receivable, datetime]]
) -> dict[UUID, list[rules.DunningLevel]]:
    """A step of other use cases, on locked receivables: every dunning level reached by then, once, in order."""
    reached: dict[UUID, list[rules.DunningLevel]] = {}
    saved: list[DunningLevelReached] = []
    for row, moment in until:
        if row.due_on is None or is_held(row.paused_until, moment):
            continue
        found = rules.reached(steps, last=row.level, due=row.due_on, tz=row.tz, until=moment)
        now_reached = [one for one in found if not rules.is_lapsed(one, due=row.due_on, tz=row.tz, until=moment)]
        now_reached, row.paused_until = after_hold(now_reached, row.paused_until), None
        row.level = found[-1].level.number if found else row.level
        for step in now_reached:
            row.version += 1
            saved.append(_level_reached(work, row, step))
            work.emit(_event(row, step))
        row.next_at = rules.next_at(steps, last=row.level, due=row.due_on, tz=row.tz)
        reached[row.id] = [step.level for step in now_reached]
    await save_levels(work, saved)
    return reached


def _level_reached(work: Work, row: Receivable, step: rules.LevelReached) -> DunningLevelReached:
    return DunningLevelReached(
        receivable_id=row.id,
        level=step.level.number,
        reached_at=step.at,
        notifies=step.level.notifies,
        saved_at=work.now,
    )


def _event(row: Receivable, step: rules.LevelReached) -> ReceivableReminded | ReceivableOverdue:
    event_args = row.event_args()
    if step.level.number == rules.REMINDER:
        return ReceivableReminded(**event_args, due_on=row.due_on)
    return ReceivableOverdue(
        **event_args,
        due_on=row.due_on,
        level=step.level.number,
        reached_at=step.at,
        notifies=step.level.notifies,
    )
