"""How are plans, splits and quotas of commission found and kept?"""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert

from chassis.auth.identity import ALL, Actor
from chassis.db.database import in_scope
from chassis.db.unit_of_work import Work
from messages.collections.commission import QuotaTier
from messages.errors import NotFound
from services.collections.domain.commission.plans import PlanVersion
from services.collections.domain.commission.shares import Part, Split
from services.collections.tables import CommissionPlan, CommissionQuota, CommissionSplit, OrderAccountRow
from services.collections.tables.columns import Accounts, CommissionPlans, CommissionQuotas, CommissionSplits

LOCK_PLANS = text("SELECT pg_advisory_xact_lock(hashtext('commission_plans'))")
# What has arrived before the first plan of a legal entity, for money that comes later.
ARRIVED_BEFORE = text("""
INSERT INTO commission_facts (id, kind, order_id, subject_id, amount, currency, legal_entity_id, owner_id, owner_unit,
    happened_at)
SELECT gen_random_uuid(), 'ARRIVED', order_id, order_id, amount - credited, currency, legal_entity_id, owner_id,
    owner_unit, received_at
FROM order_accounts WHERE legal_entity_id = :entity AND received_at IS NOT NULL AND cancelled_at IS NULL
    AND amount > credited""")


async def lock_last(work: Work, legal_entity_id: str, unit: str) -> CommissionPlan | None:
    """The last version of a plan; nobody else publishes one until the end."""
    await work.session.execute(LOCK_PLANS)
    of_plan = (CommissionPlans.legal_entity_id == legal_entity_id, CommissionPlans.unit == unit)
    query = select(CommissionPlans).where(*of_plan).order_by(CommissionPlans.version.desc()).limit(1)
    found: CommissionPlan | None = (await work.session.execute(query)).scalar_one_or_none()
    return found


async def find_plan(work: Work, id: UUID) -> CommissionPlan | None:
    found: CommissionPlan | None = await work.session.get(CommissionPlan, id)
    return found


async def has_plan(work: Work, legal_entity_id: str) -> bool:
    query = select(CommissionPlans.id).where(CommissionPlans.legal_entity_id == legal_entity_id).limit(1)
    return (await work.session.execute(query)).first() is not None


async def add_arrived_before(work: Work, legal_entity_id: str) -> None:
    await work.session.execute(ARRIVED_BEFORE, {"entity": legal_entity_id})


async def list_plans(work: Work, actor: Actor) -> list[CommissionPlan]:
    """Of the actor's legal entities; of each plan the newest version first."""
    query = select(CommissionPlans)
    if ALL not in actor.legal_entities:
        query = query.where(CommissionPlans.legal_entity_id.in_(actor.legal_entities))
    ordered = query.order_by(CommissionPlans.legal_entity_id, CommissionPlans.unit, CommissionPlans.version.desc())
    return list((await work.session.execute(ordered)).scalars())


async def versions_of(work: Work, legal_entity_id: str) -> list[PlanVersion]:
    query = select(CommissionPlans).where(CommissionPlans.legal_entity_id == legal_entity_id)
    return [version(row) for row in (await work.session.execute(query)).scalars()]


def version(row: CommissionPlan) -> PlanVersion:
    own = row.model_dump(include=set(PlanVersion.__dataclass_fields__) - {"tiers"})
    return PlanVersion(**own, tiers=tuple(QuotaTier.model_validate(tier) for tier in row.tiers))


async def get_visible_account(work: Work, order_id: UUID) -> OrderAccountRow:
    """In the actor's scope. Raises NotFound."""
    query = select(Accounts).where(Accounts.order_id == order_id, in_scope(Accounts, work.actor.scope))
    found: OrderAccountRow | None = (await work.session.execute(query)).scalar_one_or_none()
    if found is None:
        raise NotFound("order", order_id)
    return found


async def find_split(work: Work, order_id: UUID) -> CommissionSplit | None:
    """The last one."""
    query = select(CommissionSplits).where(CommissionSplits.order_id == order_id)
    newest = query.order_by(CommissionSplits.set_at.desc()).limit(1)
    found: CommissionSplit | None = (await work.session.execute(newest)).scalar_one_or_none()
    return found


async def splits_of(work: Work, order_id: UUID) -> list[Split]:
    query = select(CommissionSplits).where(CommissionSplits.order_id == order_id)
    return [Split(row.set_at, parts_of(row)) for row in (await work.session.execute(query)).scalars()]


def parts_of(row: CommissionSplit) -> tuple[Part, ...]:
    return tuple(Part(UUID(one[0]), one[1], one[2], Decimal(one[3])) for one in row.parts)


async def save_quota(work: Work, quota: CommissionQuota) -> None:
    fresh = insert(CommissionQuotas).values(quota.model_dump())
    same = [CommissionQuotas.person_id, CommissionQuotas.month, CommissionQuotas.currency]
    changed = {name: fresh.excluded[name] for name in ("amount", "name", "legal_entity_id", "set_by", "set_at")}
    await work.session.execute(fresh.on_conflict_do_update(index_elements=same, set_=changed))


async def list_quotas(work: Work, actor: Actor, month: str) -> list[CommissionQuota]:
    query: Any = select(CommissionQuotas).where(CommissionQuotas.month == month)
    if ALL not in actor.legal_entities:
        query = query.where(CommissionQuotas.legal_entity_id.in_(actor.legal_entities))
    ordered = query.order_by(CommissionQuotas.name, CommissionQuotas.currency)
    return list((await work.session.execute(ordered)).scalars())


async def quotas_of(work: Work, people: Collection[UUID], currency: str) -> Sequence[CommissionQuota]:
    of = (CommissionQuotas.person_id.in_(people), CommissionQuotas.currency == currency)
    return list((await work.session.execute(select(CommissionQuotas).where(*of))).scalars())
