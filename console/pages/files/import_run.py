"""How are the rows of a file checked or brought in, batch by batch, while its reader looks on or goes away?"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx

from chassis.records.file_rows import BrokenLine, Row, open_rows
from console.pages.files.mapping_form import file_mapping
from console.service_gateway import ServiceAway, ServiceGateway, ServiceProblem, UnreadableResponse
from console.session import SignInNeeded
from messages.approvals.file_imports import EndStage, FileImportView, LineError, ReportBatch, Stage
from messages.import_kinds import ImportKind
from messages.imports import MOST_ROWS, ImportBatch, ImportReport
from messages.mappings.mapped import Unreadable, empty_columns, row_of
from messages.mappings.mapping import FileMapping
from messages.text import is_secret
from messages.text_files import FileRefused
from messages.texts import text

TRIES = 6
FIRST_PAUSE_S = 0.5
MOMENT_S = 1.0
HIDDEN = "***"
AWAY = (429, 502, 503, 504)
STOPPING = (ServiceProblem, httpx.TransportError, UnreadableResponse, FileRefused)


@dataclass
class Batch:
    """Some lines one after the other: those that can be sent, and what is wrong with the others."""

    number: int
    rows: list[tuple[Row, dict[str, Any]]] = field(default_factory=list)
    errors: list[LineError] = field(default_factory=list)
    bad: int = 0
    line: int = 0


@dataclass(frozen=True)
class Run:
    """One stage of one file, as the person who began it: the services ask his rights at each batch."""

    gateway: ServiceGateway
    seen: FileImportView
    kind: ImportKind
    stage: Stage
    lang: str

    async def go(self) -> None:
        """Where it stops, it says why; then it can go on from there. Who dies without a word is noticed by silence."""
        try:
            await self._batches()
            await self._end("")
        except STOPPING as wrong:
            await self._stopped(wrong)
        except SignInNeeded:
            return  # nobody is there to whom it could be told

    async def _batches(self) -> None:
        mapping = file_mapping(self.kind, self.seen.mapping) if self.seen.mapping else None
        if mapping is None:
            return
        content = (await self.gateway.fetch("approvals", f"/imports/{self.seen.id}/file")).content
        batches = batches_of(content, self.seen.sheet, mapping, self.kind, self.lang)
        while (batch := await asyncio.to_thread(next, batches, None)) is not None:
            if batch.number >= self.seen.batches:
                await self._patiently(batch, mapping)

    async def _patiently(self, batch: Batch, mapping: FileMapping) -> None:
        """A batch that got no answer is sent again, with its key: none of it comes in twice."""
        for attempt in range(TRIES):
            try:
                await self._tell(batch, await self._send(batch), mapping)
                return
            except ServiceProblem as problem:
                if problem.status not in AWAY or attempt == TRIES - 1:
                    raise
            except httpx.TransportError:
                if attempt == TRIES - 1:
                    raise
            await asyncio.sleep(FIRST_PAUSE_S * 2**attempt)

    async def _send(self, batch: Batch) -> ImportReport:
        if not batch.rows:
            return ImportReport.of([])
        rows = [{"line": row.line, **fields} for row, fields in batch.rows]
        command = ImportBatch(rows=rows, source=self.seen.name[:100])
        if self.stage is Stage.CHECK:
            return await self.gateway.rehearse(self.kind.service, self.kind.route, command, ImportReport)
        key = f"{self.seen.id}-{batch.number}"
        return await self.gateway.bring(self.kind.service, self.kind.route, command, ImportReport, key=key)

    async def _tell(self, batch: Batch, report: ImportReport, mapping: FileMapping) -> None:
        lines = {row.line: row for row, _ in batch.rows}
        errors = [*batch.errors]
        for one in report.rows:
            for wrong in one.errors:
                source = mapping.fields.get(wrong.field)
                column = ", ".join(source.columns) if source else ""
                told = wrong.text
                if one.line in lines and (empty := empty_columns(mapping, wrong.field, lines[one.line].cells)):
                    told = f"{told} ({text('SYS-83.empty', self.lang, columns=', '.join(empty))})"
                value = HIDDEN if is_secret(wrong.field) and wrong.value else wrong.value
                found = {"line": one.line, "field": wrong.field, "column": column, "value": value, "rule": wrong.rule}
                errors.append(LineError(**found, text=told))
        command = ReportBatch(
            stage=self.stage, number=batch.number, line=batch.line, accepted=report.accepted,
            duplicate=report.duplicate, invalid=report.invalid + batch.bad,
            errors=[error.reported() for error in sorted(errors, key=lambda error: error.line)],
        )  # fmt: skip
        await self.gateway.post("approvals", f"/imports/{self.seen.id}/batches", command)

    async def _stopped(self, wrong: Exception) -> None:
        if isinstance(wrong, ServiceAway):
            service = text(f"operation.part.{wrong.service}", self.lang)
            why = text("console.not_answering", self.lang, service=service)
        elif isinstance(wrong, FileRefused):
            why = wrong.told(self.lang)
        else:
            why = wrong.text if isinstance(wrong, ServiceProblem) else text("problem.fault", self.lang)
        try:
            await self._end(why or text("problem.fault", self.lang))
        except (*STOPPING, SignInNeeded):
            return  # it stands still, and is seen to

    async def _end(self, why: str) -> None:
        command = EndStage(stage=self.stage, why=why[:500])
        await self.gateway.post("approvals", f"/imports/{self.seen.id}/end", command, FileImportView)


def batches_of(content: bytes, sheet: str | None, mapping: FileMapping, kind: ImportKind, lang: str) -> Iterator[Batch]:
    """The same file and mapping make the same batches. Rows of one record go together; no more than one batch is in
    memory beside the file."""
    batch, same = Batch(0), ""
    for line in open_rows(content, sheet=sheet, wanted=mapping.columns_read()).rows():
        read = _read(line, mapping, lang)
        record = str(read.get(kind.together, "")) if kind.together and isinstance(read, dict) else ""
        size = len(batch.rows) + batch.bad
        if size >= MOST_ROWS or (kind.together and size >= MOST_ROWS // 2 and record != same):
            yield batch
            batch = Batch(batch.number + 1)
        same, batch.line = record, line.line
        if isinstance(read, dict) and isinstance(line, Row):
            batch.rows.append((line, read))
        elif isinstance(read, LineError):
            batch.errors.append(read)
            batch.bad += 1
    yield batch


def _read(line: Row | BrokenLine, mapping: FileMapping, lang: str) -> dict[str, Any] | LineError:
    if isinstance(line, BrokenLine):
        hidden = bool(mapping.secret_columns())
        raw = HIDDEN if hidden else line.raw[:200]
        rule = line.rule.partition(".")[0]
        return LineError(line=line.line, field="", value=raw, rule=rule, text=line.told(lang))
    try:
        return row_of(mapping, line.cells)
    except Unreadable as wrong:
        column = ", ".join(mapping.fields[wrong.field].columns) if wrong.field in mapping.fields else ""
        hidden = is_secret(wrong.field) or is_secret(column)
        value, told = (HIDDEN, text("SYS-83", lang)) if hidden else (wrong.value[:200], wrong.told(lang))
        found = {"line": line.line, "field": wrong.field, "column": column, "value": value}
        return LineError(**found, rule=wrong.rule, text=told)


class Running:
    """The files that this console brings in now. When it ends they stop, and can go on."""

    def __init__(self) -> None:
        self._tasks: dict[UUID, asyncio.Task[None]] = {}

    def is_at(self, id: UUID) -> bool:
        return id in self._tasks

    async def a_moment(self, id: UUID) -> None:
        """Small files are done before one looks."""
        if (task := self._tasks.get(id)) is not None:
            await asyncio.wait([task], timeout=MOMENT_S)

    def begin(self, run: Run) -> None:
        task = asyncio.create_task(run.go(), name=f"import {run.seen.id}")
        self._tasks[run.seen.id] = task
        task.add_done_callback(lambda _: self._tasks.pop(run.seen.id, None))

    @property
    def tasks(self) -> list[asyncio.Task[None]]:
        return list(self._tasks.values())
