"""In which characters is a file written, what stands between its cells, and which line names the columns?"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from messages.text import without_invisible
from messages.texts import text as worded

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
NO_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")  # a picture, a program: no characters at all
MOST_STRANGE = 0.3  # of the characters beyond ASCII, those that everyday Chinese (GB2312) does not have


class FileRefused(ValueError):
    """The whole file is refused, by the number of a rule, before a row of it is read."""

    def __init__(self, rule: str, /, **params: object) -> None:
        super().__init__(rule, params)
        self.rule = rule
        self.params = params

    def __str__(self) -> str:
        return self.told("en")

    def told(self, lang: str) -> str:
        """Why, in the reader's language."""
        return worded(self.rule, lang, **self.params)


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
    """Raises FileRefused before a row is read, when the file is not recognised or lacks one of the `wanted` columns.

    Without `wanted` the header is the first line that is as wide as most are, and names every cell."""
    text = data.decode(encoding, "surrogateescape") if encoding else text_of(data)
    lines = io.StringIO(text, newline="").readlines()
    first = 0
    if lines and lines[0][:4].casefold() == "sep=":
        delimiter, first = delimiter or lines[0][4:5], 1
    if columns:
        must_name_columns(columns, wanted)
        return Sheet(lines, delimiter or delimiter_of(lines[first:]), columns, first)
    return _with_header(lines, first, delimiter, wanted)


def text_of(data: bytes) -> str:
    """SYS-77: a file is written in UTF-8, UTF-16, UTF-32 or GB18030, or it is said in which characters.

    Known by its mark, by zero bytes, as strict UTF-8, else as GB18030 when that gives everyday Chinese."""
    start = data[:4096]
    name = next((name for mark, name in MARKS if data.startswith(mark)), "")
    if not name and start.count(0) * 20 > len(start) and start.count(0) > 1:
        name = "utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be"
    if name:
        try:
            found = data.decode(name)
        except UnicodeDecodeError:
            raise FileRefused("SYS-77") from None
        if NO_TEXT.search(found[:LOOKED_AT]):
            raise FileRefused("SYS-77")
        return found
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        found = data.decode("gb18030")
    except UnicodeDecodeError:
        raise FileRefused("SYS-77") from None
    if _share_of_strange(found) > MOST_STRANGE or NO_TEXT.search(found[:LOOKED_AT]):
        raise FileRefused("SYS-77")
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


def must_name_columns(header: Sequence[str], wanted: Collection[str] = ()) -> None:
    """SYS-79: a line of the file names the columns: all that are wanted, each once."""
    if missing := sorted(set(wanted) - set(header)):
        raise FileRefused("SYS-79", missing=", ".join(missing), found=", ".join(filter(None, header)))
    _must_be_named_once(header, wanted or header)


def _must_be_named_once(header: Sequence[str], wanted: Collection[str]) -> None:
    """SYS-80: no two columns that are read have one name."""
    twice = sorted(name for name, count in Counter(header).items() if name and count > 1 and name in wanted)
    if twice:
        raise FileRefused("SYS-80", twice=", ".join(twice))


def must_be_a_table(header: Sequence[str]) -> None:
    """SYS-78: what has one column only is no table: its delimiter was not recognised, or it is another file."""
    if len([name for name in header if name]) < 2:
        raise FileRefused("SYS-78", found=(header[0] if header else "")[:60])


def header_among(rows: Sequence[Sequence[str]], wanted: Collection[str]) -> int | None:
    """Which of the first rows names the columns: the first one that has all that are wanted; without `wanted` the
    first one that fills as many cells as the fuller rows do. Rows before it are a title or the bank's address."""
    if wanted:
        return next((at for at, row in enumerate(rows) if set(wanted) <= set(row)), None)
    filled = [sum(1 for cell in row if cell.strip()) for row in rows]
    several = max(2, sum(1 for width in filled if width) // 5)
    widths = [width for width in filled if width and sum(1 for other in filled if other >= width) >= several]
    usual = max(widths, default=max(filled, default=0))
    return next((at for at, width in enumerate(filled) if width and width >= usual), None)


def _with_header(lines: list[str], first: int, delimiter: str | None, wanted: Collection[str]) -> Sheet:
    guess = delimiter or delimiter_of(lines[first:])
    signs = [delimiter] if delimiter else [guess, *(sign for sign in DELIMITERS if sign != guess)]
    for sign in signs if wanted else [guess]:
        seen = [_names(lines, at, sign) for at in range(first, min(len(lines), first + MOST_BEFORE_THE_HEADER))]
        at = header_among([names for names, _ in seen], wanted)
        if at is not None:
            must_name_columns(seen[at][0], wanted)
            return Sheet(lines, sign, *seen[at])
    filled = [at for at in range(first, len(lines)) if lines[at].strip()]
    if not filled:
        raise FileRefused("SYS-79.empty")
    header, after = _names(lines, filled[0], guess)
    must_name_columns(header, wanted)
    return Sheet(lines, guess, header, after)


def _names(lines: list[str], at: int, sign: str) -> tuple[list[str], int]:
    """The names on this line, and the line after them: a name may have line breaks."""
    reader = csv.reader(iter(lines[at : at + 10]), delimiter=sign)
    try:
        cells = next(reader, [])
    except csv.Error:
        return [], at + 1
    return [" ".join(without_invisible(cell).split()) for cell in cells], at + reader.line_num


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
