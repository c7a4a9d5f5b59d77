"""How does a manager say what is to be done about an opportunity, and by when?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.guidance import GiveGuidance, GuidanceGiven, GuidanceStatus, GuidanceView
from services.deals.domain.authority import must_manage
from services.deals.domain.lifecycle import must_be_live, must_be_open
from services.deals.domain.sales_rules import ends_at
from services.deals.store import guidance, opportunities
from services.deals.store.labels import labels_of
from services.deals.tables import Guidance, ReminderKind
from services.deals.use_cases.steps.set_reminder import set_reminder

SERIES = "GD"


async def give_guidance(id: UUID, command: GiveGuidance, uow: UnitOfWork) -> GuidanceView:
    """To its owner, who is asked by a to-do. The same key again shows what stands."""
    async with uow.begin() as work:
        row = await opportunities.lock_opportunity(work, id)
        must_manage(work.actor, row, "give-guidance")
        new = work.new_id()
        known = await guidance.find_guidance(work, new)
        if known is not None:
            return await guidance.view(work, known)
        must_be_live(row.history)
        must_be_open(row.status)
        overdue_at = ends_at(command.due_on, work.now, work.actor.tz)
        given = Guidance(
            **row.model_dump(include={"owner_id", "owner_unit", "legal_entity_id"}),
            id=new,
            number=await work.next_number(SERIES, row.legal_entity_id),
            opportunity_id=row.id,
            text=command.text,
            due_on=command.due_on,
            status=GuidanceStatus.OPEN,
            given_by=work.actor.id,
            given_by_name=work.actor.name,
            given_at=work.now,
        )
        work.session.add(given)
        await set_reminder(work, ReminderKind.GUIDANCE, given.id, overdue_at)
        names = await labels_of(work, customers=[row.customer_id], owners=[])
        work.emit(GuidanceGiven.model_validate(given.event_args(names.get(row.customer_id, ""))))
        return await guidance.view(work, given)
