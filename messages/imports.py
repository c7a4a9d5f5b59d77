"""What does a service answer when rows of a file are brought in?"""

from enum import StrEnum
from typing import Annotated, Any, TypeVar
from uuid import UUID

from pydantic import BaseModel, Field, ValidationError

from messages.base import Command, View
from messages.errors import RuleViolation
from messages.reasons import reason_of
from messages.text import OF_A_CELL, ShortStr, is_secret
from messages.texts import text

MOST_ROWS = 500

R = TypeVar("R", bound=BaseModel)


class Outcome(StrEnum):
    """What became of a row."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    INVALID = "invalid"


class RowError(View):
    """What is wrong with one field of a row: the rule's number or code, and a text for people."""

    field: str
    value: str | None = None
    rule: str
    text: str


class RowOutcome(View):
    """What became of the row on this line of the file; `id` is the record's, of a duplicate the first one's."""

    line: int
    outcome: Outcome
    id: UUID | None = None
    errors: list[RowError] = []


class ImportReport(View):
    """The outcomes of one batch, in the order of its rows."""

    accepted: int
    duplicate: int
    invalid: int
    rows: list[RowOutcome]

    @classmethod
    def of(cls, rows: list[RowOutcome]) -> "ImportReport":
        """Counted from the rows."""
        counts = {outcome: sum(row.outcome is outcome for row in rows) for outcome in Outcome}
        return cls(
            accepted=counts[Outcome.ACCEPTED],
            duplicate=counts[Outcome.DUPLICATE],
            invalid=counts[Outcome.INVALID],
            rows=rows,
        )


class ImportBatch(Command):
    """Rows of one file, each with its `line`. They arrive unchecked, so that one bad row does not stop the others."""

    rows: Annotated[list[dict[str, Any]], Field(max_length=MOST_ROWS)]
    source: ShortStr


def parse_rows(batch: ImportBatch, shape: type[R], lang: str) -> tuple[list[R], list[RowOutcome]]:
    """The rows that have the shape of the command, and the outcomes of those that have not, in the reader's words."""
    good: list[R] = []
    bad: list[RowOutcome] = []
    for raw in batch.rows:
        try:
            good.append(shape.model_validate(raw, context=OF_A_CELL))
        except ValidationError as wrong:
            errors = [_row_error(dict(error), lang) for error in wrong.errors(include_url=False)]
            bad.append(RowOutcome(line=_line_of(raw), outcome=Outcome.INVALID, errors=errors))
    return good, bad


def refused_row(line: int, no: RuleViolation, *, field: str, value: object, lang: str) -> RowOutcome:
    """A row with the shape of the command, to which a rule says no."""
    told = text(no.rule, lang, **no.params)
    error = RowError(field=field, value=str(value)[:200], rule=no.rule, text=told)
    return RowOutcome(line=line, outcome=Outcome.INVALID, errors=[error])


def _line_of(raw: dict[str, Any]) -> int:
    line = raw.get("line")
    return line if isinstance(line, int) else 0


def _row_error(error: dict[str, Any], lang: str) -> RowError:
    rule, words = reason_of(error, lang)
    if not words:
        words = str(error["msg"]).removeprefix("Value error, ") if lang == "en" else text("input.other", lang)
    field = ".".join(str(part) for part in error["loc"])
    whole = isinstance(error["input"], dict | list)  # something secret may stand in it
    hidden = error["type"] == "missing" or whole or is_secret(field)
    return RowError(
        field=field,
        value=None if hidden else str(error["input"])[:200].encode(errors="backslashreplace").decode(),
        rule=rule,
        text=words.removeprefix(f"{rule}: "),
    )
