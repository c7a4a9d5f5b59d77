"""Which receivables is a pause, a promise, a contact or a plan about, and who may see it?"""

from collections.abc import Callable, Collection, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select

from chassis.db.database import in_scope
from chassis.db.paging import page_of
from chassis.db.unit_of_work import Work
from messages.base import Page
from messages.errors import NotFound
from services.collections.store.customers.joined import is_of_customer
from services.collections.store.receivables import lock_receivables
from services.collections.tables import CaseReceivable, Receivable
from services.collections.tables.columns import CaseReceivables, Receivables

T = TypeVar("T")


def link(work: Work, record_id: UUID, rows: Sequence[Receivable]) -> None:
    for row in rows:
        work.session.add(CaseReceivable(record_id=record_id, receivable_id=row.id))


async def places_of(work: Work, receivable_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many of each there will be with the next one, which is numbered by it; they are locked."""
    await work.write(CaseReceivable)
    query = select(CaseReceivables.receivable_id, func.count()).where(CaseReceivables.receivable_id.in_(receivable_ids))
    found: dict[UUID, int] = dict((await work.session.execute(query.group_by(CaseReceivables.receivable_id))).all())
    return {id: found.get(id, 0) + 1 for id in receivable_ids}


async def next_number(work: Work, first: Receivable, letter: str) -> str:
    return numbered(first, letter, (await places_of(work, [first.id]))[first.id])


def numbered(first: Receivable, letter: str, place: int) -> str:
    """H for a pause, P for a promise, C for a contact, R for a plan to repay."""
    return f"{first.number}-{letter}{place}"


async def rows_of(work: Work, record_ids: Collection[UUID]) -> dict[UUID, list[Receivable]]:
    """Of each record all its receivables, the earliest due first, whoever's they are."""
    query = (
        select(CaseReceivables.record_id, Receivables)
        .join(Receivables, Receivables.id == CaseReceivables.receivable_id)
        .where(CaseReceivables.record_id.in_(record_ids))
        .order_by(Receivables.due_on.asc().nulls_last(), Receivables.number)
    )
    found: dict[UUID, list[Receivable]] = {id: [] for id in record_ids}
    for record_id, row in await work.session.execute(query):
        found[record_id].append(row)
    return found


async def lock_rows_of(
    work: Work, record_ids: Collection[UUID], *, also: Collection[UUID] = ()
) -> dict[UUID, list[Receivable]]:
    """The same, all of them locked, and these receivables `also`, by their ids, before the records are."""
    if not record_ids and not also:
        return {}
    query = select(CaseReceivables).where(CaseReceivables.record_id.in_(record_ids))
    pairs = [(one.record_id, one.receivable_id) for one in (await work.session.execute(query)).scalars()]
    rows = await lock_receivables(work, {receivable_id for _, receivable_id in pairs} | set(also))
    found: dict[UUID, list[Receivable]] = {id: [] for id in record_ids}
    for record_id, receivable_id in pairs:
        found[record_id].append(rows[receivable_id])
    return {id: sorted(own, key=lambda row: (row.due_on is None, row.due_on, row.number)) for id, own in found.items()}


def is_visible(work: Work, table: Any) -> ColumnElement[bool]:
    """Who sees one of its receivables sees it."""
    return _has(table, in_scope(Receivables, work.actor.scope))


def is_of_owner(table: Any, owner_id: UUID) -> ColumnElement[bool]:
    """One of its receivables is his."""
    return _has(table, Receivables.owner_id == owner_id)


def _has(table: Any, wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    """A receivable like this. Joined, as a scope that covers nothing takes every other condition with it."""
    links = select(CaseReceivables.record_id).join(Receivables, Receivables.id == CaseReceivables.receivable_id)
    return links.where(CaseReceivables.record_id == table.id, wanted).exists()


def query_records(work: Work, table: Any, *, customer_id: UUID | None, receivable_id: UUID | None) -> Select[Any]:
    query = select(table).where(is_visible(work, table))
    if customer_id is not None:
        query = query.where(is_of_customer(table.customer_id, customer_id))
    if receivable_id is not None:
        about = (CaseReceivables.record_id == table.id, CaseReceivables.receivable_id == receivable_id)
        query = query.where(exists().where(*about))
    return query


async def known_ids(work: Work, table: Any, ids: Collection[UUID]) -> set[UUID]:
    """Which of these there are."""
    return set((await work.session.execute(select(table.id).where(table.id.in_(ids)))).scalars()) if ids else set()


async def find_record(work: Work, table: Any, id: UUID) -> Any:
    """Whoever's it is; None."""
    return (await work.session.execute(select(table).where(table.id == id))).scalar_one_or_none()


async def get_visible_record(work: Work, table: Any, id: UUID, *, kind: str) -> Any:
    """In the actor's scope. Raises NotFound."""
    query = select(table).where(table.id == id, is_visible(work, table))
    found = (await work.session.execute(query)).scalar_one_or_none()
    if found is None:
        raise NotFound(kind, id)
    return found


async def lock_record(work: Work, table: Any, id: UUID, *, kind: str) -> tuple[Any, list[Receivable]]:
    """In the actor's scope, its receivables locked before it. Raises NotFound."""
    await get_visible_record(work, table, id, kind=kind)
    rows = (await lock_rows_of(work, [id]))[id]
    return (await lock_records(work, table, [id]))[0], rows


async def lock_records(work: Work, table: Any, ids: Collection[UUID]) -> list[Any]:
    """By id, whoever's they are; their receivables are locked already."""
    query = select(table).where(table.id.in_(ids)).order_by(table.id).with_for_update()
    return list((await work.session.execute(query.execution_options(populate_existing=True))).scalars())


async def page_of_records(
    work: Work,
    query: Select[Any],
    *,
    key: Sequence[Any],
    view: Callable[[Any, list[Receivable]], T],
    cursor: str | None,
    limit: int,
) -> Page[T]:
    """With their receivables, the newest first."""
    found = await page_of(work, query, key=key, cursor=cursor, limit=limit, descending=True, view=lambda row: row)
    rows = await rows_of(work, [one.id for one in found.items])
    return Page[Any](items=[view(one, rows[one.id]) for one in found.items], next=found.next)
