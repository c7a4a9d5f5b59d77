"""How is a list searched by a part of a number, name or reference, by an index in every language?

pg_trgm knows letters by the locale of the database, and in some no Chinese is a letter. `search_grams` (chassis_0006)
takes three neighbouring characters of ASCII and two of any other text: what is sought has no gram that the text which
contains it has not, so the index narrows and LIKE decides.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Index, Select, Table, and_, func, literal_column, or_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.db.paging import both
from messages.matching.searches import search_text, search_words

BATCH = 500
SHORTEST_ASCII, SHORTEST = 3, 2  # words without a gram are in so many texts that the newest first are found soon


def search_index(name: str, column: str = "search", **more: Any) -> Index:
    """Of a column that is filled with `search_text`."""
    return Index(name, func.search_grams(literal_column(column)), postgresql_using="gin", **more)


def is_found_by(column: Any, sought: str | None) -> ColumnElement[bool] | None:
    """The WHERE that keeps what contains every word of this; None when nothing is sought."""
    words = search_words(sought or "")
    return in_any_way([way_of(column, words)]) if words else None


class Way(NamedTuple):
    """One of several ways in which something is found: which rows an index brings, and which of them are meant."""

    narrow: ColumnElement[bool] | None  # None: no index helps
    exact: ColumnElement[bool]


def way_of(column: Any, words: Sequence[str]) -> Way:
    """Every one of these words stands in the column."""
    grams = [one for word in words if (one := has_grams(column, word)) is not None]
    return Way(both(*grams) if grams else None, both(*(column.contains(word, autoescape=True) for word in words)))


def has_grams(column: Any, word: str) -> ColumnElement[bool] | None:
    """What an index knows of it; None for a word that is too short."""
    if len(word) < (SHORTEST_ASCII if word.isascii() else SHORTEST):
        return None
    found: ColumnElement[bool] = func.search_grams(column).op("@>")(func.search_grams(word))
    return found


def in_any_way(ways: Sequence[Way]) -> ColumnElement[bool]:
    """Two conditions, not each way with both of its own: so the grams of a row are never made again (50 µs), neither of
    those that the index has brought nor of those that LIKE has put aside."""
    exact = or_(*[way.exact for way in ways])
    narrow = [way.narrow for way in ways if way.narrow is not None]
    return and_(or_(*narrow), exact) if len(narrow) == len(ways) else exact


async def fill_search(
    connection: AsyncConnection, table: Table, texts: Select[Any], text_of: Callable[..., str] = search_text
) -> int:
    """One batch of rows whose `search` was never filled: `texts` selects the id and of what `text_of` makes it."""
    waiting = texts.where(table.c.search == "").order_by(table.c.id).limit(BATCH)
    rows = (await connection.execute(waiting.with_for_update(of=table, skip_locked=True))).all()
    for id, *parts in rows:
        await connection.execute(update(table).where(table.c.id == id).values(search=text_of(*parts)))
    return len(rows)
