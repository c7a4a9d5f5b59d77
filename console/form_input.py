"""What did somebody type, and what of it cannot be read?"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from urllib.parse import urlsplit

from fastapi import Request

from messages import numerals
from messages.money import exact, exact_price
from messages.text import is_secret

FORM_KEYS = ("key", "back")  # of every form
MOST_KEPT = 20_000  # characters
MOST_PIECES = 10**9


class Unreadable(Exception):
    """A field does not say what it has to say; `code` is the reason in the catalogues, `row` where fields repeat."""

    def __init__(self, name: str, code: str, row: int = 0, *, params: Mapping[str, object] | None = None) -> None:
        super().__init__(name, code)
        self.name = name
        self.code = code
        self.row = row
        self.params = params or {}

    @property
    def error(self) -> dict[str, object]:
        """As `field_errors` are said."""
        return {"loc": (self.name, self.row) if self.row else (self.name,), "code": self.code, "params": self.params}


@dataclass(frozen=True)
class KeptInput:
    """What was typed into the form that goes to `path`, so that it need not be typed again."""

    path: str = ""
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    key: str = ""  # of the form, where nobody knows whether its action happened
    wrong: Mapping[tuple[str, int], str] = field(default_factory=dict)  # what to say at which field, in which row

    def problem(self, path: str, name: str, row: int = 0) -> str:
        """What is wrong with this field of the form, in the reader's words."""
        return self.wrong.get((name, row), "") if path == self.path else ""

    def of(self, path: str, name: str, otherwise: str, row: int = 0) -> str:
        """What this field of the form shows."""
        found = self.values.get(name, ()) if path == self.path else ()
        return found[row] if row < len(found) else otherwise

    def all(self, path: str, name: str) -> Sequence[str]:
        """What was ticked in this form."""
        return self.values.get(name, ()) if path == self.path else ()

    def rows(self, path: str, names: Sequence[str]) -> list[dict[str, str]] | None:
        """What the rows of a form with repeated fields show; None: nothing was kept."""
        if path != self.path:
            return None
        columns = [self.values.get(name, ()) for name in names]
        return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=False)]

    def written(self) -> str:
        """For a hidden field; empty when it is too long."""
        written = json.dumps({"path": self.path, "values": {name: list(typed) for name, typed in self.values.items()}})
        return written if self.path and len(written) <= MOST_KEPT else ""


NO_INPUT = KeptInput()


def input_from(written: str) -> KeptInput:
    """The other way; anything strange is nothing."""
    try:
        found = json.loads(written)
        values = {str(name): [str(one) for one in typed] for name, typed in found["values"].items()}
        return KeptInput(str(found["path"]), values)
    except (ValueError, TypeError, KeyError, AttributeError):
        return NO_INPUT


async def keep_input(request: Request, *, key: bool = False) -> KeptInput:
    """What was typed into the form of this POST, but for passwords. `key`: it may have happened, so resending it must
    not do it twice."""
    form = await request.form()
    values = {
        name: [one for one in form.getlist(name) if isinstance(one, str)]
        for name in form
        if name not in FORM_KEYS and not is_secret(name)
    }
    form_key = str(form.get("key") or "")
    return KeptInput(request.url.path, values, form_key if key else "")


async def origin_page(request: Request) -> str:
    """The page on which the form of this POST stood."""
    back = (await request.form()).get("back")
    return local_path(back if isinstance(back, str) else request.headers.get("referer", "/"))


def local_path(to: str) -> str:
    """Only a path of ours, never another site (open redirect)."""
    found = urlsplit(to.replace("\\", "/"))
    path = "/" + found.path.lstrip("/")
    return f"{path}?{found.query}" if found.query else path


def amount(name: str, typed: str, row: int = 0) -> Decimal:
    """Money as people type it: 1,200.00, ¥1200, 1200元. Raises Unreadable."""
    try:
        return exact(numerals.amount(typed, decimal="."))
    except ValueError as wrong:
        raise Unreadable(name, "SYS-1" if typed.strip() else "input.missing", row) from wrong


def unit_price(name: str, typed: str, row: int = 0) -> Decimal:
    """A price per piece, with up to four decimals. Raises Unreadable."""
    try:
        return exact_price(numerals.amount(typed, decimal="."))
    except ValueError as wrong:
        raise Unreadable(name, "SYS-17", row) from wrong


def chosen(name: str, typed: str) -> bool:
    """One of two. Raises Unreadable."""
    if typed not in ("yes", "no"):
        raise Unreadable(name, "input.missing")
    return typed == "yes"


def whole(name: str, typed: str, row: int = 0) -> int:
    """A number without decimals. Raises Unreadable."""
    try:
        found = numerals.whole_number(typed)
    except numerals.NoNumber as wrong:
        raise Unreadable(name, "input.int_parsing", row) from wrong
    if not 0 <= found < MOST_PIECES:
        raise Unreadable(name, "input.int_parsing", row)
    return found
