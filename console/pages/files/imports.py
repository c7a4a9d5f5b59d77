"""How does somebody bring in a file by clicking: upload, columns, check, rows, and what is wrong with which?"""

from asyncio import gather
from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response, UploadFile
from fastapi.responses import StreamingResponse

from chassis.records.spreadsheets import CSV, csv_rows
from console.form_input import Unreadable
from console.pages.files.import_run import Run, Running
from console.pages.files.mapping_form import DECIMALS, ORDERS, SHARES, chosen, how_of, proposed, rows_of
from console.pages.parts.responses import Key, done, page
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from messages.approvals.file_imports import (
    ChooseSheet,
    ChosenMapping,
    FileImportStatus,
    FileImportView,
    LineErrors,
    SavedMapping,
    SaveMapping,
    Stage,
    StartStage,
)
from messages.custom_fields import FieldTemplate
from messages.import_kinds import KINDS, ImportKind, Target
from messages.texts import text

router = APIRouter(prefix="/imports")

PATH = "/imports"
SHOWN_ERRORS = 200
CONTINUED = (FileImportStatus.CHECKED, FileImportStatus.IMPORTING)


@router.get("")
async def imports(request: Request, person: Reader, gateway: Gateway, kind: str = "") -> Response:
    found = await gateway.get("approvals", PATH, list[FileImportView])
    mine = kinds_for(person)
    values: dict[str, Any] = {
        "kinds": mine, "chosen_kind": kind if kind in mine else next(iter(mine), ""),
        "found": [one for one in found if one.kind in KINDS],
    }  # fmt: skip
    return page(request, "files/imports.html", person, **values)


@router.post("/files")
async def bring(
    request: Request, person: Reader, gateway: Gateway, key: Key, file: UploadFile, kind: Annotated[str, Form()] = ""
) -> Response:
    if kind not in kinds_for(person):
        raise Unreadable("kind", "input.missing")
    content = await file.read()
    if not content or not file.filename:
        raise Unreadable("file", "input.missing")
    name = file.filename[-200:]
    seen = await gateway.send_file("approvals", PATH, content, FileImportView, name=name, kind="", key=key, of=kind)
    return done(request, f"{PATH}/{seen.id}")


@router.get("/{import_id}")
async def shown(request: Request, import_id: UUID, person: Reader, gateway: Gateway) -> Response:
    seen = await gateway.get("approvals", f"{PATH}/{import_id}", FileImportView)
    return await _page(request, person, gateway, seen)


@router.get("/{import_id}/progress")
async def progress(request: Request, import_id: UUID, person: Reader, gateway: Gateway) -> Response:
    """A piece of the page, asked each second; when it has ended the whole page is shown anew."""
    seen = await gateway.get("approvals", f"{PATH}/{import_id}", FileImportView)
    answer = page(request, "files/progress.html", person, seen=seen, path=PATH)
    if not seen.is_running:
        answer.headers["hx-refresh"] = "true"
    return answer


@router.post("/{import_id}/sheet")
async def choose_sheet(
    request: Request, import_id: UUID, person: Reader, gateway: Gateway, key: Key, sheet: Annotated[str, Form()] = ""
) -> Response:
    command = ChooseSheet(sheet=sheet)
    await gateway.post("approvals", f"{PATH}/{import_id}/sheet", command, FileImportView, key=key)
    return done(request, f"{PATH}/{import_id}")


