"""For which reasons may an opportunity be lost, and for which are most?"""

from datetime import date
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.losses import LossRank, LossReasonsView, SetLossReasons
from services.deals.domain.authority import entity_of
from services.deals.domain.sales_rules import must_be_named_once
from services.deals.store import opportunities, sales_rules


async def set_loss_reasons(command: SetLossReasons, uow: UnitOfWork) -> LossReasonsView:
    """All of them at once; what was lost before keeps its reason."""
    async with uow.begin() as work:
        entity = entity_of(command.legal_entity_id, work.actor.legal_entities)
        must_be_named_once([one.code for one in command.reasons])
        if not work.repeated:
            await sales_rules.set_reasons(work, entity, command.reasons)
        return LossReasonsView(legal_entity_id=entity, reasons=await sales_rules.list_reasons(work, entity))


async def list_loss_reasons(legal_entity_id: str | None, uow: UnitOfWork) -> LossReasonsView:
    async with uow.begin() as work:
        entity = entity_of(legal_entity_id, work.actor.legal_entities)
        return LossReasonsView(legal_entity_id=entity, reasons=await sales_rules.list_reasons(work, entity))


async def rank_loss_reasons(
    uow: UnitOfWork, *, since: date | None, until: date | None, owner_id: UUID | None
) -> list[LossRank]:
    """Of what the actor may see and was lost in this period; the most frequent first."""
    async with uow.begin() as work:
        ranks = await opportunities.rank_losses(work, since=since, until=until, owner_id=owner_id)
        entities = [one for one in work.actor.legal_entities if one != "*"]
        labels = {
            one.code: dict(one.label) for entity in entities for one in await sales_rules.list_reasons(work, entity)
        }
        return [rank.model_copy(update={"label": labels.get(rank.reason, {})}) for rank in ranks]
