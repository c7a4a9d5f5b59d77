"""Is every line of a file accounted for?"""

import csv
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Response
from typer.testing import CliRunner

from cli.imports import importer
from cli.imports.importer import ImportStopped, import_file, read_all, write_errors
from cli.main import app
from messages.base import Command
from messages.custom_fields import DefineFields
from messages.imports import ImportBatch, ImportReport, Outcome, RowOutcome, parse_rows
from messages.mappings.mapping import FileMapping
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
        good, outcomes = parse_rows(batch, ThingRow, "en")
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
    assert told == [
        ("4", "malformed", "SYS-84", '"C,3"'),
        ("5", "invalid", "SYS-2", "D\x00,4"),
        ("6", "duplicate", "", "A,5"),
    ]


async def test_a_second_time_adds_nothing(file: Path) -> None:
    service = ThingService()
    async with service.client() as client:
        await import_file(MAPPING, file, client=client)
        again = await import_file(MAPPING, file, client=client)
    assert (again.accepted, again.duplicate) == (0, 4)
    assert max(service.asked) == 2


async def test_a_batch_without_an_answer_is_sent_again(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importer, "FIRST_PAUSE_S", 0.01)
    async with ThingService(busy=2).client() as client:
        result = await import_file(MAPPING, file, client=client)
    counts = result.counts()
    assert counts.pop("read") == sum(counts.values())


async def test_a_rejected_batch_stops_the_import(file: Path) -> None:
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


PEOPLE = FileMapping.model_validate(
    {
        "service": "approvals",
        "route": "/things/import",
        "fields": {"code": "login", "day": "name", "password": "口令", "extra.api_token": "t"},
        "constants": {"password2": "hidden-too"},
    }
)


async def test_case_d12_a_password_is_in_no_error_file_and_on_no_screen(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text('login,name,口令,t\nA,,Secret-123,tok-456\n"B,x,Secret-789\nC,,,\n')
    rows, result = read_all(PEOPLE, path)
    async with ThingService().client() as client:
        sent = await import_file(PEOPLE, path, client=client)
    write_errors(sent, tmp_path / "errors.csv")
    shown = (tmp_path / "errors.csv").read_text() + repr(rows) + repr(result.errors)
    for secret in ("Secret-123", "tok-456", "Secret-789", "hidden-too"):
        assert secret not in shown
    assert "A,,***,***" in shown, "what is no secret stays"
    assert (tmp_path / "errors.csv").stat().st_mode & 0o077 == 0


async def test_case_d13_a_duplicate_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "things.csv"
    path.write_text("code,day\nA,1\nA,2\n")
    async with ThingService().client() as client:
        result = await import_file(MAPPING, path, client=client)
    assert result.duplicates == [3]
    assert [(error["line"], error["outcome"]) for error in result.errors] == [(3, "duplicate")]
    assert result.is_clean


async def test_case_d14_a_missing_field_names_its_empty_column(tmp_path: Path) -> None:
    path = tmp_path / "things.csv"
    path.write_text("代码,day\n,1\n")
    mapping = MAPPING.model_copy(
        update={"fields": MAPPING.fields | {"code": MAPPING.fields["code"].model_copy(update={"column": "代码"})}}
    )
    async with ThingService().client() as client:
        result = await import_file(mapping, path, client=client)
    assert "column 代码 is empty" in str(result.errors[0]["reason"])


async def test_case_d11_nothing_is_sent_of_a_file_with_another_header(tmp_path: Path) -> None:
    path = tmp_path / "things.csv"
    path.write_text("code,date\nA,1\n")
    service = ThingService()
    async with service.client() as client:
        with pytest.raises(ValueError, match="no column day"):
            await import_file(MAPPING, path, client=client)
    assert service.asked == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("code,day\nA,1\n", 0, id="all good"),
        pytest.param("code,day\nA,NaN\n", 3, id="every line refused"),
        pytest.param("code,day\nA,1\nB\n", 3, id="one broken"),
        pytest.param("code,date\nA,1\n", 1, id="another header"),
    ],
)
def test_case_d13_the_exit_code_says_whether_every_line_is_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, code: int
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "m.yaml").write_text(
        "service: orders\nroute: /things/import\nfields: {code: code, day: {column: day, type: number}}\n"
    )
    (tmp_path / "things.csv").write_text(text)
    ran = CliRunner().invoke(app, ["import", "m.yaml", "things.csv", "--dry-run"])
    assert ran.exit_code == code, ran.output
