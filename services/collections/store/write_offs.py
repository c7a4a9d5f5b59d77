"""How are write-offs and their tolerances found, locked and listed?"""

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, text
from sqlalchemy.dialects.postgresql import insert

from chassis.auth.identity import ALL
from chassis.db.database import in_scope
from chassis.db.paging import both
from chassis.db.search import is_found_by
from chassis.db.unit_of_work import Work
from messages.collections.write_offs import EVERYWHERE, WriteOffStatus
from messages.errors import NotFound
from services.collections.store.receivables import lock_receivables
from services.collections.tables import Receivable, Tolerance, WriteOff
from services.collections.tables.columns import Receivables, Tolerances, WriteOffs
from services.collections.tables.write_offs import LIVE


def query_write_offs(
    work: Work,
    *,
    receivable_id: UUID | None,
    status: WriteOffStatus | None,
    live: bool | None,
    owner_id: UUID | None = None,
    q: str | None = None,
) -> Select[Any]:
    """With their receivables, of those in the actor's scope."""
    query = (
        select(WriteOffs, Receivables)
        .join(Receivables, Receivables.id == WriteOffs.receivable_id)
        .where(in_scope(Receivables, work.actor.scope))
    )
    if receivable_id is not None:
        query = query.where(WriteOffs.receivable_id == receivable_id)
    if status is not None:
        query = query.where(WriteOffs.status == status)
    if live is not None:
        query = query.where(text(f"write_offs.{LIVE}" if live else f"NOT write_offs.{LIVE}"))
    return query.where(both(is_found_by(Receivables.search, q), Receivables.owner_id == owner_id if owner_id else None))


async def get_visible_write_off(work: Work, id: UUID) -> tuple[WriteOff, Receivable]:
    """In the actor's scope. Raises NotFound."""
    query = query_write_offs(work, receivable_id=None, status=None, live=None).where(WriteOffs.id == id)
    found = (await work.session.execute(query)).one_or_none()
    if found is None:
        raise NotFound("write_off", id)
    return found[0], found[1]


async def lock_write_off(work: Work, id: UUID) -> tuple[WriteOff, Receivable]:
    """In the actor's scope, locked until the end: its receivable before it. Raises NotFound."""
    seen, _ = await get_visible_write_off(work, id)
    owed = (await lock_receivables(work, [seen.receivable_id]))[seen.receivable_id]
    query = select(WriteOffs).where(WriteOffs.id == id).with_for_update()
    fresh = query.execution_options(populate_existing=True)
    found: WriteOff = (await work.session.execute(fresh)).scalar_one()
    return found, owed


async def find_write_off(work: Work, id: UUID) -> WriteOff | None:
    """Whoever's it is."""
    return (await work.session.execute(select(WriteOffs).where(WriteOffs.id == id))).scalar_one_or_none()


async def lock_of_receivables(
    work: Work, receivable_ids: Collection[UUID], *statuses: WriteOffStatus
) -> list[WriteOff]:
    """Those in these states, of receivables that are locked already."""
    query = select(WriteOffs).where(WriteOffs.receivable_id.in_(receivable_ids), WriteOffs.status.in_(statuses))
    fresh = query.order_by(WriteOffs.id).with_for_update().execution_options(populate_existing=True)
    return list((await work.session.execute(fresh)).scalars())


async def count_of(work: Work, receivable_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many each receivable has had; the next is numbered after them."""
    query = select(WriteOffs.receivable_id, func.count()).where(WriteOffs.receivable_id.in_(receivable_ids))
    return dict((await work.session.execute(query.group_by(WriteOffs.receivable_id))).all())


async def tolerances_of(work: Work, rows: Sequence[Receivable]) -> dict[tuple[str, str], Decimal]:
    """By legal entity and currency, the house's with them."""
    entities = {row.legal_entity_id for row in rows} | {EVERYWHERE}
    query = select(Tolerances).where(
        Tolerances.legal_entity_id.in_(entities), Tolerances.currency.in_({row.currency for row in rows})
    )
    found = (await work.session.execute(query)).scalars()
    return {(row.legal_entity_id, row.currency): row.amount for row in found}


async def list_tolerances(work: Work) -> list[Tolerance]:
    """The house's, and those of the actor's legal entities."""
    query = select(Tolerances).order_by(Tolerances.currency, Tolerances.legal_entity_id)
    if ALL not in work.actor.legal_entities:
        query = query.where(Tolerances.legal_entity_id.in_({EVERYWHERE, *work.actor.legal_entities}))
    return list((await work.session.execute(query)).scalars())


async def save_tolerance(
    work: Work, *, legal_entity_id: str, currency: str, amount: Decimal, set_by: UUID, set_at: datetime
) -> Tolerance | None:
    """None when it is this very sum already."""
    first = {
        "legal_entity_id": legal_entity_id, "currency": currency, "amount": amount, "set_by": set_by, "set_at": set_at,
        "version": 1,
    }  # fmt: skip
    fresh = insert(Tolerances).values(first)
    newer = fresh.on_conflict_do_update(
        index_elements=["legal_entity_id", "currency"],
        set_={
            "amount": fresh.excluded.amount, "set_by": fresh.excluded.set_by, "set_at": fresh.excluded.set_at,
            "version": Tolerances.version + 1,
        },
        where=Tolerances.amount != fresh.excluded.amount,
    ).returning(Tolerances)  # fmt: skip
    found: Tolerance | None = (
        await work.session.execute(newer, execution_options={"populate_existing": True})
    ).scalar_one_or_none()
    return found
