"""How are corrections found, locked and listed?"""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, select

from chassis.db.database import in_scope
from chassis.db.unit_of_work import Work
from messages.collections.corrections import CorrectionStatus
from messages.errors import NotFound
from services.collections.store.payments import of_payment
from services.collections.tables import Correction, Payment
from services.collections.tables.columns import Corrections, Payments


def query_corrections(
    work: Work,
    *,
    payment_id: UUID | None,
    status: CorrectionStatus | None,
    owner_id: UUID | None = None,
    q: str | None = None,
) -> Select[Any]:
    """With their payments, of those in the actor's scope."""
    query = (
        select(Corrections, Payments)
        .join(Payments, Payments.id == Corrections.payment_id)
        .where(in_scope(Payments, work.actor.scope))
    )
    if payment_id is not None:
        query = query.where(Corrections.payment_id == payment_id)
    if status is not None:
        query = query.where(Corrections.status == status)
    return of_payment(query, Corrections.number, owner_id=owner_id, q=q)


async def find_correction(work: Work, id: UUID) -> Correction | None:
    """Whoever's it is."""
    return (await work.session.execute(select(Corrections).where(Corrections.id == id))).scalar_one_or_none()


async def get_visible_correction(work: Work, id: UUID) -> tuple[Correction, Payment]:
    """In the actor's scope. Raises NotFound."""
    found = (
        await work.session.execute(query_corrections(work, payment_id=None, status=None).where(Corrections.id == id))
    ).one_or_none()
    if found is None:
        raise NotFound("correction", id)
    return found[0], found[1]


async def lock_correction(work: Work, id: UUID) -> Correction:
    """Whoever's it is, locked until the end; its payment is locked before it."""
    query = select(Corrections).where(Corrections.id == id).with_for_update()
    found: Correction = (await work.session.execute(query.execution_options(populate_existing=True))).scalar_one()
    return found


async def has_live_one(work: Work, payment_id: UUID) -> bool:
    """Is one of this payment, which is locked, asked for and not decided?"""
    live = exists().where(Corrections.payment_id == payment_id, Corrections.status == CorrectionStatus.REQUESTED)
    return bool((await work.session.execute(select(live))).scalar_one())
