"""What does somebody do about a late customer?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.dunning.choices import ChooseMeasure, DunningHistoryView
from messages.collections.receivables import ReceivableMeasureChosen
from services.collections.domain.due_dates import days_late
from services.collections.domain.dunning.advice import must_be_late, must_say_why
from services.collections.store.receivables import find_receivable, lock_receivables
from services.collections.tables import DunningChoice, Receivable
from services.collections.use_cases.dunning.show_dunning import advice_now, history_of


async def choose_measure(receivable_id: UUID, command: ChooseMeasure, uow: UnitOfWork) -> DunningHistoryView:
    """Kept beside what is advised at that time, with who and when. The same key again keeps nothing."""
    async with uow.begin() as work:
        await find_receivable(work, receivable_id)
        row = (await lock_receivables(work, [receivable_id]))[receivable_id]
        if not work.repeated:
            await _choose(work, row, command)
        return await history_of(work, row)


async def _choose(work: Work, row: Receivable, command: ChooseMeasure) -> None:
    advised = must_be_late(await advice_now(work, row))
    must_say_why(advised.measure, command.measure, command.note)
    row.version += 1
    work.session.add(
        DunningChoice(
            id=work.new_id(),
            receivable_id=row.id,
            days_late=days_late(due=row.due_on, settled_on=None, now=work.now, tz=row.tz),
            open_amount=row.open.amount,
            because=[one.model_dump() for one in advised.because],
            advised=advised.measure,
            chosen=command.measure,
            note=command.note,
            chosen_by=work.actor.id,
            chosen_at=work.now,
        )
    )
    said = {"advised": advised.measure, "chosen": command.measure, "note": command.note}
    work.emit(ReceivableMeasureChosen(**row.event_args(), **said, chosen_by=work.actor.id))
    await work.write()
