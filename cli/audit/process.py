"""Has each open receivable an owner and a deadline at its node of collection, and which is the first without?"""

import asyncio
from typing import Annotated

import asyncpg  # type: ignore[import-untyped]
import typer

from chassis.db.books import Checked, check_books
from cli.screen import Folder, err, give_up, out
from cli.stack.access import layout_of
from messages.texts import language, text
from services.collections.store.cases.process_checks import PROCESS_CHECKS


def process(
    collections: Annotated[
        str | None, typer.Option(help="The database of collections; else that of the stack.")
    ] = None,
    lang: Annotated[str, typer.Option(help="zh or en.")] = "en",
    var: Folder = None,
) -> None:
    """Look whose each node of collection is, and until when; ends with 1 if one is nobody's."""
    url = collections or layout_of(var).database_url("collections")
    try:
        found = asyncio.run(looked_at(url))
    except (OSError, asyncpg.PostgresError) as away:
        give_up(f"the database does not answer: {away}")
    for one in found:
        (err if one.broken else out).print(describe(one, language(lang)), markup=False, soft_wrap=True)
    raise typer.Exit(1 if any(one.broken for one in found) else 0)


async def looked_at(url: str) -> list[Checked]:
    return [one async for one in check_books(url, PROCESS_CHECKS)]


def describe(one: Checked, lang: str) -> str:
    """How many have one, or the first that has none."""
    what = text(one.code, lang)
    if not one.broken:
        return text("process.fine", lang, what=what, records=one.records)
    return text("process.broken", lang, what=what, records=one.records, broken=one.broken, number=one.number)
