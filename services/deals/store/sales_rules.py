"""How does deals find and keep what a legal entity has set for its sales?"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from chassis.db.unit_of_work import Work
from messages.deals.losses import LossReasonRow
from messages.deals.opportunities import OpportunityStatus
from messages.deals.stages import BusinessTypeRow, StageRow
from services.deals.domain.sales_rules import USUAL_REASONS
from services.deals.domain.stages import USUAL
from services.deals.tables import BusinessType, LossReason, Opportunity, Reminder, ReminderKind, StageOfEntity


async def list_stages(work: Work, entity: str, business_type: str | None = None) -> list[StageRow]:
    """Those that the legal entity has set for this business type, else for all, else the usual ones."""
    query = (
        select(StageOfEntity)
        .where(
            col(StageOfEntity.legal_entity_id) == entity,
            col(StageOfEntity.business_type).in_({business_type or "", ""}),
        )
        .order_by(col(StageOfEntity.position))
    )
    found: dict[str, list[StageRow]] = {}
    for row in await work.session.scalars(query):
        found.setdefault(row.business_type, []).append(row.row())
    return found.get(business_type or "") or found.get("") or list(USUAL)


async def stages_of(work: Work, entities: set[str]) -> dict[str, list[StageRow]]:
    """Of those without a business type."""
    query = select(StageOfEntity).where(
        col(StageOfEntity.legal_entity_id).in_(entities), col(StageOfEntity.business_type) == ""
    )
    own_stages: dict[str, list[StageRow]] = {}
    for row in await work.session.scalars(query.order_by(col(StageOfEntity.position))):
        own_stages.setdefault(row.legal_entity_id, []).append(row.row())
    return {entity: own_stages.get(entity, list(USUAL)) for entity in entities}


async def set_stages(work: Work, entity: str, business_type: str, rows: Sequence[StageRow]) -> None:
    same = (col(StageOfEntity.legal_entity_id) == entity) & (col(StageOfEntity.business_type) == business_type)
    await work.session.execute(delete(StageOfEntity).where(same))
    values = [
        {"legal_entity_id": entity, "business_type": business_type, "position": position, **row.model_dump(mode="json")}
        for position, row in enumerate(rows)
    ]
    await work.session.execute(insert(StageOfEntity), values)


async def types_with_stages(work: Work, entity: str) -> set[str]:
    query = select(col(StageOfEntity.business_type)).where(col(StageOfEntity.legal_entity_id) == entity)
    return set((await work.session.scalars(query.distinct())).all())


async def retime_stalls(
    work: Work, entity: str, stage: str, limit: timedelta | None, *, only: str | None, but: set[str]
) -> None:
    """The clocks of the open opportunities in this stage follow its limit; of whom the owner was told already, nothing
    is said again. Those of the type `only`, or, without it, those of all types `but` these."""
    of_type = (
        col(Opportunity.business_type) == only
        if only
        else (col(Opportunity.business_type).is_(None) | col(Opportunity.business_type).not_in(but or {""}))
    )
    there = (
        select(col(Opportunity.id), col(Opportunity.progressed_at))
        .where(
            col(Opportunity.legal_entity_id) == entity,
            col(Opportunity.status) == OpportunityStatus.OPEN,
            col(Opportunity.stage) == stage,
            col(Opportunity.history).is_(False),
            col(Opportunity.progressed_at).is_not(None),
            of_type,
        )
        .cte("there")
    )
    mine = (col(Reminder.kind) == ReminderKind.STALL) & col(Reminder.record_id).in_(select(there.c.id))
    if limit is None:
        await work.session.execute(delete(Reminder).where(mine))
        await work.session.execute(
            update(Opportunity).where(col(Opportunity.id).in_(select(there.c.id))).values(stalled_at=None)
        )
        return
    untold = select(col(Opportunity.id)).where(
        col(Opportunity.id).in_(select(there.c.id)), col(Opportunity.stalled_at).is_(None)
    )
    await work.session.execute(delete(Reminder).where(mine & col(Reminder.record_id).in_(untold)))
    new: Any = select(literal(ReminderKind.STALL.value), there.c.id, there.c.progressed_at + limit, literal(1)).where(
        there.c.id.in_(untold)
    )
    fresh = insert(Reminder).from_select(["kind", "record_id", "due_at", "level"], new)
    key = [col(Reminder.kind), col(Reminder.record_id)]  # somebody went on with one at this moment
    await work.session.execute(fresh.on_conflict_do_update(index_elements=key, set_={"due_at": fresh.excluded.due_at}))


async def list_types(work: Work, entity: str) -> list[BusinessTypeRow]:
    query = select(BusinessType).where(col(BusinessType.legal_entity_id) == entity)
    return [row.row() for row in await work.session.scalars(query.order_by(col(BusinessType.position)))]


async def set_types(work: Work, entity: str, rows: Sequence[BusinessTypeRow]) -> None:
    await work.session.execute(delete(BusinessType).where(col(BusinessType.legal_entity_id) == entity))
    values = [
        {
            "legal_entity_id": entity,
            "position": position,
            **row.model_dump(mode="json", exclude={"least"}),
            "least_amount": row.least.amount if row.least else None,
            "least_currency": row.least.currency if row.least else None,
        }
        for position, row in enumerate(rows)
    ]
    if values:
        await work.session.execute(insert(BusinessType), values)


async def list_reasons(work: Work, entity: str) -> list[LossReasonRow]:
    """Those that the legal entity has set, else the usual ones."""
    query = select(LossReason).where(col(LossReason.legal_entity_id) == entity)
    own = [row.row() for row in await work.session.scalars(query.order_by(col(LossReason.position)))]
    return own or list(USUAL_REASONS)


async def set_reasons(work: Work, entity: str, rows: Sequence[LossReasonRow]) -> None:
    await work.session.execute(delete(LossReason).where(col(LossReason.legal_entity_id) == entity))
    values = [
        {"legal_entity_id": entity, "position": position, **row.model_dump()} for position, row in enumerate(rows)
    ]
    await work.session.execute(insert(LossReason), values)
