"""What was done about a receivable, what is advised now, and what comes next?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.dunning.choices import (
    DunningAdvice,
    DunningHistoryView,
    LevelView,
    Measure,
    MeasureChosen,
)
from messages.collections.receivables import ReceivableStatus
from messages.money import Money
from services.collections.domain.due_dates import days_late
from services.collections.domain.dunning.advice import Lateness, advice
from services.collections.domain.dunning_procedure import rate_at
from services.collections.store.cases.promises import broken_by
from services.collections.store.dunning import choices
from services.collections.store.dunning.procedures import find_procedure, grades_of, procedures_of
from services.collections.store.receivables import find_receivable
from services.collections.tables import DunningChoice, Receivable


async def show_dunning(receivable_id: UUID, uow: UnitOfWork) -> DunningHistoryView:
    async with uow.begin() as work:
        return await history_of(work, await find_receivable(work, receivable_id))


async def history_of(work: Work, row: Receivable) -> DunningHistoryView:
    """Part of other use cases."""
    procedure = (await procedures_of(work, [row]))[row.id]
    published = await find_procedure(work, procedure.id)
    done = await choices.choices_of(work, row.id)
    names = await choices.names_of(work, [one.chosen_by for one in done])
    reached = await choices.levels_reached(work, row.id)
    return DunningHistoryView(
        receivable_id=row.id,
        number=row.number,
        due_on=row.due_on,
        procedure=published.name if published else "",
        procedure_version=published.version if published else 0,
        next_at=row.next_at,
        interest_rate=rate_at(procedure, row.level),
        advice=await advice_now(work, row),
        levels=[LevelView.model_validate(one.model_dump()) for one in reached],
        choices=[_chosen(one, row, names) for one in done],
    )


async def advice_now(work: Work, row: Receivable) -> DunningAdvice | None:
    """None: it is not open, or not late."""
    if row.status is not ReceivableStatus.OPEN or row.history:
        return None
    procedure = (await procedures_of(work, [row]))[row.id]
    grade = (await grades_of(work, [row])).get(row.customer_id, "")
    late = days_late(due=row.due_on, settled_on=None, now=work.now, tz=row.tz)
    broken = (await broken_by(work, [row.customer_id])).get(row.customer_id, 0)
    lateness = Lateness(
        grade=grade, days_late=late, open=row.open.amount, large_from=procedure.large_from, broken_promises=broken
    )
    return advice(lateness)


def _chosen(one: DunningChoice, row: Receivable, names: dict[UUID, str]) -> MeasureChosen:
    own = one.model_dump(include={"id", "days_late", "because", "note", "chosen_by", "chosen_at"})
    return MeasureChosen(
        **own,
        open=Money(amount=one.open_amount, currency=row.currency),
        advised=Measure(one.advised),
        chosen=Measure(one.chosen),
        chosen_by_name=names.get(one.chosen_by, ""),
    )
