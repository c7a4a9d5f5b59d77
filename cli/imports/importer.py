"""How do the rows of a file get into a service, and what became of each?"""

import asyncio
import csv
import io
import itertools
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from chassis.records.file_rows import BrokenLine, Row, read_rows
from chassis.records.spreadsheets import no_formula
from cli.imports.custom_fields import define_missing
from messages.imports import ImportReport, Outcome
from messages.mappings.mapped import Unreadable, empty_columns, row_of
from messages.mappings.mapping import FileMapping
from messages.text import is_secret

HIDDEN = "***"
TRIES = 6
FIRST_PAUSE_S = 0.5
BUSY = frozenset({429, 502, 503, 504})
TIMEOUT_S = 120


class ImportStopped(Exception):
    """The service refuses the whole batch: who asks may not, or it does not know the route."""


@dataclass
class ImportResult:
    """What became of a file. `ids` leads from a line to its record."""

    read: int = 0
    accepted: int = 0
    duplicate: int = 0
    invalid: int = 0
    malformed: int = 0
    ids: dict[int, str] = field(default_factory=dict)
    errors: list[dict[str, object]] = field(default_factory=list)
    duplicates: list[int] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Every line is in the house now, new or known before."""
        return not self.invalid and not self.malformed

    def counts(self) -> dict[str, int]:
        """The numbers, which add up to `read`."""
        names = ("read", "accepted", "duplicate", "invalid", "malformed")
        return {name: getattr(self, name) for name in names}


def client_of(url: str, token: str) -> httpx.AsyncClient:
    """Speaks to one service as somebody."""
    return httpx.AsyncClient(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=TIMEOUT_S)


async def import_file(
    mapping: FileMapping,
    path: Path,
    *,
    client: httpx.AsyncClient,
    limit: int | None = None,
    on_rows: Callable[[int], None] = lambda done: None,
) -> ImportResult:
    """Send the file in batches. A batch that got no answer is sent again: a row that is known counts as a duplicate.

    The client speaks to the service that the mapping names: see `client_of`.
    """
    result = ImportResult()
    rows = _lines_of(mapping, path)  # a file that cannot be read is refused before anything is sent
    await define_missing(mapping, client)
    for batch in _batches(mapping, rows, result, limit):
        lines = {row.line: row for row, _ in batch}
        body = {"rows": [{"line": row.line, **fields} for row, fields in batch], "source": path.name}
        _take(mapping, result, ImportReport.model_validate(await _send(client, mapping.route, body)), lines)
        on_rows(result.read)
    on_rows(result.read)
    return result


def write_errors(result: ImportResult, path: Path) -> None:
    """One line per thing wrong: the line of the file, the field, the value, the rule, the reason, the line itself."""
    private = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # it holds lines of the file
    with open(private, "w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        writer = csv.DictWriter(file, ["line", "outcome", "field", "value", "rule", "reason", "raw"])
        writer.writeheader()
        for error in sorted(result.errors, key=lambda error: int(str(error["line"]))):
            writer.writerow({name: no_formula(said) if isinstance(said, str) else said for name, said in error.items()})


def read_all(mapping: FileMapping, path: Path, limit: int | None = None) -> tuple[list[dict[str, Any]], ImportResult]:
    """The rows that would be sent, without their secrets, and what is wrong with the others: a rehearsal."""
    result = ImportResult()
    batches = _batches(mapping, _lines_of(mapping, path), result, limit)
    rows = [{"line": row.line, **_shown(fields)} for batch in batches for row, fields in batch]
    return rows, result


def _shown(fields: dict[str, Any]) -> dict[str, Any]:
    """No secret, however deep it stands."""
    return {
        name: HIDDEN if is_secret(name) else _shown(value) if isinstance(value, dict) else value
        for name, value in fields.items()
    }


def _lines_of(mapping: FileMapping, path: Path) -> Iterator[Row | BrokenLine]:
    return read_rows(
        path,
        encoding=mapping.encoding,
        delimiter=mapping.delimiter,
        columns=mapping.columns,
        wanted=mapping.columns_read(),
    )


def _batches(
    mapping: FileMapping, lines: Iterator[Row | BrokenLine], result: ImportResult, limit: int | None
) -> Iterator[list[tuple[Row, dict[str, Any]]]]:
    rows = _mapped(mapping, lines, result, limit)
    while batch := list(itertools.islice(rows, mapping.batch)):
        yield batch


def _mapped(
    mapping: FileMapping, lines: Iterator[Row | BrokenLine], result: ImportResult, limit: int | None
) -> Iterator[tuple[Row, dict[str, Any]]]:
    seen: set[tuple[str, ...]] = set()
    for line in itertools.islice(lines, limit):
        if isinstance(line, BrokenLine):
            result.read += 1
            result.malformed += 1
            told = {"rule": line.rule.partition(".")[0], "reason": line.why}
            result.errors.append(_error(line.line, "malformed", _raw(mapping, line), **told))
            continue
        key = tuple(line.cells[column] for column in mapping.distinct)
        if mapping.distinct and key in seen:
            continue
        seen.add(key)
        result.read += 1
        try:
            yield line, row_of(mapping, line.cells)
        except Unreadable as wrong:
            result.invalid += 1
            hidden = is_secret(wrong.field)
            value, why = (HIDDEN, "it cannot be read as the mapping says") if hidden else (wrong.value, wrong.why)
            details = {"field": wrong.field, "value": value, "rule": wrong.rule, "reason": why}
            result.errors.append(_error(line.line, Outcome.INVALID, _raw(mapping, line), **details))


def _raw(mapping: FileMapping, line: Row | BrokenLine) -> str:
    """The line itself, without what is secret; a broken line of a file that holds secrets is not shown."""
    secret = mapping.secret_columns()
    if isinstance(line, BrokenLine):
        return HIDDEN if secret else line.raw
    secret |= {column for column in line.cells if is_secret(column)}
    if not secret & set(line.cells):
        return line.raw
    kept = io.StringIO()
    csv.writer(kept, lineterminator="").writerow(
        HIDDEN if column in secret and cell else cell for column, cell in line.cells.items()
    )
    return kept.getvalue()


def _without_secrets(mapping: FileMapping, line: Row, text: str) -> str:
    """What a service says of a line may repeat it."""
    for column in mapping.secret_columns():
        if cell := line.cells.get(column, "").strip():
            text = text.replace(cell, HIDDEN)
    return text


def _take(mapping: FileMapping, result: ImportResult, report: ImportReport, lines: dict[int, Row]) -> None:
    result.accepted += report.accepted
    result.duplicate += report.duplicate
    result.invalid += report.invalid
    for row in report.rows:
        if row.id is not None:
            result.ids[row.line] = str(row.id)
        line = lines[row.line]
        if row.outcome is Outcome.DUPLICATE:
            result.duplicates.append(row.line)
            known = f"it is known already: {row.id}" if row.id else "it is known already"
            result.errors.append(_error(row.line, row.outcome, _raw(mapping, line), reason=known))
        for wrong in row.errors:
            empty = empty_columns(mapping, wrong.field, line.cells)
            reason = f"{wrong.text}: column {', '.join(empty)} is empty" if empty else wrong.text
            value = HIDDEN if wrong.value and is_secret(wrong.field) else wrong.value or ""
            told = {"field": wrong.field, "value": value, "rule": wrong.rule, "reason": reason}
            details = {name: _without_secrets(mapping, line, text) for name, text in told.items()}
            result.errors.append(_error(row.line, row.outcome, _raw(mapping, line), **details))


def _error(line: int, outcome: str, raw: str, **details: str) -> dict[str, object]:
    return {"line": line, "outcome": str(outcome), "raw": raw, **details}


async def _send(client: httpx.AsyncClient, route: str, body: dict[str, Any]) -> Any:
    for attempt in range(TRIES):
        last = attempt == TRIES - 1
        try:
            answer = await client.post(route, json=body)
        except httpx.TransportError:
            if last:
                raise
        else:
            if answer.status_code < 300:
                return answer.json()
            if answer.status_code not in BUSY or last:
                raise ImportStopped(f"{route} answered {answer.status_code}: {answer.text[:1000]}")
        await asyncio.sleep(FIRST_PAUSE_S * 2**attempt)
    raise AssertionError("unreachable")
