"""How does a list go out as a file: as it is searched and filtered, all of it, in the words of its reader?"""

import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from typing import Annotated, Any, BinaryIO, Literal
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from chassis.base.clock import now
from chassis.records import spreadsheets
from chassis.records.spreadsheets import CSV, XLSX, TableFile, csv_rows, parts_of
from console.form_input import local_path
from console.pages.parts.responses import answer_of
from console.service_gateway import ServiceAway, ServiceGateway
from console.session import Anybody, Person
from console.view_models import Link, Listing, Share
from console.wording.words import Words
from messages.money import Money, UnitPrice

router = APIRouter(prefix="/lists")

IN_MEMORY = 1024 * 1024  # bytes of a workbook; what is larger is written to a file
Row = Sequence[spreadsheets.Cell]


class ListGone(Exception):
    """A later page of the list could not be read: half a list is no export."""


@router.get("/export")
async def export(
    request: Request,
    person: Anybody,
    of: Annotated[str, Query(max_length=2000, pattern=r"^/[^/]")],
    form: Annotated[Literal["xlsx", "csv"], Query()] = "xlsx",
) -> Response:
    """`of`: the address of the list, with its filters. The same page is asked, as the same reader, page by page."""
    start = _without_cursor(local_path(of))
    first = await _listing(request, start)
    if isinstance(first, Response):
        return first
    words = Words(person.lang, person.tz)
    table = _Table(first, words, person)
    name = f"{words.t(first.title)} {now().astimezone(person.zone):%Y-%m-%d}.{form}"
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    if form == "csv":
        return StreamingResponse(_csv(request, first, table), media_type=CSV, headers=headers)
    file = await _workbook(request, first, table, words.t(first.title))
    return StreamingResponse(_sent(file), media_type=XLSX, headers=headers)


class _Table:
    """The columns of a list as columns of a file: money has its currency beside it."""

    def __init__(self, first: Listing, words: Words, person: Person) -> None:
        self._words, self._person = words, person
        rows = [[_bare(cell) for cell in row] for row in first.rows]
        self._money = {at for at in range(len(first.columns)) if any(_is_money(row[at]) for row in rows)}
        self.head = [
            name
            for at, column in enumerate(first.columns)
            for name in [words.label(column), *([self._currency_of(column)] if at in self._money else [])]
        ]

    def _currency_of(self, column: str) -> str:
        """Where there are several, each says whose it is: no two columns have one name."""
        if len(self._money) == 1:
            return self._words.label("currency")
        return self._words.t("console.currency_of", column=self._words.label(column))

    def rows(self, listing: Listing) -> Iterator[Row]:
        for row in listing.rows:
            cells: list[spreadsheets.Cell] = []
            for at, cell in enumerate(map(_bare, row)):
                if at in self._money:
                    cells += [cell.amount, cell.currency] if isinstance(cell, Money | UnitPrice) else [None, None]
                else:
                    cells.append(self._cell(cell))
            yield cells

    def _cell(self, cell: object) -> spreadsheets.Cell:
        if isinstance(cell, Money | UnitPrice):
            return f"{cell.amount} {cell.currency}"
        if isinstance(cell, datetime):
            return cell.astimezone(self._person.zone)
        if cell is None or cell == "":
            return None
        if isinstance(cell, spreadsheets.Cell) and not isinstance(cell, bool):
            return cell
        return self._words.plain(cell)


def _bare(cell: object) -> object:
    """What a link leads from, of what a share is a part."""
    if isinstance(cell, Link):
        return _bare(cell.text)
    return cell.part if isinstance(cell, Share) else cell


def _is_money(cell: object) -> bool:
    return isinstance(cell, Money | UnitPrice)


async def _csv(request: Request, first: Listing, table: _Table) -> AsyncIterator[bytes]:
    yield csv_rows([table.head]).encode("utf-8-sig")
    async for page in _pages(request, first):
        yield csv_rows(table.rows(page)).encode()


async def _workbook(request: Request, first: Listing, table: _Table, title: str) -> BinaryIO:
    with ExitStack() as unless_written:
        file = unless_written.enter_context(tempfile.SpooledTemporaryFile(IN_MEMORY))
        sheet = TableFile(file, title, table.head)  # type: ignore[arg-type]
        async for page in _pages(request, first):
            for row in table.rows(page):
                sheet.add(row)
        await run_in_threadpool(sheet.close)
        unless_written.pop_all()
    return file  # type: ignore[return-value]


def _sent(file: BinaryIO) -> Iterator[bytes]:
    with file:
        yield from parts_of(file)


async def _pages(request: Request, first: Listing) -> AsyncIterator[Listing]:
    listing = first
    while True:
        yield listing
        if listing.next is None:
            return
        found = await _listing(request, local_path(listing.next))
        if isinstance(found, Response):
            raise ListGone(listing.next)
        listing = found


async def _listing(request: Request, address: str) -> Listing | Response:
    """What the list at this address shows, or how it refuses."""
    shown: list[Listing] = []
    state: dict[str, Any] = {"listings": shown}
    sent = await answer_of(request, address, state)
    asked: ServiceGateway | None = state.get("gateway")
    if asked is not None and asked.away:  # a page says that a part of it is missing; a file cannot
        raise ServiceAway(min(asked.away))
    if shown:
        return shown[0]
    start = sent[0]
    if start["status"] < 300:  # a page, but none of a list
        raise HTTPException(404)
    answer = Response(b"".join(part.get("body", b"") for part in sent[1:]), start["status"])
    answer.raw_headers = [pair for pair in start["headers"] if pair[0] != b"set-cookie"]
    return answer


def _without_cursor(address: str) -> str:
    """From the beginning, wherever the reader is in the list."""
    parts = urlsplit(address)
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name != "cursor"]
    return parts.path + (f"?{urlencode(kept)}" if kept else "")
