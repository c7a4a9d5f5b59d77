"""Which dunning levels has a late receivable reached, and when is its next one?"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.collections.receivables import ReceivableOverdue, ReceivableReminded
from services.collections.domain import dunning_procedure as rules
from services.collections.domain.cases.pauses import after_hold, is_held
from services.collections.domain.due_dates import days_late
from services.collections.domain.dunning.advice import Lateness, advice
from services.collections.store.cases.promises import broken_by
from services.collections.store.dunning.procedures import grades_of, procedures_of
from services.collections.store.shards import save_levels
from services.collections.tables import Receivable
from services.collections.use_cases.holds.clocks import set_clock

LevelsReached = dict[UUID, list[rules.DunningLevel]]


class Known(NamedTuple):
    """Of a customer, what the advice needs."""

    grade: str
    broken_promises: int


StepsReached = Sequence[tuple[Receivable, list[rules.LevelReached]]]


async def set_clocks(work: Work, rows: Sequence[Receivable]) -> None:
    """A step of other use cases, on open receivables: when does each reach its next level, by the procedure that is for
    it now?"""
    if not rows:
        return
    procedures = await procedures_of(work, rows)
    for row in rows:
        set_clock(row, procedures[row.id])


async def reach_levels(work: Work, until: Sequence[tuple[Receivable, datetime]]) -> LevelsReached:
    """A step of other use cases, on locked receivables: every dunning level reached by then, once, in order."""
    dated = [(row, at) for row, at in until if row.due_on is not None and not is_held(row.paused_until, at)]
    rows = [row for row, _ in dated]
    if not rows:
        return {}
    procedures = await procedures_of(work, rows)
    ladder = Ladder()
    passed = [(row, moment, ladder.reached(row, procedures[row.id], moment)) for row, moment in dated]
    late = [row for row, _, steps in passed if any(step.level.number != rules.REMINDER for step in steps)]
    known = await _known(work, late)  # before anything of them changes: so their rows are written once
    found = [(row, _reach(row, steps, moment)) for row, moment, steps in passed]
    saved = _keep(work, [(row, steps) for row, steps in found if steps], procedures, known)
    for row in rows:
        set_clock(row, procedures[row.id])
    await save_levels(work, saved)
    return {row.id: [step.level for step in steps] for row, steps in found}


async def _known(work: Work, rows: Sequence[Receivable]) -> dict[UUID, Known]:
    """Of their customers. A reminder before the due date advises nothing."""
    if not rows:
        return {}
    grades = await grades_of(work, rows)
    broken = await broken_by(work, {row.customer_id for row in rows})
    return {id: Known(grades.get(id, ""), broken.get(id, 0)) for id in {row.customer_id for row in rows}}


def _keep(
    work: Work, found: StepsReached, procedures: Mapping[UUID, rules.Procedure], known: Mapping[UUID, Known]
) -> list[dict[str, Any]]:
    """As rows to be saved; and publish them."""
    saved: list[dict[str, Any]] = []
    for row, steps in found:
        procedure = procedures[row.id]
        for step in steps:
            row.version += 1
            saved.append(_level_reached(work, row, step, procedure))
            work.emit(_event(row, step, procedure, known.get(row.customer_id)))
    return saved


class Ladder:
    """What was reached, asked once of all that were due on one day: many are late at one moment."""

    def __init__(self) -> None:
        self._known: dict[tuple[UUID, int | None, date | None, str, datetime], list[rules.LevelReached]] = {}

    def reached(self, row: Receivable, procedure: rules.Procedure, until: datetime) -> list[rules.LevelReached]:
        key = (procedure.id, row.level, row.due_on, row.tz, until)
        if row.due_on is not None and key not in self._known:
            self._known[key] = rules.reached(procedure, last=row.level, due=row.due_on, tz=row.tz, until=until)
        return self._known.get(key, [])


def _reach(row: Receivable, found: list[rules.LevelReached], moment: datetime) -> list[rules.LevelReached]:
    """Those that are said, too: no level of which nothing is left to say."""
    if row.due_on is None:
        return []
    due, tz = row.due_on, row.tz
    row.level = found[-1].level.number if found else row.level
    is_open = row.unsettled != 0
    ahead = [one for one in found if not rules.is_lapsed(one, due=due, tz=tz, until=moment, is_open=is_open)]
    ahead, row.paused_until = after_hold(ahead, row.paused_until), None
    return ahead


def _level_reached(work: Work, row: Receivable, step: rules.LevelReached, procedure: rules.Procedure) -> dict[str, Any]:
    level = step.level
    return {
        "receivable_id": row.id, "level": level.number, "reached_at": step.at, "notifies": level.notifies,
        "notified": [], "letter": level.letter, "procedure_id": procedure.id, "saved_at": work.now,
        "notified_at": None,
    }  # fmt: skip


def _event(
    row: Receivable, step: rules.LevelReached, procedure: rules.Procedure, known: Known | None
) -> ReceivableReminded | ReceivableOverdue:
    level = step.level
    event_args = row.event_args() | {"due_on": row.due_on, "within": level.within}
    event_args |= {"tasks_for": list(level.tasks_for), "notices_for": list(level.notices_for)}
    if level.number == rules.REMINDER or known is None:
        return ReceivableReminded(**event_args)
    late = days_late(due=row.due_on, settled_on=None, now=step.at, tz=row.tz)
    lateness = Lateness(
        grade=known.grade, days_late=late, open=row.unsettled, large_from=procedure.large_from,
        broken_promises=known.broken_promises,
    )  # fmt: skip
    return ReceivableOverdue(
        **event_args,
        level=level.number,
        reached_at=step.at,
        notifies=next(iter(level.notifies), ""),
        again=step.again,
        letter=level.letter,
        advice=advice(lateness),
    )
