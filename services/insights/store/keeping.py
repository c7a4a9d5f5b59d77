"""How is a fact kept, and what stands after it? Applying it twice, or after a newer one, changes nothing."""

from datetime import datetime
from typing import Any

import pydantic_core

from chassis.unit_of_work import Work
from services.insights.domain.reading import Reading

UNKNOWN = [0, 0]
GROUPS = {
    "title_stamp": ("title",),
    "status_stamp": ("status",),
    "stage_stamp": ("stage",),
    "amount_stamp": ("amount", "currency"),
    "due_stamp": ("due_on",),
    "owner_stamp": ("owner_id",),
}
FIXED = ("number", "customer_id", "legal_entity_id", "history")


# What a newer fact says stands; what it does not tell stays.
NEWER = ", ".join(
    f"{name} = CASE WHEN excluded.{group} > r.{group} THEN excluded.{name} ELSE r.{name} END"
    for group, names in GROUPS.items()
    for name in (*names, group)
)
KNOWN = ", ".join(f"{name} = coalesce(excluded.{name}, r.{name})" for name in FIXED)
# One statement: every fact of the house comes by here. A fact that was kept before changes nothing.
KEEP = f"""
WITH given AS (SELECT CAST($1::text AS jsonb) AS d),
fresh AS (INSERT INTO fact SELECT f.* FROM given, jsonb_populate_record(NULL::fact, d -> 'fact') f
  ON CONFLICT DO NOTHING RETURNING event_id),
links AS (INSERT INTO link SELECT l.* FROM fresh, given, jsonb_populate_recordset(NULL::link, d -> 'links') l
  ON CONFLICT DO NOTHING),
numbers AS (INSERT INTO number_index
  SELECT n.* FROM fresh, given, jsonb_populate_recordset(NULL::number_index, d -> 'numbers') n ON CONFLICT DO NOTHING)
INSERT INTO record AS r SELECT n.* FROM fresh, given, jsonb_populate_record(NULL::public.record, d -> 'record') n
ON CONFLICT (id) DO UPDATE SET first_at = least(r.first_at, excluded.first_at),
  last_at = greatest(r.last_at, excluded.last_at), {KNOWN}, {NEWER}
"""


async def keep(work: Work, fact: dict[str, Any], reading: Reading, *, version: int, at: datetime) -> None:
    """The fact itself, how its record stands after it, to what it belongs, and under which numbers it is found."""
    document = {
        "fact": fact,
        "record": _record(reading, version=version, at=at),
        "links": _links(reading),
        "numbers": _numbers(reading),
    }
    await work.fetch(KEEP, pydantic_core.to_json(document).decode())


def _record(reading: Reading, *, version: int, at: datetime) -> dict[str, Any]:
    stamp = [version, int(at.timestamp() * 1_000_000)]
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
        told = getattr(reading, names[0]) is not None
        values[group] = stamp if told else UNKNOWN
        values |= {name: getattr(reading, name) for name in names}
    return values


def _links(reading: Reading) -> list[dict[str, Any]]:
    return [
        {"child": one.child, "parent": one.parent, "child_kind": one.child_kind, "parent_kind": one.parent_kind}
        for one in reading.links
    ]


def _numbers(reading: Reading) -> list[dict[str, Any]]:
    return [
        {"number": number.upper(), "id": reading.record_id, "kind": reading.kind, "service": reading.service}
        for number in reading.numbers
    ]
