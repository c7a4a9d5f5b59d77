"""Which kinds of business has a legal entity, and how are they changed?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.stages import BusinessTypesView, SetBusinessTypes
from services.deals.domain.authority import entity_of
from services.deals.domain.sales_rules import must_be_named_once
from services.deals.store import sales_rules


async def set_business_types(command: SetBusinessTypes, uow: UnitOfWork) -> BusinessTypesView:
    """All of them at once; opportunities keep the type they have."""
    async with uow.begin() as work:
        entity = entity_of(command.legal_entity_id, work.actor.legal_entities)
        must_be_named_once([one.code for one in command.types])
        if not work.repeated:
            await sales_rules.set_types(work, entity, command.types)
        return BusinessTypesView(legal_entity_id=entity, types=await sales_rules.list_types(work, entity))


async def list_business_types(legal_entity_id: str | None, uow: UnitOfWork) -> BusinessTypesView:
    async with uow.begin() as work:
        entity = entity_of(legal_entity_id, work.actor.legal_entities)
        return BusinessTypesView(legal_entity_id=entity, types=await sales_rules.list_types(work, entity))
