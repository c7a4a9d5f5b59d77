"""How does deals find and keep opportunities?"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from chassis.db.database import in_one_statement, in_scope
from chassis.db.paging import both, page_of
from chassis.db.unit_of_work import Work
from messages.base import Page
from messages.deals.losses import LossRank
from messages.deals.opportunities import (
    OpportunityCount,
    OpportunityStatus,
    OpportunityView,
)
from messages.errors import NotFound
from messages.money import MOST, Money
from services.deals.domain.keys import project_key
from services.deals.domain.lifecycle import CAME_TO_NOTHING
from services.deals.store.customers import is_of_customer, kept_of, of_customers_like
from services.deals.store.labels import labels_of
from services.deals.tables import Contract, Customer, Opportunity


async def find_opportunity(work: Work, id: UUID) -> Opportunity | None:
    visible = in_scope(Opportunity, work.actor.scope)
    return (await work.session.scalars(select(Opportunity).where(col(Opportunity.id) == id, visible))).first()


async def get_opportunity(work: Work, id: UUID) -> Opportunity:
    found = await find_opportunity(work, id)
    if found is None:
        raise NotFound("opportunity", id)
    return found


async def lock_opportunity(work: Work, id: UUID) -> Opportunity:
    """Locked before its registration and contract; whoever needs its customer too locks that one first."""
    visible = in_scope(Opportunity, work.actor.scope)
    query = select(Opportunity).where(col(Opportunity.id) == id, visible).with_for_update()
    found = (await work.session.scalars(query)).first()
    if found is None:
        raise NotFound("opportunity", id)
    return found


async def lock_with_customer(work: Work, id: UUID) -> tuple[Opportunity, Customer]:
    """With its customer, who is locked first, as by whoever hands both over: neither waits for the other for ever. Of
    a customer that was joined to another, that one."""
    of = Customer.__table__.alias("of")  # type: ignore[attr-defined]
    kept = (
        select(func.coalesce(of.c.merged_into, of.c.id))
        .join(Opportunity, col(Opportunity.customer_id) == of.c.id)
        .where(col(Opportunity.id) == id, in_scope(Opportunity, work.actor.scope))
    )
    query = select(Customer).where(col(Customer.id) == kept.scalar_subquery()).with_for_update(key_share=True)
    customer = (await work.session.scalars(query)).first()
    if customer is None:
        raise NotFound("opportunity", id)
    return await lock_opportunity(work, id), customer


async def lock_opportunity_of(work: Work, contract_id: UUID) -> Opportunity:
    """That of a contract this actor may see, locked before the contract. Raises NotFound, by the contract's name."""
    of_contract = select(col(Contract.opportunity_id)).where(
        col(Contract.id) == contract_id, in_scope(Contract, work.actor.scope)
    )
    query = select(Opportunity).where(col(Opportunity.id) == of_contract.scalar_subquery()).with_for_update()
    found = (await work.session.scalars(query)).first()
    if found is None:
        raise NotFound("contract", contract_id)
    return found


async def find_won(work: Work, row: Opportunity) -> tuple[Opportunity, str] | None:
    """Another opportunity of the same project that is won and whose contract lives, with the contract's number;
    whoever's it is: for the rules, not for eyes."""
    query = select(Opportunity, col(Contract.number)).where(
        is_of_customer(col(Opportunity.customer_id), await kept_of(work, row.customer_id)),
        col(Opportunity.project_key) == row.project_key,
        col(Opportunity.status) == OpportunityStatus.WON,
        col(Opportunity.id) != row.id,
        col(Contract.id) == col(Opportunity.contract_id),
        col(Contract.status).not_in(CAME_TO_NOTHING),
    )
    found = (await work.session.execute(query.limit(1))).first()
    return (found[0], found[1]) if found else None


async def add_opportunities(work: Work, rows: Sequence[Opportunity]) -> set[UUID]:
    """The ids of those that could be put in; one whose id or external id stands already is left out."""
    if not rows:
        return set()
    fresh = insert(Opportunity).on_conflict_do_nothing().returning(col(Opportunity.id))
    return set((await work.session.scalars(in_one_statement(fresh), [row.model_dump() for row in rows])).all())


async def find_external(
    work: Work, *, entity: str, external_ids: set[str], history: bool
) -> dict[str, tuple[UUID, str]]:
    """External id → id and number of the opportunity that bears it."""
    query = select(col(Opportunity.external_id), col(Opportunity.id), col(Opportunity.number)).where(
        col(Opportunity.legal_entity_id) == entity,
        col(Opportunity.history) == history,
        col(Opportunity.external_id).in_(external_ids),
    )
    return {str(row[0]): (row[1], row[2]) for row in await work.session.execute(query)}


