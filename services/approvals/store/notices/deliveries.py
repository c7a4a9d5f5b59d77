"""How are deliveries written down, claimed to be sent, and their clock kept?"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pydantic_core
from sqlalchemy import func, literal_column, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.db.paging import page_of
from chassis.db.unit_of_work import Work
from messages.approvals.notices import DeliveryState
from messages.approvals.states import TaskState
from messages.base import Page
from messages.errors import NotFound
from services.approvals.store.requests.keeper_clock import KeeperClock
from services.approvals.tables.notices import deliveries
from services.approvals.tables.requests import tasks

WAITING, SENT = DeliveryState.WAITING.value, DeliveryState.SENT.value
# An earlier fact of the same record was not taken yet, as in the outbox of a service (chassis/events/relay.py).
HELD = (
    "EXISTS (SELECT FROM deliveries earlier WHERE earlier.endpoint_id = deliveries.endpoint_id"
    " AND earlier.record_id = deliveries.record_id AND earlier.state IN ('WAITING', 'GIVEN_UP')"
    " AND (earlier.happened_at, earlier.sequence, earlier.id)"
    " < (deliveries.happened_at, deliveries.sequence, deliveries.id))"
)
CLOCK = KeeperClock(
    UUID("5d0cc5a0-0a51-5a9d-8a8e-3f2a6b1c7e01"),
    "delivery_clock",
    f"SELECT min(due_at) FROM deliveries WHERE state = '{WAITING}' AND NOT {HELD}",
)
WRITE = (
    "WITH new AS (INSERT INTO deliveries SELECT d.*"
    " FROM jsonb_populate_recordset(NULL::deliveries, $1::text::jsonb) d"
    " ON CONFLICT (id) DO NOTHING RETURNING due_at) SELECT min(due_at) FROM new"
)
Row = Mapping[Any, Any]


async def insert_deliveries(work: Work, rows: Sequence[dict[str, Any]]) -> int:
    """Those of an occasion that is known already stay as they are."""
    new = upsert(deliveries).values(list(rows)).on_conflict_do_nothing(index_elements=[deliveries.c.id])
    return len((await work.session.execute(new.returning(deliveries.c.id))).all())


async def write_deliveries(work: Work, rows: Sequence[dict[str, Any]]) -> tuple[datetime, int] | None:
    """When the clock now rings earlier: at what time, and its version."""
    first: datetime | None = (await work.fetch(WRITE, pydantic_core.to_json(rows).decode()))[0][0]
    version = await CLOCK.wake(work, first) if first else None
    return (first, version) if first and version is not None else None


async def claim_due(work: Work, limit: int, lease: timedelta) -> Sequence[Row]:
    """What is due, at the head of its line, and nobody else is sending. If the sender dies, it is due again after the
    lease."""
    due = (
        select(deliveries.c.id)
        .where(deliveries.c.state == WAITING, deliveries.c.due_at <= work.now, text(f"NOT {HELD}"))
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


async def drop_stuck(work: Work, endpoint_id: UUID) -> None:
    """What an endpoint has refused holds nothing any more."""
    mine = (deliveries.c.endpoint_id == endpoint_id, deliveries.c.state == DeliveryState.GIVEN_UP)
    await work.session.execute(update(deliveries).where(*mine).values(state=DeliveryState.DROPPED))


async def find_delivery(work: Work, id: UUID) -> Row | None:
    return (await work.session.execute(select(deliveries).where(deliveries.c.id == id))).mappings().first()


async def lock_delivery(work: Work, id: UUID) -> Row:
    query = select(deliveries).where(deliveries.c.id == id).with_for_update()
    row = (await work.session.execute(query)).mappings().first()
    if row is None:
        raise NotFound("delivery", id)
    return row


async def list_deliveries(
    work: Work, *, person_id: UUID | None, to_programs: bool, state: str | None, cursor: str | None, limit: int
) -> tuple[list[Row], str | None]:
    """Newest first; each says whether it is `held` by an earlier one."""
    query = select(deliveries.c.id)
    query = query.where(deliveries.c.person_id == person_id) if person_id else query
    query = query.where(deliveries.c.endpoint_id.is_not(None)) if to_programs else query
    query = query.where(deliveries.c.state == state) if state else query
    key = (deliveries.c.created_at, deliveries.c.id)
    page: Page[UUID] = await page_of(
        work, query, key=key, cursor=cursor, limit=limit, descending=True, view=lambda id: id
    )
    shown = select(deliveries, literal_column(HELD).label("held")).where(deliveries.c.id.in_(page.items))
    newest = shown.order_by(*[column.desc() for column in key])
    return list((await work.session.execute(newest)).mappings().all()) if page.items else [], page.next
