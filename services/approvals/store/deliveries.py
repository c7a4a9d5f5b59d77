"""How are deliveries written down, claimed to be sent, and their clock kept?"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pydantic_core
from sqlalchemy import func, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.database import page_of
from chassis.unit_of_work import Work
from messages.approvals.notices import DeliveryState
from messages.approvals.states import TaskState
from messages.base import Page
from messages.errors import NotFound
from services.approvals.tables.notices import deliveries, delivery_clock
from services.approvals.tables.requests import tasks

CLOCK = UUID("5d0cc5a0-0a51-5a9d-8a8e-3f2a6b1c7e01")
LOCK = func.hashtextextended("delivery clock", 0)
WAITING, SENT = DeliveryState.WAITING.value, DeliveryState.SENT.value
# One round trip: the rows, and the clock when one of them is due earlier than it knows. The lock is shared by writers;
# a sweep that sets the clock anew holds it alone, so that it does not overlook what is being written.
WRITE = text(
    "WITH alone AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared(hashtextextended('delivery clock', 0))),"
    " new AS (INSERT INTO deliveries SELECT d.*"
    " FROM jsonb_populate_recordset(NULL::deliveries, CAST(:document AS jsonb)) d"
    " ON CONFLICT (id) DO NOTHING RETURNING due_at),"
    " moved AS (INSERT INTO delivery_clock AS c (id, next_due_at, version)"
    " SELECT CAST(:id AS uuid), n.at, 1 FROM (SELECT min(due_at) AS at FROM new) n, alone WHERE n.at IS NOT NULL"
    " ON CONFLICT (id) DO UPDATE SET next_due_at = excluded.next_due_at, version = c.version + 1"
    " WHERE c.next_due_at IS NULL OR c.next_due_at > excluded.next_due_at RETURNING next_due_at, version)"
    " SELECT next_due_at, version FROM moved"
)
WAKE = text(
    "INSERT INTO delivery_clock AS c (id, next_due_at, version) VALUES (:id, :at, 1)"
    " ON CONFLICT (id) DO UPDATE SET next_due_at = :at, version = c.version + 1"
    " WHERE c.next_due_at IS NULL OR c.next_due_at > :at RETURNING version"
)
Row = Mapping[Any, Any]


async def insert_deliveries(work: Work, rows: Sequence[dict[str, Any]]) -> int:
    """Those of an occasion that is known already stay as they are."""
    new = upsert(deliveries).values(list(rows)).on_conflict_do_nothing(index_elements=[deliveries.c.id])
    return len((await work.session.execute(new.returning(deliveries.c.id))).all())


async def write_deliveries(work: Work, rows: Sequence[dict[str, Any]]) -> tuple[datetime, int] | None:
    """When the clock now rings earlier: at what time, and its version."""
    document = pydantic_core.to_json(rows).decode()
    found = (await work.session.execute(WRITE, {"document": document, "id": CLOCK})).first()
    return (found.next_due_at, found.version) if found else None


async def wake(work: Work, at: datetime) -> int | None:
    """The clock's version when it now rings earlier. Until the commit no sweep sets it anew, and others who write wait
    for its row: so nobody locks a record after it."""
    await work.session.execute(select(func.pg_advisory_xact_lock_shared(LOCK)))
    found: int | None = (await work.session.execute(WAKE, {"id": CLOCK, "at": at})).scalar_one_or_none()
    return found


async def set_clock(work: Work) -> datetime | None:
    """The nearest delivery that waits. Waits itself for those who are writing one down now."""
    await work.session.execute(select(func.pg_advisory_xact_lock(LOCK)))
    nearest = select(func.min(deliveries.c.due_at)).where(deliveries.c.state == WAITING)
    at: datetime | None = (await work.session.execute(nearest)).scalar_one()
    await work.session.execute(update(delivery_clock).where(delivery_clock.c.id == CLOCK).values(next_due_at=at))
    return at


async def claim_due(work: Work, limit: int, lease: timedelta) -> Sequence[Row]:
    """What is due and nobody else is sending. If the sender dies, it is due again after the lease."""
    due = (
        select(deliveries.c.id)
        .where(deliveries.c.state == WAITING, deliveries.c.due_at <= work.now)
        .order_by(deliveries.c.due_at, deliveries.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = update(deliveries).where(deliveries.c.id.in_(due))
    values = {"due_at": work.now + lease, "attempts": deliveries.c.attempts + 1}
    rows = (await work.session.execute(taken.values(values).returning(deliveries))).mappings().all()
    return sorted(rows, key=lambda row: (row["created_at"], row["id"]))


async def count_sent(work: Work, channel_ids: Collection[UUID], since: datetime) -> dict[UUID, int]:
    """Notices of their own, by channel."""
    query = (
        select(deliveries.c.channel_id, func.count().label("sent"))
        .where(deliveries.c.channel_id.in_(list(channel_ids)), deliveries.c.sent_at > since)
        .where(deliveries.c.state == SENT, ~deliveries.c.digest)
        .group_by(deliveries.c.channel_id)
    )
    return {row.channel_id: row.sent for row in await work.session.execute(query)}


async def list_open_tasks(work: Work, ids: Collection[UUID]) -> set[UUID]:
    query = select(tasks.c.id).where(tasks.c.id.in_(list(ids)), tasks.c.state == TaskState.OPEN)
    return set((await work.session.execute(query)).scalars())


async def put_off(work: Work, ids: Collection[UUID], due_at: datetime) -> None:
    """Into the digest of that time: not tried, so not counted as a try."""
    later = update(deliveries).where(deliveries.c.id.in_(list(ids)))
    values = {"due_at": due_at, "digest": True, "attempts": deliveries.c.attempts - 1}
    await work.session.execute(later.values(values))


async def mark(work: Work, ids: Collection[UUID], **changed: Any) -> None:
    if ids:
        await work.session.execute(update(deliveries).where(deliveries.c.id.in_(list(ids))).values(changed))


async def find_delivery(work: Work, id: UUID) -> Row | None:
    return (await work.session.execute(select(deliveries).where(deliveries.c.id == id))).mappings().first()


async def lock_delivery(work: Work, id: UUID) -> Row:
    query = select(deliveries).where(deliveries.c.id == id).with_for_update()
    row = (await work.session.execute(query)).mappings().first()
    if row is None:
        raise NotFound("delivery", id)
    return row


async def list_deliveries(
    work: Work, *, person_id: UUID | None, state: str | None, cursor: str | None, limit: int
) -> tuple[list[Row], str | None]:
    """Newest first."""
    query = select(deliveries.c.id)
    query = query.where(deliveries.c.person_id == person_id) if person_id else query
    query = query.where(deliveries.c.state == state) if state else query
    key = (deliveries.c.created_at, deliveries.c.id)
    page: Page[UUID] = await page_of(
        work, query, key=key, cursor=cursor, limit=limit, descending=True, view=lambda id: id
    )
    newest = select(deliveries).where(deliveries.c.id.in_(page.items)).order_by(*[column.desc() for column in key])
    return list((await work.session.execute(newest)).mappings().all()) if page.items else [], page.next
