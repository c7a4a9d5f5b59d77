"""How is a list searched by a part of a number, name or reference, by an index in every language?

pg_trgm knows letters by the locale of the database, and in some no Chinese is a letter. `search_grams` (chassis_0006)
takes three neighbouring characters of ASCII and two of any other text: what is sought has no gram that the text which
contains it has not, so the index narrows and LIKE decides.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Index, Select, Table, func, literal_column, update
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
    if not words:
        return None
    grams = [func.search_grams(column).op("@>")(func.search_grams(word)) for word in words if _has_grams(word)]
    return both(*grams, *(column.contains(word, autoescape=True) for word in words))


async def fill_search(
    connection: AsyncConnection, table: Table, texts: Select[Any], text_of: Callable[..., str] = search_text
) -> int:
    """One batch of rows whose `search` was never filled: `texts` selects the id and of what `text_of` makes it."""
    waiting = texts.where(table.c.search == "").order_by(table.c.id).limit(BATCH)
    rows = (await connection.execute(waiting.with_for_update(of=table, skip_locked=True))).all()
    for id, *parts in rows:
        await connection.execute(update(table).where(table.c.id == id).values(search=text_of(*parts)))
    return len(rows)


def _has_grams(word: str) -> bool:
    return len(word) >= (SHORTEST_ASCII if word.isascii() else SHORTEST)
