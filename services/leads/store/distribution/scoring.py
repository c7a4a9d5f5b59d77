"""By what does a legal entity order its leads, and which of them stand as they stood before?"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.db.unit_of_work import Work
from messages.leads.scoring import Weight
from services.leads.domain.distribution.scoring import USUAL_WEIGHTS, Scoring
from services.leads.store.pools import COMPANY_TZ, is_open
from services.leads.tables import (
    CUSTOMER,
    ENTITY,
    LEAD,
    POOL,
    SCORING,
    WON,
    LeadRow,
    LeadScoringRow,
    WonOpportunityRow,
)

ANEW = -1  # the version of what has to be scored again


async def find_scoring(work: Work, entity: str, *, lock: bool = False) -> LeadScoringRow | None:
    query = select(LeadScoringRow).where(SCORING.legal_entity_id == entity)
    found: LeadScoringRow | None = (
        await work.session.execute(query.with_for_update() if lock else query)
    ).scalar_one_or_none()
    return found


async def scoring_of(work: Work, entity: str) -> Scoring:
    row = await find_scoring(work, entity)
    query = select(ENTITY.tz).where(ENTITY.id == entity)
    tz: str = (await work.session.execute(query)).scalar_one_or_none() or COMPANY_TZ
    if row is None:
        return Scoring(tz=tz)
    return Scoring(weights_of(row), row.key_leads, row.window_days, tz, row.version)


def weights_of(row: LeadScoringRow) -> Sequence[Weight]:
    return [Weight.model_validate(weight) for weight in row.weights] or USUAL_WEIGHTS


async def buying_companies(work: Work, entity: str, keys: Iterable[str]) -> set[str]:
    """Those of these companies that have bought from the legal entity."""
    wanted = set(keys)
    if not wanted:
        return set()
    query = (
        select(CUSTOMER.name_key)
        .join(WonOpportunityRow, WON.customer_id == CUSTOMER.id)
        .where(CUSTOMER.legal_entity_id == entity, CUSTOMER.name_key.in_(wanted), WON.is_won)
        .distinct()
    )
    return set((await work.session.execute(query)).scalars())


async def lock_unscored(work: Work, pool_id: UUID, version: int, limit: int) -> list[LeadRow]:
    """Open leads that stand by older weights, or whose window opens or closes by now."""
    query = (
        select(LeadRow)
        .where(
            LEAD.pool_id == pool_id,
            is_open(),
            or_(LEAD.scored_version < version, LEAD.window_at <= work.now),
        )
        .order_by(LEAD.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list((await work.session.execute(query)).scalars())


async def has_unscored(work: Work, pool_id: UUID, version: int) -> bool:
    query = select(LEAD.id).where(LEAD.pool_id == pool_id, is_open(), LEAD.scored_version < version)
    return (await work.session.execute(query.limit(1))).first() is not None


async def pools_of_entity(work: Work, entity: str) -> list[tuple[UUID, int]]:
    rows = await work.session.execute(select(POOL.id, POOL.version).where(POOL.legal_entity_id == entity))
    return [(row[0], row[1]) for row in rows]


async def project_won(work: Work, won: WonOpportunityRow) -> bool:
    """The newest version counts; False: it says nothing new."""
    fresh = insert(WonOpportunityRow).values(won.model_dump())
    changed = {name: fresh.excluded[name] for name in ("customer_id", "is_won", "version")}
    newer = fresh.on_conflict_do_update(
        index_elements=["opportunity_id"], set_=changed, where=WON.version < fresh.excluded.version
    ).returning(WON.opportunity_id)
    return (await work.session.execute(newer)).first() is not None


async def score_anew(work: Work, customer_id: UUID) -> None:
    """The open leads of this customer's company: within minutes."""
    company = select(CUSTOMER.name_key).where(CUSTOMER.id == customer_id).scalar_subquery()
    entity = select(CUSTOMER.legal_entity_id).where(CUSTOMER.id == customer_id).scalar_subquery()
    theirs = update(LeadRow).where(LEAD.company_key == company, LEAD.legal_entity_id == entity, is_open())
    await work.session.execute(theirs.values(scored_version=ANEW).execution_options(synchronize_session=False))
