"""How does the owner of an opportunity answer guidance by what was done?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.guidance import ActOnGuidance, GuidanceActedOn, GuidanceStatus, GuidanceView
from services.deals.domain.authority import must_act_for
from services.deals.domain.sales_rules import must_be_open_still
from services.deals.store import guidance, opportunities, reminders
from services.deals.store.labels import labels_of
from services.deals.tables import ReminderKind
from services.deals.use_cases.steps.progress import note_progress


async def act_on_guidance(id: UUID, command: ActOnGuidance, uow: UnitOfWork) -> GuidanceView:
    """It is closed, and who gave it is told; the opportunity has gone on."""
    async with uow.begin() as work:
        row = await guidance.get_guidance(work, id)
        sale = await opportunities.lock_opportunity(work, row.opportunity_id)
        must_act_for(work.actor, sale, "act-on")
        if not work.repeated:
            await work.session.refresh(row, with_for_update=True)
            must_be_open_still(row.status is GuidanceStatus.OPEN, f"status.guidance.{row.status}")
            row.status, row.answer, row.done_at = GuidanceStatus.DONE, command.answer, work.now
            row.version += 1
            await reminders.end_reminders(work, ReminderKind.GUIDANCE, [row.id])
            await note_progress(work, sale)
            names = await labels_of(work, customers=[sale.customer_id], owners=[])
            said = row.event_args(names.get(sale.customer_id, ""))
            work.emit(GuidanceActedOn.model_validate({**said, "answer": command.answer, "mentions": [row.given_by]}))
        return await guidance.view(work, row)
