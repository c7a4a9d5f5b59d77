"""How is a fact written down with its cause, and told again when asked?"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import pydantic_core
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from messages.base import Event

CHANNEL = "outbox"
LONGEST_NOTICE = 7_900  # PostgreSQL refuses a NOTIFY of 8000 bytes

# One round trip: the rows in order, and one NOTIFY (sent at commit) that says what they are about.
TELL = (
    "WITH told AS (INSERT INTO outbox"
    " (event_id, aggregate_type, aggregate_id, aggregate_version, subject, payload, headers, occurred_at)"
    " SELECT e.event_id, e.kind, e.id, e.version, e.subject, CAST(e.payload AS jsonb), CAST($7::text AS jsonb), $8"
    " FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[])"
    " WITH ORDINALITY AS e(event_id, kind, id, version, subject, payload, n) ORDER BY e.n)"
    f" SELECT pg_notify('{CHANNEL}', $9)"
)
AGAIN = text(
    "UPDATE outbox SET published_at = NULL, dead_at = NULL, attempts = 0, next_attempt_at = now()"
    " WHERE occurred_at >= :since AND published_at IS NOT NULL"
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


def told_values(events: Sequence[Event], *, occurred_at: datetime, headers: Mapping[str, Any]) -> tuple[Any, ...]:
    """What TELL takes to write events into the outbox in this order."""
    return (
        [clock.new_id() for _ in events],
        [event.noun() for event in events],
        [str(event.aggregate_id) for event in events],
        [event.version for event in events],
        [event.subject for event in events],
        [event.model_dump_json() for event in events],
        pydantic_core.to_json(headers).decode(),
        occurred_at,
        _notice(events),
    )


async def tell_again(session: AsyncSession, since: datetime) -> int:
    """Everything that was told since then goes out once more (a stream was lost). Who has it already ignores it."""
    return await _change(session, AGAIN, {"since": since})


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


def _notice(events: Sequence[Event]) -> str:
    """`subject id version` a line, for those who show live lists; what does not fit is left to their polling."""
    notice = "\n".join(f"{event.subject} {event.aggregate_id} {event.version}" for event in events)
    return notice if len(notice.encode()) <= LONGEST_NOTICE else ""
