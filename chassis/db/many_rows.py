"""How do rows of one table that a transaction writes in the same way go to the server as one statement?

SQLAlchemy hands them to the driver together, and the server executes the statement once for each row. Here they go as
one array for each column, which the statement reads as a table:
    UPDATE stock SET reserved=v.p1 FROM unnest($1::INTEGER[], $2::UUID[], …) AS v (p1, p2, …) WHERE stock.id = v.p2
Left as it is: what is not said of one row by its primary key, or twice of the same row, and columns that are arrays.
"""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, Table, event
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.types import NullType

PLACE = re.compile(r"\$(\d+)")
INSERT = re.compile(r"(INSERT INTO \S+ \([^()]*\)) VALUES \((.*)\)$", re.DOTALL)
UPDATE = re.compile(r"(UPDATE \S+ SET .*) WHERE (.*)$", re.DOTALL)
OF_KEY = re.compile(r"\S+\.(\w+) = \$(\d+)(?:::\w+(?:\(\d+\))?)?$")


class Together(NamedTuple):
    """The statement for all rows, and which of a row's values say which row it is (none: a new one)."""

    sql: str
    key: Sequence[int]


def write_rows_together(engine: AsyncEngine) -> None:
    known: dict[str, Together | None] = {}

    @event.listens_for(engine.sync_engine, "do_executemany")
    def execute(cursor: Any, statement: str, rows: Sequence[Sequence[Any]], context: Any) -> bool:
        """True: it is done."""
        if statement not in known:
            known[statement] = _together(statement, context)
        together = known[statement]
        if together is None or not _are_different(rows, together.key):
            return False
        cursor.execute(together.sql, tuple(list(column) for column in zip(*rows, strict=True)))
        return True


def _are_different(rows: Sequence[Sequence[Any]], key: Sequence[int]) -> bool:
    return not key or len({tuple(row[place] for place in key) for row in rows}) == len(rows)


def _together(statement: str, context: Any) -> Together | None:
    compiled = context.compiled
    said: Any = compiled.statement if compiled is not None else None
    types = [compiled.binds[name].type for name in compiled.positiontup or ()] if said is not None else []
    if not types or any(isinstance(one, ARRAY | NullType) for one in types):
        return None
    names = [compiled.dialect.type_compiler_instance.process(one) for one in types]
    arrays = ", ".join(f"${place}::{name}[]" for place, name in enumerate(names, start=1))
    rows = f"unnest({arrays}) AS v ({', '.join(f'p{place}' for place in range(1, len(names) + 1))})"
    if context.isinsert and not (isinstance(said, Insert) and said._post_values_clause is not None):
        found = INSERT.match(statement)
        return Together(f"{found[1]} SELECT {_named(found[2])} FROM {rows}", ()) if found else None
    found = UPDATE.match(statement) if context.isupdate else None
    key = _key(found[2], said.table) if found else None
    return Together(f"{_named(found[1])} FROM {rows} WHERE {_named(found[2])}", key) if found and key else None


def _named(sql: str) -> str:
    return PLACE.sub(r"v.p\1", sql)


def _key(where: str, table: Table) -> list[int] | None:
    """The places of the values of its primary key, when that is all that is asked for."""
    parts = [OF_KEY.match(part) for part in where.split(" AND ")]
    places = {part[1]: int(part[2]) - 1 for part in parts if part}
    of_key = set(places) == {column.name for column in table.primary_key}
    return list(places.values()) if of_key and all(parts) else None
