"""How are the stages of a legal entity changed, and which has it?"""

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.deals.opportunities import OpportunityStatus
from messages.deals.reminders import ReminderDeadlineMoved
from messages.deals.stages import SetStages, StagesView
from services.deals.domain.authority import entity_of
from services.deals.domain.sales_rules import type_named
from services.deals.domain.stages import must_be_whole, stalls_after
from services.deals.store import reminders, sales_rules
from services.deals.use_cases.steps.set_reminder import KEEPER


async def set_stages(command: SetStages, uow: UnitOfWork) -> StagesView:
    """All of them at once; opportunities keep the stage they have, and their clocks follow its new limit."""
    async with uow.begin() as work:
        entity = entity_of(command.legal_entity_id, work.actor.legal_entities)
        must_be_whole(command.stages)
        business_type = await _type(work, entity, command.business_type)
        if not work.repeated:  # they may have been set anew since
            await sales_rules.set_stages(work, entity, business_type, command.stages)
            await _retime(work, entity, business_type, command)
        stages = await sales_rules.list_stages(work, entity, business_type)
        return StagesView(legal_entity_id=entity, business_type=business_type or None, stages=stages)


async def list_stages(legal_entity_id: str | None, business_type: str | None, uow: UnitOfWork) -> StagesView:
    async with uow.begin() as work:
        entity = entity_of(legal_entity_id, work.actor.legal_entities)
        stages = await sales_rules.list_stages(work, entity, business_type)
        return StagesView(legal_entity_id=entity, business_type=business_type, stages=stages)


async def _type(work: Work, entity: str, wanted: str | None) -> str:
    if wanted is None:
        return ""
    found = type_named(wanted, await sales_rules.list_types(work, entity))
    return found.code if found else ""


async def _retime(work: Work, entity: str, business_type: str, command: SetStages) -> None:
    own = (await sales_rules.types_with_stages(work, entity)) - {""}
    for stage in command.stages:
        if stage.status is OpportunityStatus.OPEN:
            of_type = {"only": business_type or None, "but": own}
            await sales_rules.retime_stalls(work, entity, stage.code, stalls_after(stage), **of_type)  # type: ignore[arg-type]
    nearest = await reminders.nearest(work)
    if nearest is not None:
        work.emit(ReminderDeadlineMoved(reminder_id=KEEPER, next_due_at=nearest))
