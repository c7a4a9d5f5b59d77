"""Which row of a bank's table names the columns, and which rows follow it?"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from messages.errors import Malformed
from messages.text_files import DELIMITERS, bare, lines_from
from services.collections.domain.bank.header_words import Columns, columns_of

MOST_BEFORE_THE_HEADER = 60


@dataclass(frozen=True)
class Row:
    """`line` is where it begins in the file; a broken one has no cells."""

    line: int
    cells: tuple[str, ...]
    raw: str = ""
    is_broken: bool = False

    @property
    def filled(self) -> list[str]:
        return [cell for cell in self.cells if cell]


@dataclass(frozen=True)
class Sheet:
    """What stands before the names of the columns, the columns, the rows after them."""

    before: Sequence[Sequence[str]]
    columns: Columns
    rows: Sequence[Row]


def sheet_of(text: str) -> Sheet:
    """COL-80: a bank's file is camt.053, MT940 or a table one row of which names a day and an amount; anything else is
    refused before a row is read."""
    lines = io.StringIO(text, newline="").readlines()
    first = 1 if lines and lines[0][:4].casefold() == "sep=" else 0
    signs = lines[0][4:5] if first else DELIMITERS
    best: tuple[int, str, int, Columns] | None = None
    for sign in signs:
        for at, row in enumerate(islice(_rows(lines, first, sign), MOST_BEFORE_THE_HEADER)):
            columns = columns_of(list(row.cells))
            if columns is not None and (best is None or columns.fit > best[0]):
                best = (columns.fit, sign, at, columns)
    if best is None:
        raise Malformed("file", (lines[0].strip() if lines else "")[:80], "COL-80")
    _, sign, at, columns = best
    rows = list(_rows(lines, first, sign))
    return Sheet([row.cells for row in rows[:at]], columns, rows[at + 1 :])


def _rows(lines: Sequence[str], first: int, sign: str) -> Iterator[Row]:
    """A line that breaks the quotes is one broken row, and the next begins anew."""
    at = first
    while at < len(lines):
        start = at
        reader = csv.reader(lines_from(lines, start), delimiter=sign, strict=True)
        try:
            for cells in reader:
                yield Row(at + 1, tuple(map(_bare, cells)), "".join(lines[at : start + reader.line_num]))
                at = start + reader.line_num
            return
        except csv.Error:
            yield Row(at + 1, (), lines[at].strip(), is_broken=True)
            at += 1


def _bare(cell: str) -> str:
    """Without the tabs and signs that keep a spreadsheet from making a number of it."""
    return bare(cell.strip().strip("\ufeff")).lstrip("`'").strip()
