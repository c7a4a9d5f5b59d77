"""How does deals keep the way of an opportunity: changes, facts, steps, risks?"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from chassis.db.paging import page_of
from chassis.db.unit_of_work import Work
from messages.base import Page
from messages.deals.facts import FactsView, OpportunityFacts
from messages.deals.opportunities import OpportunityChangeView
from messages.deals.registrations import RegistrationStatus
from messages.deals.stages import RiskStatus, SaleFact, StageRisk
from messages.errors import NotFound
from services.deals.tables import (
    Customer,
    FactsVersion,
    FollowUp,
    Opportunity,
    OpportunityChange,
    OpportunityRisk,
    Registration,
    StepDone,
)

NO_FACTS = OpportunityFacts()


def add_change(work: Work, row: Opportunity, changes: Mapping[str, Any]) -> None:
    work.session.add(
        OpportunityChange(
            opportunity_id=row.id,
            version=row.version,
            changes=dict(changes),
            changed_by=work.actor.id,
            changed_by_name=work.actor.name,
            changed_at=work.now,
        )
    )


async def list_changes(work: Work, id: UUID, *, cursor: str | None, limit: int) -> Page[OpportunityChangeView]:
    """The newest first."""
    query = select(OpportunityChange).where(col(OpportunityChange.opportunity_id) == id)
    key = (OpportunityChange.version,)
    return await page_of(work, query, key=key, cursor=cursor, limit=limit, descending=True)


async def facts_now(work: Work, row: Opportunity) -> OpportunityFacts:
    if row.facts_version == 0:
        return NO_FACTS
    found = await work.session.get(FactsVersion, (row.id, row.facts_version))
    return OpportunityFacts.model_validate(found.facts) if found else NO_FACTS


async def list_facts(work: Work, id: UUID, *, cursor: str | None, limit: int) -> Page[FactsView]:
    """The newest version first."""
    query = select(FactsVersion).where(col(FactsVersion.opportunity_id) == id)
    return await page_of(work, query, key=(FactsVersion.version,), cursor=cursor, limit=limit, descending=True)


async def known_of(work: Work, row: Opportunity) -> set[SaleFact]:
    """What of it is known by now; one statement besides its facts."""
    facts = await facts_now(work, row)
    is_followed_up = exists().where(col(FollowUp.opportunity_id) == row.id, col(FollowUp.effective))
    is_protected = exists().where(
        col(Registration.opportunity_id) == row.id, col(Registration.status) == RegistrationStatus.PROTECTED
    )
    tax_id = select(col(Customer.tax_id)).where(col(Customer.id) == row.customer_id).scalar_subquery()
    followed_up, protected, tax = (await work.session.execute(select(is_followed_up, is_protected, tax_id))).one()
    known = {
        SaleFact.AMOUNT: row.expected_amount,
        SaleFact.CLOSE_DATE: row.expected_close_on,
        SaleFact.PRODUCT: row.product_code or row.product_lines,
        SaleFact.NEEDS: facts.needs,
        SaleFact.BUDGET: facts.budget,
        SaleFact.SUPPORTERS: facts.supporters,
        SaleFact.DECIDERS: facts.deciders,
        SaleFact.COMPETITORS: facts.competitors,
        SaleFact.FOLLOW_UP: followed_up,
        SaleFact.PROTECTED: protected,
        SaleFact.TAX_ID: tax,
    }
    return {fact for fact, value in known.items() if value}


async def list_steps(work: Work, id: UUID) -> Sequence[StepDone]:
    query = select(StepDone).where(col(StepDone.opportunity_id) == id).order_by(col(StepDone.done_at))
    return (await work.session.scalars(query)).all()


async def open_risks(work: Work, row: Opportunity, risks: Collection[StageRisk]) -> None:
    """Each of a stage once, also when it comes there again."""
    values = [
        {
            "id": work.new_id(),
            "opportunity_id": row.id,
            "stage": row.stage,
            "risk": one.risk,
            "mitigation": one.mitigation,
            "status": RiskStatus.OPEN,
            "note": "",
            "opened_at": work.now,
        }
        for one in risks
    ]
    if values:
        await work.session.execute(insert(OpportunityRisk).values(values).on_conflict_do_nothing())


async def list_risks(work: Work, id: UUID) -> Sequence[OpportunityRisk]:
    """The open ones first, then the newest."""
    query = select(OpportunityRisk).where(col(OpportunityRisk.opportunity_id) == id)
    ordered = query.order_by(col(OpportunityRisk.status).desc(), col(OpportunityRisk.opened_at).desc())
    return (await work.session.scalars(ordered.limit(200))).all()


async def count_risks(work: Work, id: UUID) -> int:
    query = select(func.count()).where(col(OpportunityRisk.opportunity_id) == id)
    return (await work.session.execute(query)).scalar_one()


async def get_risk(work: Work, id: UUID) -> OpportunityRisk:
    """Of whichever opportunity: who may see that is asked of it."""
    found = await work.session.get(OpportunityRisk, id)
    if found is None:
        raise NotFound("risk", id)
    return found
