"""How are credit policies, standings, grades, holds and evidence found and kept?"""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select, text

from chassis.db.database import in_scope
from chassis.db.unit_of_work import Work
from messages.collections.receivables import ReceivableStatus
from services.collections.tables import (
    CreditEvidence,
    CreditGradeRow,
    CreditHold,
    CreditPolicy,
    CreditStanding,
    Customer,
    Receivable,
)
from services.collections.tables.columns import (
    CreditEvidences,
    CreditGrades,
    CreditHolds,
    CreditPolicies,
    CreditStandings,
    Customers,
    Receivables,
)

LOCK_POLICIES = text("SELECT pg_advisory_xact_lock(hashtext('credit_policies'))")
MOST = 200  # of each kind in a file
FIRST_LATE = 100


async def newest_policy(work: Work) -> CreditPolicy:
    """The house has one from the beginning."""
    query = select(CreditPolicies).order_by(CreditPolicies.version.desc()).limit(1)
    found: CreditPolicy = (await work.session.execute(query)).scalar_one()
    return found


async def lock_policies(work: Work) -> CreditPolicy:
    """The newest; nobody else publishes one until the end."""
    await work.session.execute(LOCK_POLICIES)
    return await newest_policy(work)


async def list_policies(work: Work) -> Sequence[CreditPolicy]:
    query = select(CreditPolicies).order_by(CreditPolicies.version.desc())
    return (await work.session.execute(query)).scalars().all()


async def customers_of(work: Work, ids: Collection[UUID]) -> list[Customer]:
    query = select(Customers).where(Customers.id.in_(ids)).order_by(Customers.id)
    return list((await work.session.execute(query)).scalars())


async def standings_of(work: Work, ids: Collection[UUID]) -> dict[UUID, CreditStanding]:
    """Of customers that are locked, or to be shown."""
    query = select(CreditStandings).where(CreditStandings.customer_id.in_(ids))
    fresh = query.execution_options(populate_existing=True)
    return {row.customer_id: row for row in (await work.session.execute(fresh)).scalars()}


async def live_holds_of(work: Work, ids: Collection[UUID]) -> list[CreditHold]:
    query = select(CreditHolds).where(CreditHolds.customer_id.in_(ids), CreditHolds.released_at.is_(None))
    fresh = query.order_by(CreditHolds.held_at).execution_options(populate_existing=True)
    return list((await work.session.execute(fresh)).scalars())


def query_standings(work: Work, *, grade: str | None, on_hold: bool | None, q: str | None) -> Select[Any]:
    """With their customers, of those in the actor's scope."""
    query = (
        select(CreditStandings, Customers)
        .join(Customers, Customers.id == CreditStandings.customer_id)
        .where(in_scope(Customers, work.actor.scope))
    )
    if grade is not None:
        query = query.where(CreditStandings.grade == grade)
    if on_hold is not None:
        query = query.where(CreditStandings.on_hold.is_(on_hold))
    if q:
        query = query.where(Customers.name.icontains(q, autoescape=True))
    return query


async def grades_of(work: Work, customer_id: UUID) -> Sequence[CreditGradeRow]:
    query = select(CreditGrades).where(CreditGrades.customer_id == customer_id)
    newest = query.order_by(CreditGrades.graded_at.desc(), CreditGrades.id.desc()).limit(MOST)
    return (await work.session.execute(newest)).scalars().all()


async def holds_of(work: Work, customer_id: UUID) -> Sequence[CreditHold]:
    query = select(CreditHolds).where(CreditHolds.customer_id == customer_id)
    return (await work.session.execute(query.order_by(CreditHolds.held_at.desc()).limit(MOST))).scalars().all()


async def evidence_of(work: Work, customer_id: UUID) -> Sequence[CreditEvidence]:
    query = select(CreditEvidences).where(CreditEvidences.customer_id == customer_id)
    return (await work.session.execute(query.order_by(CreditEvidences.asked_at.desc()).limit(MOST))).scalars().all()


async def find_evidence(work: Work, id: UUID) -> CreditEvidence | None:
    found: CreditEvidence | None = await work.session.get(CreditEvidence, id)
    return found


async def late_receivables_of(work: Work, customer_id: UUID, day: Any) -> Sequence[Receivable]:
    """What was settled after its day, is not settled since, is disputed, or was given up; the newest first. Of those
    that the actor may see."""
    open_late = (Receivables.status == ReceivableStatus.OPEN) & (Receivables.due_on < day)
    query = select(Receivables).where(
        Receivables.customer_id == customer_id,
        Receivables.status != ReceivableStatus.CANCELLED,
        in_scope(Receivables, work.actor.scope),
        or_(
            open_late,
            Receivables.settled_on > Receivables.due_on,
            Receivables.disputed.is_(True),
            Receivables.written_off > 0,
        ),
    )
    newest = query.order_by(Receivables.due_on.desc().nulls_last(), Receivables.id).limit(FIRST_LATE)
    return (await work.session.execute(newest)).scalars().all()
