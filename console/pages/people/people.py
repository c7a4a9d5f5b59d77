"""Who works here, how do they come in from a file, and what happens to the tasks of one who leaves?"""

from asyncio import gather
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response, UploadFile

from chassis.records.file_rows import Row, open_rows
from console.form_input import Unreadable
from console.pages.parts.colleagues import colleagues
from console.pages.parts.responses import Key, done, more, page
from console.service_gateway import Gateway, ServiceGateway
from console.session import Reader
from console.view_models import Listing, Worded
from console.wording.org_unit_names import refresh_unit_names, unit_names
from console.wording.words import Words
from messages.approvals.acts import HandedOver, HandOver, HandOverReport
from messages.approvals.people import ChangePerson, PersonView
from messages.base import Page
from messages.imports import MOST_ROWS, ImportBatch, ImportReport
from messages.roles import Role
from messages.text_files import FileRefused
from messages.texts import text

router = APIRouter(prefix="/people")
KEEPERS = (Role.OPS, Role.ADMIN)
LISTS = ("roles",)  # columns with several values, a blank or ; between them
COLUMNS = (
    "login", "name", "unit", "unit_name", "manager", "roles", "region", "legal_entity_id", "tz", "lang",
    "approval_limit", "active",
)  # fmt: skip
SHOWN = ("name", "login", "unit", "roles", "status")
YES, NO = ("yes", "true", "1", "是"), ("no", "false", "0", "否")


@router.get("")
async def listed(
    request: Request,
    person: Reader,
    gateway: Gateway,
    q: Annotated[str, Query(max_length=200)] = "",
    cursor: str | None = None,
) -> Response:
    found, _ = await gather(
        gateway.get("approvals", "/people", Page[PersonView], q=q.strip() or None, cursor=cursor, limit=50),
        refresh_unit_names(gateway),
    )
    values: dict[str, Any] = {
        "people": found.items,
        "q": q.strip(),
        "units": unit_names(),
        "columns": COLUMNS,
        "report": None,
    }
    following = more(found, "/people", q=q.strip())
    words = Words(person.lang, person.tz)
    rows = [
        (one.name, one.login, unit_names().get(one.unit, one.unit), words.roles(one.roles),
         Worded("people.active" if one.active else "people.left"))
        for one in found.items
    ]  # fmt: skip
    listing = Listing("nav.people", SHOWN, rows, following)
    return page(request, "people/list.html", person, **values, more=following, listing=listing)


@router.post("/import/files")
async def import_(request: Request, person: Reader, gateway: Gateway, key: Key, file: UploadFile) -> Response:
    """Known people change, new ones are added; a bad line does not stop the others."""
    rows = _rows(await file.read())
    report = await _import(gateway, rows, file.filename or "people.csv", key)
    lines = {int(row["line"]): str(row.get("login", "")) for row in rows}
    bad = [(row.line, lines.get(row.line, ""), error) for row in report.rows for error in row.errors]
    return page(request, "people/import_report.html", person, report=report, bad=bad)


async def _import(gateway: ServiceGateway, rows: list[dict[str, Any]], name: str, key: str) -> ImportReport:
    parts = [rows[start : start + MOST_ROWS] for start in range(0, len(rows), MOST_ROWS)] or [[]]
    batches = [ImportBatch(rows=part, source=name[:100]) for part in parts]
    reports = [
        await gateway.post("approvals", "/people/import", batch, ImportReport, key=f"{key}-{number}")
        for number, batch in enumerate(batches)
    ]
    return ImportReport.of([row for report in reports for row in report.rows])


@router.get("/{person_id}")
async def shown(request: Request, person_id: UUID, person: Reader, gateway: Gateway) -> Response:
    one, _ = await gather(gateway.get("approvals", f"/people/{person_id}", PersonView), refresh_unit_names(gateway))
    above = await gateway.find("approvals", f"/people/{one.manager_id}", PersonView) if one.manager_id else None
    keeps = person.may(*KEEPERS)
    people = await colleagues(gateway, person, me=True) if keeps else []
    reports = await gateway.get("approvals", f"/people/{person_id}/hand-overs", list[HandOverReport]) if keeps else []
    values: dict[str, Any] = {
        "reports": reports,
        "names": {person.id: person.name for person in people},
        "one": one,
        "above": above,
        "people": [person for person in people if person.id != one.id],
    }
    return page(request, "people/person.html", person, **values, unit=unit_names().get(one.unit, ""))


@router.post("/{person_id}/hand-over")
async def hand_over(
    request: Request,
    person_id: UUID,
    person: Reader,
    gateway: Gateway,
    key: Key,
    to: Annotated[UUID | None, Form()] = None,
) -> Response:
    """All open tasks at once, to the one named or to the superior."""
    moved = await gateway.post("approvals", f"/people/{person_id}/hand-over", HandOver(to=to), HandedOver, key=key)
    message = text("done.hand_over", person.lang, requests=moved.requests, todos=moved.todos)
    return done(request, f"/people/{person_id}", message)


@router.post("/{person_id}/leave")
async def leave(
    request: Request, person_id: UUID, person: Reader, gateway: Gateway, key: Key, version: Annotated[int, Form()]
) -> Response:
    """He can no longer sign in or be asked."""
    command = ChangePerson(active=False)
    await gateway.patch("approvals", f"/people/{person_id}", command, PersonView, version=version, key=key)
    return done(request, f"/people/{person_id}", text("done.leave", person.lang))


def _rows(content: bytes) -> list[dict[str, Any]]:
    """Lines under a header, of a workbook or of any CSV that imports read. Raises Unreadable."""
    try:
        lines = open_rows(content, wanted=("login",)).rows()
    except FileRefused:
        raise Unreadable("file", "people.no_header") from None
    return [_row(line.line, line.cells if isinstance(line, Row) else {}) for line in lines]


def _row(number: int, line: dict[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {"line": number}
    for name, value in line.items():
        cell = value.strip() if isinstance(value, str) else ""
        if name and cell:
            row[name.strip()] = cell.replace(";", " ").split() if name.strip() in LISTS else cell
    if str(row.get("active", "")).lower() in (*YES, *NO):
        row["active"] = str(row["active"]).lower() in YES
    return row
