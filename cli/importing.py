"""How do the rows of a file get into a service, and what became of each?"""

import asyncio
import csv
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from cli.csv_rows import BrokenLine, Row, read_rows
from cli.custom_fields import define_missing
from cli.mapping import FileMapping, Unreadable, row_of
from messages.imports import ImportReport, Outcome

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
    await define_missing(mapping, client)
    for batch in _batches(mapping, path, result, limit):
        lines = {row.line: row for row, _ in batch}
        body = {"rows": [{"line": row.line, **fields} for row, fields in batch], "source": path.name}
        _take(result, ImportReport.model_validate(await _send(client, mapping.route, body)), lines)
        on_rows(result.read)
    on_rows(result.read)
    return result


def write_errors(result: ImportResult, path: Path) -> None:
    """One line per thing wrong: the line of the file, the field, the value, the rule, the reason, the line itself."""
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        writer = csv.DictWriter(file, ["line", "outcome", "field", "value", "rule", "reason", "raw"])
        writer.writeheader()
        writer.writerows(sorted(result.errors, key=lambda error: int(str(error["line"]))))


def read_all(mapping: FileMapping, path: Path, limit: int | None = None) -> tuple[list[dict[str, Any]], ImportResult]:
    """The rows that would be sent, and what is wrong with the others: a rehearsal."""
    result = ImportResult()
    rows = [{"line": row.line, **fields} for batch in _batches(mapping, path, result, limit) for row, fields in batch]
    return rows, result


def _batches(
    mapping: FileMapping, path: Path, result: ImportResult, limit: int | None
) -> Iterator[list[tuple[Row, dict[str, Any]]]]:
    rows = _mapped(mapping, path, result, limit)
    while batch := list(itertools.islice(rows, mapping.batch)):
        yield batch


def _mapped(
    mapping: FileMapping, path: Path, result: ImportResult, limit: int | None
) -> Iterator[tuple[Row, dict[str, Any]]]:
    seen: set[tuple[str, ...]] = set()
    lines = read_rows(path, encoding=mapping.encoding, columns=mapping.columns)
    for number, line in enumerate(itertools.islice(lines, limit)):
        if isinstance(line, Row) and number == 0:
            _check_columns(mapping, line, path)
        if isinstance(line, BrokenLine):
            result.read += 1
            result.malformed += 1
            result.errors.append(_error(line.line, "malformed", line.raw, reason=line.why))
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
            told = {"field": wrong.field, "value": wrong.value, "reason": wrong.why}
            result.errors.append(_error(line.line, Outcome.INVALID, line.raw, **told))


def _check_columns(mapping: FileMapping, row: Row, path: Path) -> None:
    if missing := sorted(set(mapping.columns_read()) - set(row.cells)):
        raise ValueError(f"{path} has no column {', '.join(missing)}; it has {', '.join(row.cells)}")


def _take(result: ImportResult, report: ImportReport, lines: dict[int, Row]) -> None:
    result.accepted += report.accepted
    result.duplicate += report.duplicate
    result.invalid += report.invalid
    for row in report.rows:
        if row.id is not None:
            result.ids[row.line] = str(row.id)
        for wrong in row.errors:
            told = {"field": wrong.field, "value": wrong.value or "", "rule": wrong.rule, "reason": wrong.text}
            result.errors.append(_error(row.line, row.outcome, lines[row.line].raw, **told))


def _error(line: int, outcome: str, raw: str, **told: str) -> dict[str, object]:
    return {"line": line, "outcome": str(outcome), "raw": raw, **told}


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