@router.post("/{import_id}/check")
async def check(
    request: Request,
    import_id: UUID,
    person: Reader,
    gateway: Gateway,
    key: Key,
    save_as: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """What would become of every row; nothing is kept. A name saves the mapping, for the next file of this shape."""
    seen = await gateway.get("approvals", f"{PATH}/{import_id}", FileImportView)
    mapping = chosen(await request.form(), seen, await _targets(gateway, KINDS[seen.kind]))
    if save_as.strip():
        saved = SaveMapping(kind=seen.kind, name=save_as.strip(), mapping=mapping)
        await gateway.post("approvals", "/import-mappings", saved, SavedMapping, key=f"{key}-save")
    return await _begin(request, person, gateway, import_id, StartStage(stage=Stage.CHECK, mapping=mapping), key=key)


@router.post("/{import_id}/use")
async def use_mapping(
    request: Request,
    import_id: UUID,
    person: Reader,
    gateway: Gateway,
    key: Key,
    mapping_id: Annotated[UUID, Form()],
) -> Response:
    """One that was saved before; the file is checked by it."""
    seen = await gateway.get("approvals", f"{PATH}/{import_id}", FileImportView)
    saved = await gateway.get("approvals", "/import-mappings", list[SavedMapping], of=seen.kind)
    mapping = next((one.mapping for one in saved if one.id == mapping_id), None)
    if mapping is None or not {column for source in mapping.fields.values() for column in source.columns} <= set(
        seen.columns
    ):
        raise Unreadable("mapping_id", "import.other_columns")
    return await _begin(request, person, gateway, import_id, StartStage(stage=Stage.CHECK, mapping=mapping), key=key)


@router.post("/{import_id}/drop-mapping")
async def drop_mapping(
    request: Request,
    import_id: UUID,
    person: Reader,
    gateway: Gateway,
    key: Key,
    mapping_id: Annotated[UUID, Form()],
) -> Response:
    """One's own, which nobody needs any more."""
    await gateway.delete("approvals", f"/import-mappings/{mapping_id}", SavedMapping, key=key)
    return done(request, f"{PATH}/{import_id}", text("message.saved", person.lang))


@router.post("/{import_id}/bring-in")
async def bring_in(request: Request, import_id: UUID, person: Reader, gateway: Gateway, key: Key) -> Response:
    """From the first row, or from where it stopped."""
    return await _begin(request, person, gateway, import_id, StartStage(stage=Stage.IMPORT), key=key)


@router.get("/{import_id}/errors")
async def errors(import_id: UUID, person: Reader, gateway: Gateway) -> Response:
    """As a file: row, column, value, rule, reason."""
    seen = await gateway.get("approvals", f"{PATH}/{import_id}", FileImportView)
    first = await _errors(gateway, import_id, 0)
    name = f"{seen.name}.{text('import.errors', person.lang)}.csv"
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return StreamingResponse(_error_file(gateway, person, import_id, first), media_type=CSV, headers=headers)


def kinds_for(person: Person) -> dict[str, ImportKind]:
    """Those that the reader may bring in."""
    return {name: kind for name, kind in KINDS.items() if person.may(*kind.roles)}


async def _begin(
    request: Request, person: Person, gateway: ServiceGateway, id: UUID, command: StartStage, *, key: str
) -> Response:
    seen = await gateway.post("approvals", f"{PATH}/{id}/start", command, FileImportView, key=key)
    running: Running = request.app.state.imports
    if seen.is_running and not running.is_at(id):
        running.begin(Run(gateway, seen, KINDS[seen.kind], command.stage, person.lang))
        await running.a_moment(id)
    return done(request, f"{PATH}/{id}")


async def _page(request: Request, person: Person, gateway: ServiceGateway, seen: FileImportView) -> Response:
    kind = KINDS[seen.kind]
    targets, saved, wrong = await gather(
        _targets(gateway, kind),
        gateway.get("approvals", "/import-mappings", list[SavedMapping], of=seen.kind),
        _errors(gateway, seen.id, 0),
    )
    mapping = proposed(seen, targets, saved)
    values: dict[str, Any] = {
        "seen": seen, "kind": kind, "path": PATH, "targets": targets, "mapping": mapping,
        "rows": rows_of(seen, mapping), "how": how_of(mapping),
        "saved": saved, "errors": wrong.items[:SHOWN_ERRORS],
        "more_errors": len(wrong.items) > SHOWN_ERRORS or wrong.next is not None,
        "is_short": any(one.needed and one.name not in mapping.fields for one in targets),
        "mapped_rows": _shown_rows(seen, mapping, targets),
        "may_map": not seen.is_running and seen.status not in (FileImportStatus.IMPORTING, FileImportStatus.DONE),
        "may_bring_in": not seen.is_running and seen.status in CONTINUED,
        "choices": {"dates": ORDERS, "decimals": DECIMALS, "shares": SHARES},
    }  # fmt: skip
    return page(request, "files/import.html", person, **values)


def _shown_rows(
    seen: FileImportView, mapping: ChosenMapping, targets: Sequence[Target]
) -> tuple[list[Target], list[tuple[int, list[str]]]]:
    """The first rows of the file under the fields that their columns become."""
    shown = [one for one in targets if one.name in mapping.fields]
    rows = [
        (
            row.line,
            [", ".join(row.cells.get(column, "") for column in mapping.fields[one.name].columns) for one in shown],
        )
        for row in seen.sample
    ]
    return shown, rows


async def _targets(gateway: ServiceGateway, kind: ImportKind) -> Sequence[Target]:
    """With the fields that the company has defined."""
    if not kind.extra:
        return kind.targets
    template = await gateway.find(kind.service, kind.extra, FieldTemplate)
    return kind.with_own(template.fields) if template else kind.targets


async def _errors(gateway: ServiceGateway, id: UUID, start: int) -> LineErrors:
    return await gateway.get("approvals", f"{PATH}/{id}/errors", LineErrors, start=start)


async def _error_file(gateway: ServiceGateway, person: Person, id: UUID, first: LineErrors) -> AsyncIterator[bytes]:
    head = [text(f"field.{name}", person.lang) for name in ("line", "column", "value", "rule", "reason")]
    yield csv_rows([head]).encode("utf-8-sig")
    found = first
    while True:
        rows = [(one.line, one.column or one.field, one.value, one.rule, one.text) for one in found.items]
        yield csv_rows(rows).encode()
        if found.next is None:
            return
        found = await _errors(gateway, id, found.next)
