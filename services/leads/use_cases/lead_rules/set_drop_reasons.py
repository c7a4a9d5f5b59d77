"""For which reasons may a lead be dropped, and for which are most?"""

from datetime import datetime

from chassis.db.unit_of_work import UnitOfWork
from messages.leads.drop_reasons import DropRank, DropReasonsView, SetDropReasons
from services.leads.domain.drop_reasons import must_be_named_once
from services.leads.domain.legal_entities import entity_for
from services.leads.store import drop_reasons


async def set_drop_reasons(command: SetDropReasons, uow: UnitOfWork) -> DropReasonsView:
    """All of them at once; what was dropped before keeps its reason."""
    async with uow.begin() as work:
        entity = entity_for(command.legal_entity_id, work.actor.legal_entities)
        must_be_named_once([one.code for one in command.reasons])
        if not work.repeated:
            await drop_reasons.set_reasons(work, entity, command.reasons)
        return DropReasonsView(legal_entity_id=entity, reasons=await drop_reasons.list_reasons(work, entity))


async def list_drop_reasons(legal_entity_id: str | None, uow: UnitOfWork) -> DropReasonsView:
    async with uow.begin() as work:
        entity = entity_for(legal_entity_id, work.actor.legal_entities)
        return DropReasonsView(legal_entity_id=entity, reasons=await drop_reasons.list_reasons(work, entity))


async def rank_drop_reasons(uow: UnitOfWork, *, since: datetime | None, until: datetime | None) -> list[DropRank]:
    async with uow.begin() as work:
        return await drop_reasons.rank(work, since=since, until=until)
