"""Is every line of a file accounted for?"""

import csv
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Response

from cli import importing
from cli.importing import ImportStopped, import_file, read_all, write_errors
from cli.mapping import FileMapping
from messages.base import Command
from messages.custom_fields import DefineFields
from messages.imports import ImportBatch, ImportReport, Outcome, RowOutcome, check_rows
from messages.text import ShortStr

MAPPING = FileMapping.model_validate(
    {"service": "orders", "route": "/things/import", "batch": 2, "fields": {"code": "code", "day": "day"}}
)


class ThingRow(Command):
    line: int
    code: ShortStr
    day: ShortStr | None = None


class ThingService:
    """A service that keeps things by their code, as ours do."""

    def __init__(self, *, busy: int = 0) -> None:
        self.kept: set[str] = set()
        self.asked: list[int] = []
        self.busy = busy
        self.app = FastAPI()
        self.app.post("/things/import", response_model=None)(self.import_things)

    async def import_things(self, batch: ImportBatch) -> ImportReport | Response:
        self.asked.append(len(batch.rows))
        good, outcomes = check_rows(batch, ThingRow)
        for row in good:
            outcome = Outcome.DUPLICATE if row.code in self.kept else Outcome.ACCEPTED
            self.kept.add(row.code)
            outcomes.append(RowOutcome(line=row.line, outcome=outcome))
        if self.busy:
            self.busy -= 1
            return Response(status_code=503)
        return ImportReport.of(outcomes)

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://orders")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "things.csv"
    path.write_text('code,day\nA,1\nB,2\n"C,3"\nD\x00,4\nA,5\nE,\n')
    return path


async def test_every_line_is_counted_once_and_the_wrong_ones_are_told(file: Path, tmp_path: Path) -> None:
    seen: list[int] = []
    async with ThingService().client() as client:
        result = await import_file(MAPPING, file, client=client, on_rows=seen.append)
    assert result.counts() == {"read": 6, "accepted": 3, "duplicate": 1, "invalid": 1, "malformed": 1}
    assert seen[-1] == 6
    write_errors(result, tmp_path / "errors.csv")
    with (tmp_path / "errors.csv").open() as errors:
        told = [(row["line"], row["outcome"], row["rule"], row["raw"]) for row in csv.DictReader(errors)]
    assert told == [("4", "malformed", "", '"C,3"'), ("5", "invalid", "SYS-2", "D\x00,4")]


async def test_a_second_time_adds_nothing(file: Path) -> None:
    service = ThingService()
    async with service.client() as client:
        await import_file(MAPPING, file, client=client)
        again = await import_file(MAPPING, file, client=client)
    assert (again.accepted, again.duplicate) == (0, 4)
    assert max(service.asked) == 2


async def test_a_batch_without_an_answer_is_sent_again(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "FIRST_PAUSE_S", 0.01)
    async with ThingService(busy=2).client() as client:
        result = await import_file(MAPPING, file, client=client)
    counts = result.counts()
    assert counts.pop("read") == sum(counts.values())


async def test_a_refused_batch_stops_the_import(file: Path) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(FastAPI()), base_url="http://orders") as client:
        with pytest.raises(ImportStopped, match="404"):
            await import_file(MAPPING, file, client=client)


async def test_custom_fields_are_defined_beside_those_that_stand(file: Path) -> None:
    service, stands = ThingService(), [{"name": "colour", "kind": "text"}]

    async def define(command: DefineFields) -> None:
        stands[:] = [{"name": field.name, "kind": field.kind} for field in command.fields]

    service.app.get("/things/fields")(lambda: {"kind": "thing", "version": 1, "fields": stands})
    service.app.put("/things/fields")(define)
    said = MAPPING.model_dump(exclude_none=True) | {
        "custom_fields": {"route": "/things/fields", "fields": [{"name": "visits", "kind": "number"}]}
    }
    async with service.client() as client:
        for _ in range(2):
            await import_file(FileMapping.model_validate(said), file, client=client)
    assert [field["name"] for field in stands] == ["colour", "visits"]


async def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("code,date\nA,1\n")
    with pytest.raises(ValueError, match="no column day; it has code, date"):
        read_all(MAPPING, path)


def test_distinct_rows_are_sent_once(tmp_path: Path) -> None:
    path = tmp_path / "teams.csv"
    path.write_text("agent,manager\nA,X\nB,X\nC,Y\n")
    said: dict[str, Any] = {"service": "approvals", "route": "/people/import", "distinct": ["manager"]}
    rows, result = read_all(FileMapping.model_validate(said | {"fields": {"name": "manager"}}), path)
    assert [row["name"] for row in rows] == ["X", "Y"]
    assert result.read == 2