def opportunity_filter(
    *,
    status: OpportunityStatus | None,
    stage: str | None,
    owner_id: UUID | None,
    customer_id: UUID | None,
    history: bool | None,
    q: str | None,
) -> ColumnElement[bool]:
    """Of those given, all hold."""
    return both(
        col(Opportunity.status) == status if status else None,
        col(Opportunity.stage) == stage if stage else None,
        col(Opportunity.owner_id) == owner_id if owner_id else None,
        is_of_customer(col(Opportunity.customer_id), customer_id) if customer_id else None,
        col(Opportunity.history) == history if history is not None else None,
        _like(q) if q else None,
    )


async def list_opportunities(
    work: Work, where: ColumnElement[bool], *, cursor: str | None, limit: int
) -> Page[OpportunityView]:
    """Newest first."""
    query = select(Opportunity).where(in_scope(Opportunity, work.actor.scope), where)
    key = (Opportunity.created_at, Opportunity.id)
    page = await page_of(work, query, key=key, cursor=cursor, limit=limit, descending=True, view=lambda row: row)
    return Page(items=await views(work, page.items), next=page.next)


async def views(work: Work, rows: Sequence[Opportunity]) -> list[OpportunityView]:
    if not rows:
        return []
    labels = await labels_of(
        work,
        customers=[row.customer_id for row in rows],
        owners=[row.owner_id for row in rows],
        registrations=[row.registration_id for row in rows if row.registration_id],
    )
    return [row.view(labels) for row in rows]


async def view(work: Work, row: Opportunity) -> OpportunityView:
    return (await views(work, [row]))[0]


async def count_opportunities(work: Work, where: ColumnElement[bool]) -> list[OpportunityCount]:
    """Per status, stage and history or live, with the money per currency."""
    currency = func.coalesce(col(Opportunity.won_currency), col(Opportunity.expected_currency))
    amounts = func.sum(func.coalesce(col(Opportunity.won_amount), col(Opportunity.expected_amount)))
    money = func.least(amounts, MOST)  # a few absurd expectations must not make the sum unsayable
    kinds = (col(Opportunity.status), col(Opportunity.stage), col(Opportunity.history))
    query = (
        select(*kinds, currency, func.count(), money)
        .where(in_scope(Opportunity, work.actor.scope), where)
        .group_by(*kinds, currency)
        .order_by(*kinds, currency)
    )
    return [
        OpportunityCount(
            status=OpportunityStatus(status),
            stage=stage,
            history=history,
            count=count,
            amount=Money.of(amount, unit) if unit is not None else None,
        )
        for status, stage, history, unit, count, amount in await work.session.execute(query)
    ]


async def list_by_ids(work: Work, ids: Sequence[UUID]) -> dict[UUID, Opportunity]:
    """Whoever's they are: for the rules, not for eyes."""
    query = select(Opportunity).where(col(Opportunity.id).in_(ids))
    return {row.id: row for row in await work.session.scalars(query)}


async def lock_resting(work: Work, ids: Sequence[UUID]) -> list[Opportunity]:
    """Those that are open still, in the order of their ids."""
    is_open = col(Opportunity.status) == OpportunityStatus.OPEN
    query = select(Opportunity).where(col(Opportunity.id).in_(ids), is_open).order_by(col(Opportunity.id))
    return list((await work.session.scalars(query.with_for_update())).all())


async def rank_losses(work: Work, *, since: date | None, until: date | None, owner_id: UUID | None) -> list[LossRank]:
    """Per reason, the most frequent first; of each the money that was expected, per currency."""
    where = both(
        in_scope(Opportunity, work.actor.scope),
        col(Opportunity.status) == OpportunityStatus.LOST,
        col(Opportunity.lost_reason).is_not(None),
        col(Opportunity.closed_on) >= since if since else None,
        col(Opportunity.closed_on) <= until if until else None,
        col(Opportunity.owner_id) == owner_id if owner_id else None,
    )
    kinds = (col(Opportunity.lost_reason), col(Opportunity.expected_currency))
    sums = func.least(func.sum(col(Opportunity.expected_amount)), MOST)
    query = select(*kinds, func.count(), sums).where(where).group_by(*kinds).order_by(*kinds)
    counts: Counter[str] = Counter()
    amounts: dict[str, list[Money]] = {}
    for reason, currency, count, amount in await work.session.execute(query):
        counts[reason] += count
        if currency is not None:
            amounts.setdefault(reason, []).append(Money.of(amount, currency))
    every = counts.total()
    return [
        LossRank(reason=one, label={}, count=count, permille=count * 1000 // every, amounts=amounts.get(one, []))
        for one, count in sorted(counts.items(), key=lambda found: (-found[1], found[0]))
    ]


def _like(q: str) -> ColumnElement[bool]:
    like = col(Opportunity.project_key).contains(project_key(q), autoescape=True)
    named = of_customers_like(col(Opportunity.customer_id), q)
    return or_(like, named, col(Opportunity.number) == q.upper(), col(Opportunity.external_id) == q)
