"""Which column becomes which field: what is proposed, and what did the reader choose?"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from starlette.datastructures import FormData

from console.form_input import Unreadable
from messages.approvals.file_imports import ChosenMapping, FileImportView, SavedMapping
from messages.import_kinds import ImportKind, Target, recognised
from messages.mappings.mapping import FieldFrom, FileMapping

ORDERS = ("ymd", "dmy", "mdy")
DECIMALS = (".", ",")
SHARES = ("points", "rate")
TWO_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.]\d{2,4}")
COMMA = re.compile(r"[^,]*,\d{1,2}\D*|[\d.]+,\d+\D*")
SHOWN = 3  # cells of each column beside its choice
NOTHING = ["—", "#N/A"]


def proposed(seen: FileImportView, targets: Sequence[Target], saved: Sequence[SavedMapping]) -> ChosenMapping:
    """What was chosen before for this file; else a saved mapping that knows all its columns; else by their names."""
    if seen.mapping is not None:
        return seen.mapping
    for one in saved:
        columns = {column for source in one.mapping.fields.values() for column in source.columns}
        if columns and columns <= set(seen.columns):
            return one.mapping
    found = recognised(seen.columns, targets)
    how = _guessed(seen, found)
    return ChosenMapping(fields={target.name: _source(target, column, how) for column, target in found.items()})


def chosen(form: FormData, seen: FileImportView, targets: Sequence[Target]) -> ChosenMapping:
    """Raises Unreadable where a field that each row needs comes from nowhere, or one from two columns."""
    known = {target.name: target for target in targets}
    how = {name: str(form.get(name, "")) for name in ("dates", "decimals", "shares")}
    fields: dict[str, FieldFrom] = {}
    for at, (column, name) in enumerate(zip(seen.columns, form.getlist("becomes"), strict=False)):
        target = known.get(str(name))
        if target is None:
            continue
        if target.name in fields:
            raise Unreadable("becomes", "import.twice", at)
        fields[target.name] = _source(target, column, how)
    constants = {
        target.name: value
        for target in targets
        if target.name not in fields and (value := str(form.get(target.name, "")).strip()[:200])
    }
    if missing := next((one for one in targets if one.needed and one.name not in {*fields, *constants}), None):
        raise Unreadable(missing.name, "import.needed")
    return ChosenMapping(fields=fields, constants=constants)


def file_mapping(kind: ImportKind, mapping: ChosenMapping) -> FileMapping:
    """As the reader of files takes it."""
    return FileMapping(
        service=kind.service, route=kind.route, nulls=NOTHING, fields=mapping.fields, constants=mapping.constants
    )


def how_of(mapping: ChosenMapping) -> dict[str, str]:
    """How days, amounts and percentages are read by it."""
    sources = list(mapping.fields.values())
    dates = next((one.format for one in sources if one.type == "date"), "ymd")
    return {
        "dates": (dates if isinstance(dates, str) else (dates or ["ymd"])[0]) or "ymd",
        "decimals": next((one.decimal for one in sources if one.decimal), "."),
        "shares": "rate" if any(one.type == "rate" for one in sources) else "points",
    }


def rows_of(seen: FileImportView, mapping: ChosenMapping) -> list[tuple[int, str, str, list[str]]]:
    """Each column with its place, the field that it becomes, and some of its cells."""
    fields = {column: name for name, source in mapping.fields.items() for column in source.columns}
    return [
        (at, column, fields.get(column, ""), [cell for row in seen.sample if (cell := row.cells.get(column))][:SHOWN])
        for at, column in enumerate(seen.columns)
    ]


def _source(target: Target, column: str, how: Mapping[str, str]) -> FieldFrom:
    given: dict[str, Any] = {}
    if target.type == "date" and how.get("dates") in ORDERS:
        given["format"] = [how["dates"], "excel"]
    if target.type in ("amount", "exact") and how.get("decimals") == ",":
        given["decimal"] = ","
    if target.type == "points" and how.get("shares") == "rate":
        given["type"] = "rate"
    return target.source(column, **given)


def _guessed(seen: FileImportView, found: Mapping[str, Target]) -> dict[str, str]:
    def cells(*types: str) -> list[str]:
        columns = [column for column, target in found.items() if target.type in types]
        return [row.cells.get(column, "") for row in seen.sample for column in columns]

    days = [match for cell in cells("date") if (match := TWO_FIRST.match(cell))]
    order = "ymd"
    if days:
        order = "mdy" if any(int(day[2]) > 12 for day in days) else "dmy"
    shares = [cell for cell in cells("points") if cell]
    share = "rate" if shares and all(re.fullmatch(r"0|0?\.\d+", cell) for cell in shares) else "points"
    amounts = [cell for cell in cells("amount", "exact") if cell]
    comma: Literal[",", "."] = (
        ","
        if any(COMMA.fullmatch(cell) for cell in amounts)
        and not any(re.search(r"\.\d{1,2}\D*$", cell) for cell in amounts)
        else "."
    )
    return {"dates": order, "decimals": comma, "shares": share}
