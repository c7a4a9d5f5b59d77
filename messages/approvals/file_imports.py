"""What is known of a file that somebody brings in by clicking: its columns, its mapping, what became of its rows?"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from messages.base import Command, View
from messages.imports import MOST_ROWS, RowError
from messages.mappings.mapping import FieldFrom
from messages.text import CONTROLS, Code, SafeStr, ShortStr

Count = Annotated[int, Field(ge=0, le=10_000_000)]
Cells = dict[str, str]


class Stage(StrEnum):
    """A check keeps nothing; then the rows are brought in."""

    CHECK = "CHECK"
    IMPORT = "IMPORT"


class FileImportStatus(StrEnum):
    UPLOADED = "UPLOADED"
    CHECKING = "CHECKING"
    CHECKED = "CHECKED"
    IMPORTING = "IMPORTING"
    DONE = "DONE"


class ChosenMapping(Command):
    """Which column becomes which field, and what is in every row without a column."""

    fields: Annotated[dict[ShortStr, FieldFrom], Field(max_length=100)]
    constants: Annotated[dict[ShortStr, ShortStr], Field(max_length=30)] = {}


class StartStage(Command):
    """Check the file, or bring it in. With `mapping` it is read so from now on."""

    stage: Stage
    mapping: ChosenMapping | None = None


class ReportBatch(Command):
    """What became of the next rows, `line` being the last one of them. A number that is known changes nothing."""

    stage: Stage
    number: Annotated[int, Field(ge=0, le=1_000_000)]
    line: Count
    accepted: Count
    duplicate: Count
    invalid: Count
    errors: Annotated[list["ReportedError"], Field(max_length=20 * MOST_ROWS)] = []


MOST_SIGNS = 500  # of a cell that is told of
Told = Annotated[SafeStr, Field(max_length=MOST_SIGNS)]


class ReportedError(Command):
    """What is wrong with a line, by its number in the file; `column` as the file calls it."""

    line: Count
    field: Told
    column: Told = ""
    value: Told | None = None
    rule: Told
    text: Told


class LineError(RowError):
    """What is wrong with a line, by its number in the file; `column` as the file calls it."""

    line: int
    column: str = ""

    def reported(self) -> ReportedError:
        """As much of it as is kept; signs that nobody sees are shown as such."""
        told = {name: value for name, value in self.model_dump().items() if value is not None}
        return ReportedError.model_validate({name: _legible(value) for name, value in told.items()})


def _legible(value: str | int) -> str | int:
    return CONTROLS.sub("\ufffd", value)[:MOST_SIGNS] if isinstance(value, str) else value


class EndStage(Command):
    """All its rows were told of; or it stopped before, and why."""

    stage: Stage
    why: Annotated[SafeStr, Field(max_length=500)] = ""


class ChooseSheet(Command):
    sheet: ShortStr


class SampleRow(View):
    line: int
    cells: Cells


class FileImportView(View):
    """`accepted`, `duplicate`, `invalid` are of the stage that runs or ran last; `line` is how far it is."""

    id: UUID
    kind: str
    name: str
    status: FileImportStatus
    columns: list[str]
    sheets: list[str]
    sheet: str | None
    sample: list[SampleRow]
    rows: int
    mapping: ChosenMapping | None
    batches: int  # told of in this stage: it goes on with this number
    line: int
    accepted: int
    duplicate: int
    invalid: int
    stopped: str
    is_running: bool
    created_at: datetime
    touched_at: datetime


class LineErrors(View):
    """Some of them in the order of the file; `next`: from which batch on there are more."""

    items: list[LineError]
    next: int | None


class SaveMapping(Command):
    """Under its name again it takes the place of one's own of before."""

    kind: Code
    name: ShortStr
    mapping: ChosenMapping


class SavedMapping(View):
    """Of one's own or of a colleague in the same legal entity."""

    id: UUID
    kind: str
    name: str
    owner_id: UUID
    owner_name: str
    mapping: ChosenMapping
    saved_at: datetime


ReportBatch.model_rebuild()
