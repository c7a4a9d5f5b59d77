"""Who was where at an earlier version of the directory?"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from itertools import pairwise
from typing import Any, TypeVar
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, text
from sqlalchemy.engine import Connection

from chassis.db.unit_of_work import Work
from messages.business_time import Calendar
from services.approvals.domain.people.directory import Absence, Directory, Person

K = TypeVar("K")
V = TypeVar("V")
MOST_KEPT = 64  # directories in memory: they share the people who did not change between them

FIRST = text("SELECT min(version) FROM directory_history")
STOOD = text(
    "SELECT kind, row_id, content::text FROM (SELECT DISTINCT ON (kind, row_id) kind, row_id, content"
    " FROM directory_history WHERE version <= :version ORDER BY kind, row_id, seq DESC) stood"
    " WHERE content IS NOT NULL"
)
CHANGES = text(
    "SELECT kind, row_id, content::text FROM directory_history"
    " WHERE version > :after AND version <= :until ORDER BY seq"
)

_kept: WeakKeyDictionary[Engine | Connection, dict[int, Directory]] = WeakKeyDictionary()


async def first_version(work: Work) -> int | None:
    """Nothing is known of the directory before it."""
    found: int | None = (await work.session.execute(FIRST)).scalar_one()
    return found


async def directories_at(work: Work, versions: Collection[int]) -> dict[int, Directory]:
    """As they stood at these versions."""
    kept = _kept.setdefault(work.session.get_bind(), {})
    found = {version: kept[version] for version in versions if version in kept}
    if missing := sorted({*versions} - found.keys()):
        rebuilt = await _rebuilt(work, missing)  # meanwhile another may let go of what was kept
        kept |= rebuilt
        found |= rebuilt
    for version in sorted(kept.keys() - found.keys())[: max(0, len(kept) - MOST_KEPT)]:
        del kept[version]
    return found


async def _rebuilt(work: Work, versions: list[int]) -> dict[int, Directory]:
    state = _State()
    for kind, row_id, content in await work.session.execute(STOOD, {"version": versions[0]}):
        state.take(kind, row_id, content)
    found = {versions[0]: state.directory(versions[0])}
    for after, until in pairwise(versions):
        for kind, row_id, content in await work.session.execute(CHANGES, {"after": after, "until": until}):
            state.take(kind, row_id, content)
        found[until] = state.directory(until)
    return found


@dataclass
class _State:
    """Every row by its kind and id, read once, as the value that the domain knows."""

    persons: dict[UUID, Person] = field(default_factory=dict)
    absences: dict[UUID, Absence] = field(default_factory=dict)
    calendars: dict[str, Calendar] = field(default_factory=dict)
    entities: dict[str, tuple[str, str]] = field(default_factory=dict)  # calendar and currency

    def take(self, kind: str, row_id: str, content: str | None) -> None:
        row = json.loads(content, parse_float=Decimal) if content else None
        match kind:
            case "persons":
                of_house = row if row and row.get("customer_id") is None else None
                _put(self.persons, UUID(row_id), _person(of_house) if of_house else None)
            case "absences":
                _put(self.absences, UUID(row_id), _absence(row) if row else None)
            case "calendars":
                _put(self.calendars, row_id, _calendar(row) if row else None)
            case "legal_entities":
                _put(self.entities, row_id, (row["calendar"], row["currency"]) if row else None)

    def directory(self, version: int) -> Directory:
        begun = sorted(self.absences.items(), key=lambda one: (one[1].starts_at, one[0]))
        return Directory(
            dict(self.persons),
            tuple(absence for _, absence in begun),
            dict(self.calendars),
            {id: calendar for id, (calendar, _) in self.entities.items()},
            version,
            {id: currency for id, (_, currency) in self.entities.items()},
        )


def _put(rows: dict[K, V], id: K, value: V | None) -> None:
    if value is None:
        rows.pop(id, None)
    else:
        rows[id] = value


def _person(row: Mapping[str, Any]) -> Person:
    limit = row["approval_limit"]
    return Person(
        UUID(row["id"]), row["login"], row["name"], row["unit"],
        UUID(row["manager_id"]) if row["manager_id"] else None, frozenset(row["roles"]), row["active"],
        row["legal_entity_id"], row["calendar"], Decimal(limit) if limit is not None else None,
        row.get("grade"), tuple(row.get("other_entities") or ()),
    )  # fmt: skip


def _absence(row: Mapping[str, Any]) -> Absence:
    begins, ends = (datetime.fromisoformat(row[name]) for name in ("starts_at", "ends_at"))
    return Absence(UUID(row["person_id"]), UUID(row["substitute_id"]), begins, ends)


def _calendar(row: Mapping[str, Any]) -> Calendar:
    return Calendar(
        tz=row["tz"],
        hours=tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in row["hours"]),
        weekdays=frozenset(row["weekdays"]),
        holidays=frozenset(date.fromisoformat(day) for day in row["holidays"]),
        makeup_days=frozenset(date.fromisoformat(day) for day in row["makeup_days"]),
    )
