"""What did somebody type, and what of it cannot be read?"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request

from messages.money import exact
from messages.texts import known, text

RULE = re.compile(r"\b([A-Z]{3}-\d+)\b")
OURS = ("key", "back")  # of every form
MOST_KEPT = 20_000  # characters


class Unreadable(Exception):
    """A field does not say what it has to say; `code` is the reason in the catalogues."""

    def __init__(self, name: str, code: str) -> None:
        super().__init__(name, code)
        self.name = name
        self.code = code


@dataclass(frozen=True)
class Kept:
    """What was typed into the form that goes to `path`, so that it need not be typed again."""

    path: str = ""
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    key: str = ""  # of the form, where nobody knows whether its act happened

    def of(self, path: str, name: str, otherwise: str) -> str:
        """What this field of the form shows."""
        found = self.values.get(name) if path == self.path else None
        return found[0] if found else otherwise

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
        told = json.dumps({"path": self.path, "values": {name: list(said) for name, said in self.values.items()}})
        return told if self.path and len(told) <= MOST_KEPT else ""


NOTHING_KEPT = Kept()


def kept_from(told: str) -> Kept:
    """The other way; anything strange is nothing."""
    try:
        found = json.loads(told)
        values = {str(name): [str(one) for one in said] for name, said in found["values"].items()}
        return Kept(str(found["path"]), values)
    except (ValueError, TypeError, KeyError, AttributeError):
        return NOTHING_KEPT


async def keep(request: Request, *, key: bool = False) -> Kept:
    """What the form of this POST said. `key`: it may have happened, so sending it again must not do it twice."""
    form = await request.form()
    values = {name: [one for one in form.getlist(name) if isinstance(one, str)] for name in form if name not in OURS}
    said = str(form.get("key") or "")
    return Kept(request.url.path, values, said if key else "")


async def where(request: Request) -> str:
    """The page on which the form of this POST stood."""
    said = (await request.form()).get("back")
    return inside(said if isinstance(said, str) else request.headers.get("referer", "/"))


def inside(to: str) -> str:
    """Only a path of ours, never another site (open redirect)."""
    found = urlsplit(to.replace("\\", "/"))
    path = "/" + found.path.lstrip("/")
    return f"{path}?{found.query}" if found.query else path


def amount(name: str, said: str) -> Decimal:
    """Money as it was typed, commas between thousands allowed. Raises Unreadable."""
    try:
        return exact(said.replace(",", "").replace("，", "").strip())
    except ValueError as wrong:
        raise Unreadable(name, "SYS-1") from wrong


def whole(name: str, said: str) -> int:
    """A number without decimals. Raises Unreadable."""
    if not re.fullmatch(r"[0-9]{1,9}", said.strip()):
        raise Unreadable(name, "input.int_parsing")
    return int(said)


def complaints(errors: Sequence[Mapping[str, Any]], lang: str) -> str:
    """The sentences about what could not be read: of a service's problem, or of pydantic."""
    return " ".join(f"{_label(one, lang)}: {_complaint(one, lang)}." for one in errors[:5])


def _label(error: Mapping[str, Any], lang: str) -> str:
    place = error.get("loc") or str(error.get("field", "")).split(".")
    parts = [str(part) for part in place]
    names = [part for part in parts if not part.isdigit()]
    rows = [int(part) + 1 for part in parts if part.isdigit()]
    name = names[-1] if names else "form"
    worded = text(f"field.{name}", lang) if known(f"field.{name}", lang) else name
    return f"{worded} {rows[0]}" if rows else worded


def _complaint(error: Mapping[str, Any], lang: str) -> str:
    if "code" in error:
        return text(str(error["code"]), lang)
    said = str(error.get("detail") or error.get("msg") or "")
    rule = RULE.search(f"{error.get('rule', '')} {said}")
    if rule and known(rule.group(1), lang):
        return text(rule.group(1), lang)
    code = f"input.{error.get('type') or error.get('rule')}"
    context = error.get("ctx") or {}
    return text(code if known(code, lang) else "input.other", lang, **context)
