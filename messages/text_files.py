"""In which characters is a file written, what stands between its cells, and which line names the columns?"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from messages.text import without_invisible

DELIMITERS = ",;\t|"
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LOOKED_AT = 65536
MOST_LINES_OF_A_ROW = 50
AS_A_FORMULA = re.compile(r'="([^"]*)"')
MOST_BEFORE_THE_HEADER = 50
MOST_STRANGE = 0.3  # of the characters beyond ASCII, those that everyday Chinese (GB2312) does not have


@dataclass(frozen=True)
class Sheet:
    """The lines of a file, the sign between its cells, the names of its columns, and where the rows begin."""

    lines: list[str]
    delimiter: str
    header: list[str]
    first: int


def sheet_of(
    data: bytes,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    columns: list[str] | None = None,
    wanted: Collection[str] = (),
) -> Sheet:
    """Raises ValueError before a row is read, when the file is not recognised or lacks one of the `wanted` columns."""
    text = data.decode(encoding, "surrogateescape") if encoding else text_of(data)
    lines = io.StringIO(text, newline="").readlines()
    first = 0
    if lines and lines[0][:4].casefold() == "sep=":
        delimiter, first = delimiter or lines[0][4:5], 1
    if columns:
        if missing := sorted(set(wanted) - set(columns)):
            raise ValueError(f"no column {', '.join(missing)}; the mapping names {', '.join(columns)}")
        return Sheet(lines, delimiter or delimiter_of(lines[first:]), columns, first)
    return _with_header(lines, first, delimiter, wanted)


def text_of(data: bytes) -> str:
    """By its mark, by zero bytes, as strict UTF-8, else as GB18030 when that gives everyday Chinese."""
    for mark, name in MARKS:
        if data.startswith(mark):
            return data.decode(name)
    start = data[:4096]
    if start.count(0) * 20 > len(start) and start.count(0) > 1:
        return data.decode("utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        found = data.decode("gb18030")
    except UnicodeDecodeError:
        raise ValueError("the file is neither UTF-8, UTF-16 nor GB18030: say its `encoding` in the mapping") from None
    if _share_of_strange(found) > MOST_STRANGE:
        raise ValueError("the file's characters are not clearly GB18030: say its `encoding` in the mapping")
    return found


def delimiter_of(lines: list[str]) -> str:
    """The sign that makes most rows equally wide."""
    text = "".join(lines)[:LOOKED_AT]
    best = (0, DELIMITERS[0])
    for sign in DELIMITERS:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
        widths = Counter(len(row) for row in rows if len(row) > 1)
        fit = max(((width - 1) * count for width, count in widths.items()), default=0)
        best = max(best, (fit, sign), key=lambda found: found[0])
    return best[1]


def lines_from(lines: Sequence[str], start: int) -> Iterator[str]:
    """The lines from there on, but no more for one row than a cell with line breaks can have: then its quotes are
    broken, which the reader says at the end."""
    quotes, open_lines = 0, 0
    for at in range(start, len(lines)):
        quotes += lines[at].count('"')
        open_lines = open_lines + 1 if quotes % 2 else 0
        if open_lines > MOST_LINES_OF_A_ROW:
            return
        yield lines[at]


def bare(cell: str) -> str:
    """A spreadsheet writes ="00012" to keep the noughts."""
    found = AS_A_FORMULA.fullmatch(cell.strip())
    return found.group(1) if found else cell


def _with_header(lines: list[str], first: int, delimiter: str | None, wanted: Collection[str]) -> Sheet:
    """The first line that names all columns; lines before it, a title or the bank's address, are no rows."""
    guess = delimiter or delimiter_of(lines[first:])
    signs = [delimiter] if delimiter else [guess, *(sign for sign in DELIMITERS if sign != guess)]
    for sign in signs if wanted else ():
        for at in range(first, min(len(lines), first + MOST_BEFORE_THE_HEADER)):
            header, after = _names(lines, at, sign)
            if set(wanted) <= set(header):
                _must_be_once(header, wanted)
                return Sheet(lines, sign, header, after)
    filled = [at for at in range(first, len(lines)) if lines[at].strip()]
    if not filled:
        raise ValueError("the file is empty: its first line must name the columns")
    header, after = _names(lines, filled[0], guess)
    if missing := sorted(set(wanted) - set(header)):
        raise ValueError(f"no column {', '.join(missing)}; it has {', '.join(header)}")
    return Sheet(lines, guess, header, after)


def _names(lines: list[str], at: int, sign: str) -> tuple[list[str], int]:
    """The names on this line, and the line after them: a name may have line breaks."""
    reader = csv.reader(iter(lines[at : at + 10]), delimiter=sign)
    try:
        cells = next(reader, [])
    except csv.Error:
        return [], at + 1
    return [" ".join(without_invisible(cell).split()) for cell in cells], at + reader.line_num


def _must_be_once(header: list[str], wanted: Collection[str]) -> None:
    twice = sorted(name for name, count in Counter(header).items() if count > 1 and name in wanted)
    if twice:
        raise ValueError(f"two columns are called {', '.join(twice)}: rename one of them")


def _share_of_strange(text: str) -> float:
    beyond = [char for char in text[:LOOKED_AT] if not char.isascii()]
    strange = sum(not _is_everyday(char) for char in beyond)
    return strange / len(beyond) if beyond else 0.0


def _is_everyday(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return char in "\u00a0€"
    return True
