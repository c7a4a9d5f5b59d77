"""How is an event written into the outbox with its cause, and how is it published again?"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import pydantic_core
from sqlalchemy import ColumnElement, case, exists, func, text, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth.identity import ALL
from chassis.base import clock
from chassis.db.common_tables import outbox
from messages.base import Event
from messages.errors import Malformed

CHANNEL = "outbox"
MOST_EVENT_BYTES = 1_000_000  # a message is 1 MiB with its envelope and headers
LONGEST_NOTICE = 7_900  # PostgreSQL refuses a NOTIFY of 8000 bytes

# One round trip: the rows in order, and one NOTIFY (sent at commit) that says what they are about.
INSERT_EVENTS = (
    "WITH written AS (INSERT INTO outbox"
    " (event_id, aggregate_type, aggregate_id, aggregate_version, subject, payload, headers, occurred_at, bulk)"
    " SELECT e.event_id, e.kind, e.id, e.version, e.subject, CAST(e.payload AS jsonb), CAST(e.headers AS jsonb),"
    " $8, $10"
    " FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[])"
    " WITH ORDINALITY AS e(event_id, kind, id, version, subject, payload, headers, n) ORDER BY e.n)"
    f" SELECT pg_notify('{CHANNEL}', $9)"
)
REVIVE = text(
    "UPDATE outbox SET dead_at = NULL, attempts = 0, next_attempt_at = now()"
    " WHERE event_id = :event_id AND dead_at IS NOT NULL"
)
SKIP = text(
    "UPDATE outbox SET published_at = now(), last_error = 'skipped: ' || coalesce(last_error, '')"
    " WHERE event_id = :event_id AND dead_at IS NOT NULL"
)
WAKE = text(f"SELECT pg_notify('{CHANNEL}', '')")


def outbox_values(
    events: Sequence[Event], *, occurred_at: datetime, headers: Sequence[Mapping[str, Any]], is_bulk: bool = False
) -> tuple[Any, ...]:
    """What INSERT_EVENTS takes to write events into the outbox in this order. Raises Malformed for one that no stream
    would take."""
    payloads = [event.model_dump_json() for event in events]
    for event, payload in zip(events, payloads, strict=True):
        must_be_publishable(event.subject, payload)
    return (
        [clock.new_id() for _ in events],
        [event.noun() for event in events],
        [str(event.aggregate_id) for event in events],
        [event.version for event in events],
        [event.subject for event in events],
        payloads,
        [pydantic_core.to_json(one).decode() for one in headers],
        occurred_at,
        _notify_payload(events),
        is_bulk,
    )


def must_be_publishable(subject: str, payload: str) -> None:
    """SYS-40: what is published about one act has its limit, so what is sent has it too."""
    if len(payload) * 4 <= MOST_EVENT_BYTES:  # no character has more bytes
        return
    if (size := len(payload.encode())) > MOST_EVENT_BYTES:
        raise Malformed("body", "", "SYS-40", event=subject, size=size, most=MOST_EVENT_BYTES)


def of_entities(legal_entities: Sequence[str]) -> ColumnElement[bool]:
    """An event belongs where the record it is about belongs: some event of it names the legal entity. What belongs to
    none is for who works for the whole house."""
    if ALL in legal_entities:
        return true()
    other = outbox.alias()
    entity = other.c.payload["legal_entity_id"].astext
    same = other.c.aggregate_id == outbox.c.aggregate_id
    beyond = exists().where(same, entity.not_in(legal_entities))
    return exists().where(same, entity.in_(legal_entities)) & ~beyond


async def republish_since(session: AsyncSession, since: datetime, legal_entities: Sequence[str] = (ALL,)) -> int:
    """Publish everything of these legal entities since then once more (a stream was lost). Who has it already ignores
    it. One more attempt says so to a relay that has published an event and not marked it yet."""
    was_published = outbox.c.published_at.is_not(None)
    wanted = (
        (outbox.c.occurred_at >= since) & (was_published | outbox.c.dead_at.is_(None)) & of_entities(legal_entities)
    )
    attempts = case((was_published, 0), else_=outbox.c.attempts + 1)
    again = {"published_at": None, "dead_at": None, "attempts": attempts, "next_attempt_at": func.now()}
    return await _change(session, update(outbox).where(wanted).values(again), {})


async def revive(session: AsyncSession, event_id: UUID) -> int:
    """A dead event is tried again."""
    return await _change(session, REVIVE, {"event_id": event_id})


async def skip(session: AsyncSession, event_id: UUID) -> int:
    """A dead event is given up, so that the later ones of its record may go."""
    return await _change(session, SKIP, {"event_id": event_id})


async def _change(session: AsyncSession, statement: Any, values: dict[str, Any]) -> int:
    result = await session.execute(statement, values)
    await session.execute(WAKE)
    return int(getattr(result, "rowcount", 0))


def _notify_payload(events: Sequence[Event]) -> str:
    """`subject id version entity` a line, for those who show live lists; what does not fit, they poll for."""
    lines = [
        (event.subject, event.aggregate_id, event.version, getattr(event, "legal_entity_id", "")) for event in events
    ]
    notice = "\n".join(" ".join(str(part or "") for part in line) for line in lines)
    return notice if len(notice.encode()) <= LONGEST_NOTICE else ""
