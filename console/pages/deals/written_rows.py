"""How are rows written into one field of a form, a line each, with their parts between bars?"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from console.form_input import Unreadable

BARS = re.compile(r"\s*[|｜]\s*")
COMMAS = re.compile(r"\s*[,，、;；]\s*")


def read_rows(field: str, typed: str, names: Sequence[str]) -> list[dict[str, str]]:
    """Each line's parts under these names; parts that are not there are left out. Raises Unreadable for more."""
    found = []
    for number, line in enumerate(typed.splitlines()):
        if not line.strip():
            continue
        parts = [part.strip() for part in BARS.split(line.strip())]
        if len(parts) > len(names) or not parts[0]:
            raise Unreadable(field, "input.too_many_parts", params={"line": number + 1, "most": len(names)})
        found.append({name: part for name, part in zip(names, parts, strict=False) if part})
    return found


def write_rows(rows: Iterable[Sequence[Any]]) -> str:
    """As they are read again."""
    return "\n".join(" | ".join("" if part is None else str(part) for part in row).rstrip(" |") for row in rows)


def read_list(typed: str) -> list[str]:
    return [part for part in COMMAS.split(typed.strip()) if part]
