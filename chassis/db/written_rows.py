"""How are all rows that a unit of work made and changed written in one statement, with what goes along with them?

The session would send a statement for each kind of row, and think long about their order. Here each kind is a part of
one WITH: its rows go as one JSON document, and the foreign keys are checked at its end, whatever the order.
    WITH p0 AS (INSERT INTO … SELECT … FROM jsonb_populate_recordset(…)), p1 AS (UPDATE … RETURNING 1) SELECT …
No part sees what another one writes. What this does not know how to write (deleted rows, a key that changed, a default
of the server) is left to the session: `take_rows` says None, and has taken nothing.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import pydantic_core
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import make_transient, make_transient_to_detached
from sqlalchemy.orm.attributes import instance_state
from sqlalchemy.orm.exc import StaleDataError

from chassis.db.row_shapes import Place, Shape, shape_of

PLACE = re.compile(r"\$(\d+)")
ROWS = "jsonb_populate_recordset(NULL::{table}, $1::text::jsonb) v"
NOTHING = "SELECT 1"
MOST_TEXTS = 500


class Part(NamedTuple):
    """A statement that others go along with. `rows`: how many it has to find; None: it may find none."""

    sql: str
    values: Sequence[Any]
    rows: int | None = None


Row = dict[str, Any]
Kind = tuple[Any, tuple[Place, ...]]  # an entity, and which of its columns are written


def take_rows(session: AsyncSession) -> list[Part] | None:
    """What writes the rows that wait in the session, which from here on counts them as written."""
    made = list(session.new)
    changed = sorted(
        session.dirty, key=_by_key
    )  # rows that two may change are locked before: this is no order of locks
    if not made and not changed:
        return []
    inserts: dict[Kind, list[Row]] = {}
    updates: dict[Kind, list[Row]] = {}
    if session.deleted or not all(_gather(inserts, row, _all_places(row)) for row in made):
        return None
    if not all(_gather(updates, row, _changed_places(row)) for row in changed):
        return None
    for row in made:
        session.expunge(row)
        is_written(session, row)
    for row in changed:
        session.expunge(row)
        make_transient(row)
        is_written(session, row)
    new = [Part(_insert(*kind), [_json(rows)]) for kind, rows in inserts.items()]
    return new + [Part(_update(*kind), [_json(rows)], len(rows)) for kind, rows in updates.items() if kind[1]]


def insert_of(*made: Any) -> Part:
    """What makes these of one table, which are not of the session; an ON CONFLICT or RETURNING may follow it."""
    found: dict[Kind, list[Row]] = {}
    if not all(_gather(found, row, _all_places(row)) for row in made):
        raise ValueError(f"{type(made[0]).__name__} has to be written by the session")
    [(kind, rows)] = found.items()
    return Part(_insert(*kind), [_json(rows)])


def is_written(session: AsyncSession, row: Any) -> None:
    """As after a flush: of the session, with nothing to write."""
    make_transient_to_detached(row)
    session.add(row)


def together(parts: Sequence[Part], last: Part | None = None) -> Part:
    """All in one statement, which answers what the last one does: it ends with the list of what it returns."""
    last = last or Part(NOTHING, [])
    said = _joined(tuple((part.sql, len(part.values)) for part in parts), last.sql, tuple(_counted(parts)))
    return Part(said, [value for part in (*parts, last) for value in part.values])


def must_have_found(parts: Sequence[Part], found: Sequence[Any]) -> None:
    """Raises StaleDataError, as the session does, when a changed row is no longer there."""
    for place in _counted(parts) if found else ():
        if found[0][f"rows{place}"] != parts[place].rows:
            raise StaleDataError(f"{found[0][f'rows{place}']} of {parts[place].rows} rows were there to change")


def _counted(parts: Sequence[Part]) -> list[int]:
    return [place for place, part in enumerate(parts) if part.rows is not None]


def _gather(kinds: dict[Kind, list[Row]], row: Any, places: tuple[Place, ...] | None) -> bool:
    """Whether it can be written here."""
    shape = _shape(row)
    if places is None or not shape.is_plain:
        return False
    key = tuple(place for place in shape.places if place.attribute in shape.key)
    own = vars(row)
    if any(own.get(place.attribute) is None and (place.has_default or place.is_json) for place in places):
        return False
    if any(own.get(place.attribute) is None for place in key):  # the server counts it
        return False
    written = {place.column: _value(place, own) for place in {*places, *key}}
    kinds.setdefault((type(row), places), []).append(written)
    return True


def _by_key(row: Any) -> tuple[str, Any]:
    state: Any = instance_state(row)
    return type(row).__name__, state.key[1]


def _shape(row: Any) -> Shape:
    entity: Any = type(row)
    return shape_of(entity)


def _value(place: Place, own: Row) -> Any:
    value = own.get(place.attribute)
    return value if place.to_driver is None or value is None else place.to_driver(value)


def _all_places(row: Any) -> tuple[Place, ...]:
    return _shape(row).places


def _changed_places(row: Any) -> tuple[Place, ...] | None:
    """None: its key is another one now."""
    shape, own = _shape(row), vars(row)
    before = instance_state(row).committed_state
    differs = {name for name, value in before.items() if name in own and own[name] != value}
    if differs.intersection(shape.key):
        return None
    return tuple(place for place in shape.places if place.attribute in differs)


@lru_cache(maxsize=MOST_TEXTS)
def _insert(entity: Any, places: tuple[Place, ...]) -> str:
    shape, names = shape_of(entity), [place.name for place in places]
    taken = ", ".join(f"v.{name}" for name in names)
    return f"INSERT INTO {shape.table} ({', '.join(names)}) SELECT {taken} FROM {_rows(shape)}"


@lru_cache(maxsize=MOST_TEXTS)
def _update(entity: Any, places: tuple[Place, ...]) -> str:
    shape = shape_of(entity)
    changed = ", ".join(f"{place.name} = v.{place.name}" for place in places)
    keys = [place.name for place in shape.places if place.attribute in shape.key]
    same = " AND ".join(f"t.{name} = v.{name}" for name in keys)
    return f"UPDATE {shape.table} t SET {changed} FROM {_rows(shape)} WHERE {same} RETURNING 1"


def _rows(shape: Shape) -> str:
    return ROWS.format(table=shape.table)


def _json(rows: list[Row]) -> str:
    return pydantic_core.to_json(rows).decode()


@lru_cache(maxsize=MOST_TEXTS)
def _joined(parts: tuple[tuple[str, int], ...], last: str, counted: tuple[int, ...]) -> str:
    """The values of each part come after those of the parts before it."""
    said, given = [], 0
    for place, (sql, values) in enumerate(parts):
        said.append(f"p{place} AS ({_moved(sql, given)})")
        given += values
    counts = "".join(f", (SELECT count(*) FROM p{place}) AS rows{place}" for place in counted)
    last = _moved(last, given) + counts
    if not said:
        return last
    head = ", ".join(said)
    return f"WITH {head}, {last.removeprefix('WITH ')}" if last.startswith("WITH ") else f"WITH {head} {last}"


def _moved(sql: str, by: int) -> str:
    return PLACE.sub(lambda found: f"${int(found[1]) + by}", sql) if by else sql
