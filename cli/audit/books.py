"""Do the books of the live databases agree, and which is the first record that does not?"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Annotated

import asyncpg  # type: ignore[import-untyped]
import typer

from chassis.db.books import Check, Checked, check_books
from cli.screen import Folder, err, give_up, out
from cli.stack.access import layout_of
from messages.texts import language, text
from services.collections.store.books import CHECKS as COLLECTIONS
from services.orders.store.books import CHECKS as ORDERS

CHECKS: Mapping[str, Sequence[Check]] = {"collections": COLLECTIONS, "orders": ORDERS}


def books(
    collections: Annotated[
        str | None, typer.Option(help="The database of collections; else that of the stack.")
    ] = None,
    orders: Annotated[str | None, typer.Option(help="The database of orders; else that of the stack.")] = None,
    lang: Annotated[str, typer.Option(help="zh or en.")] = "en",
    var: Folder = None,
) -> None:
    """Compare the ledger, accounts and quantities with what they are the sum of; ends with 1 if something is wrong."""
    urls = {name: url for name, url in (("collections", collections), ("orders", orders)) if url}
    if not urls:
        layout = layout_of(var)
        urls = {name: layout.database_url(name) for name in CHECKS}
    began = time.monotonic()
    found = asyncio.run(_checked(urls))
    for one in found:
        (err if one.broken else out).print(describe(one, language(lang)), markup=False, soft_wrap=True)
    out.print(f"{time.monotonic() - began:.1f} s")
    raise typer.Exit(1 if any(one.broken for one in found) else 0)


async def checked(service: str, url: str) -> list[Checked]:
    """All checks of one service's database."""
    return [one async for one in check_books(url, CHECKS[service])]


def describe(one: Checked, lang: str) -> str:
    """What is printed of a check: how many records agree, or the first that does not."""
    what = text(one.code, lang)
    if not one.broken:
        return text("books.fine", lang, what=what, records=one.records)
    return text(
        "books.broken", lang, what=what, records=one.records, broken=one.broken, number=one.number, kept=one.kept,
        computed=one.computed,
    )  # fmt: skip


async def _checked(urls: Mapping[str, str]) -> list[Checked]:
    try:
        return [one for service, url in urls.items() for one in await checked(service, url)]
    except (OSError, asyncpg.PostgresError) as away:
        give_up(f"the database does not answer: {away}")
