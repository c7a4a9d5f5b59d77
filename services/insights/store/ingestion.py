"""How are events saved, and what is the state after them? Applying it twice, or after a newer one, changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import pydantic_core

from chassis.db.unit_of_work import Work
from services.insights.domain.interpretation import Reading

UNKNOWN = [0, 0]
GROUPS = {
    "title_stamp": ("title",),
    "status_stamp": ("status",),
    "stage_stamp": ("stage",),
    "amount_stamp": ("amount", "currency"),
    "due_stamp": ("due_on",),
    "owner_stamp": ("owner_id",),
}
FIXED = ("number", "customer_id", "legal_entity_id", "history", "tz")


# Of the events of one statement about one record: of each group what the newest says, of what never changes the last.
NEWEST = ", ".join(
    ", ".join(f"(array_agg({name} ORDER BY {group} DESC, n))[1]" for name in names) + f", max({group})"
    for group, names in GROUPS.items()
)
LAST = ", ".join(f"(array_agg({name} ORDER BY n DESC) FILTER (WHERE {name} IS NOT NULL))[1]" for name in FIXED)
GROUPED = ", ".join(name for group, names in GROUPS.items() for name in (*names, group))
# What a newer event says counts; what it does not say stays.
NEWER = ", ".join(
    f"{name} = CASE WHEN excluded.{group} > r.{group} THEN excluded.{name} ELSE r.{name} END"
    for group, names in GROUPS.items()
    for name in (*names, group)
)
KNOWN = ", ".join(f"{name} = coalesce(excluded.{name}, r.{name})" for name in FIXED)
# One statement for all: every event of the house comes by here. One that was saved before changes nothing, and one row
# may be met only once by ON CONFLICT DO UPDATE.
INSERT_EVENTS = f"""
WITH given AS (SELECT d, n FROM jsonb_array_elements(CAST($1::text AS jsonb)) WITH ORDINALITY g(d, n)),
fresh AS (INSERT INTO event SELECT e.* FROM given, jsonb_populate_record(NULL::event, d -> 'event') e
  ON CONFLICT DO NOTHING RETURNING event_id),
new AS (SELECT d, n FROM given JOIN fresh ON fresh.event_id = CAST(d -> 'event' ->> 'event_id' AS uuid)),
links AS (INSERT INTO link SELECT l.* FROM new, jsonb_populate_recordset(NULL::link, d -> 'links') l
  ON CONFLICT DO NOTHING),
numbers AS (INSERT INTO number_index
  SELECT n.* FROM new, jsonb_populate_recordset(NULL::number_index, d -> 'numbers') n ON CONFLICT DO NOTHING),
said AS (SELECT s.*, new.n FROM new, jsonb_populate_record(NULL::public.record, d -> 'record') s)
INSERT INTO record AS r (id, service, kind, first_at, last_at, {", ".join(FIXED)}, {GROUPED})
SELECT id, min(service), min(kind), min(first_at), max(last_at), {LAST}, {NEWEST} FROM said GROUP BY id ORDER BY id
ON CONFLICT (id) DO UPDATE SET first_at = least(r.first_at, excluded.first_at),
  last_at = greatest(r.last_at, excluded.last_at), {KNOWN}, {NEWER}
"""


ENDED = (
    "CONVERTED", "DROPPED", "DUPLICATE", "LOST", "REJECTED", "WITHDRAWN", "RELEASED", "CLOSED", "CANCELLED",
    "COMPLETED", "PAID", "REVERSED", "VOIDED",
)  # fmt: skip
MOVE_OWNER = (
    "UPDATE record SET owner_id = $2 WHERE owner_id = $1"
    " AND history IS NOT TRUE AND (status IS NULL OR NOT status = ANY($3))"
)


async def move_owner(work: Work, owner_id: UUID, to_id: UUID) -> None:
    """Of what has not ended."""
    await work.fetch(MOVE_OWNER, owner_id, to_id, list(ENDED))


@dataclass(frozen=True)
class Saved:
    """An event, and what it says of its record; `version`, `at` and `sequence` say which of two is newer."""

    event: dict[str, Any]
    reading: Reading
    version: int
    at: datetime
    sequence: int

    def document(self) -> dict[str, Any]:
        stamp = [self.version, int(self.at.timestamp() * 1_000_000), self.sequence]
        return {
            "event": self.event,
            "record": _record(self.reading, at=self.at, stamp=stamp),
            "links": _links(self.reading),
            "numbers": _numbers(self.reading),
        }


async def save(work: Work, events: Sequence[Saved]) -> None:
    """The events themselves, the state of their records after them, to what they belong, and under which numbers they
    are found. In the order of the records' ids, so that two who save at once do not wait for each other in a circle."""
    documents = [saved.document() for saved in sorted(events, key=lambda saved: saved.reading.record_id)]
    await work.fetch(INSERT_EVENTS, pydantic_core.to_json(documents).decode())


def _record(reading: Reading, *, at: datetime, stamp: list[int]) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": reading.record_id,
        "service": reading.service,
        "kind": reading.kind,
        "first_at": at,
        "last_at": at,
    }
    for name in FIXED:
        values[name] = getattr(reading, name)
    for group, names in GROUPS.items():
        is_said = getattr(reading, names[0]) is not None
        values[group] = stamp if is_said else UNKNOWN
        values |= {name: getattr(reading, name) for name in names}
    return values


def _links(reading: Reading) -> list[dict[str, Any]]:
    return [
        {"child": link.child, "parent": link.parent, "child_kind": link.child_kind, "parent_kind": link.parent_kind}
        for link in reading.links
    ]


def _numbers(reading: Reading) -> list[dict[str, Any]]:
    return [
        {"number": number.upper(), "id": reading.record_id, "kind": reading.kind, "service": reading.service}
        for number in reading.numbers
    ]
