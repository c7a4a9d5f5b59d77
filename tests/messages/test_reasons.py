"""Is what is wrong with a value said in the reader's language, alone and in a row of a file?"""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from messages.approvals.people import ChangePassword, ImportPersonRow
from messages.base import Command
from messages.imports import ImportBatch, parse_rows
from messages.reasons import reason_of
from messages.text import ShortStr
from messages.texts import known

LIBRARY = ("required", "permitted", "should", "valid string", "Datetimes", "no person has")


class ThingRow(Command):
    line: int = 0
    code: ShortStr
    day: date | None = None
    name: ShortStr | None = None


def errors(row: dict[str, Any], lang: str, shape: Any = ThingRow) -> list[tuple[str, str, str]]:
    good, bad = parse_rows(ImportBatch(rows=[row], source="a"), shape, lang)
    assert good == []
    return [(one.field, one.rule, one.text) for one in bad[0].errors]


@pytest.mark.parametrize(
    ("row", "field", "rule", "zh"),
    [
        ({"line": 1}, "code", "missing", "必填"),
        ({"code": "A", "preis": "1.00"}, "preis", "extra_forbidden", "没有这一项"),
        ({"code": 7}, "code", "string_type", "请填写文字"),
        ({"code": "A", "day": 45292.5}, "day", "date_from_datetime_inexact", "请填写日期，不带时间"),
    ],
)
def test_a_row_is_refused_in_the_words_that_a_single_request_is(
    row: dict[str, Any], field: str, rule: str, zh: str
) -> None:
    assert errors(row, "zh") == [(field, rule, zh)]
    [(_, _, en)] = errors(row, "en")
    assert not any(words in en for words in LIBRARY)


def test_case_d11_the_lines_within_one_cell_of_a_file_are_one() -> None:
    row = {"code": "上海\r\n换行有限公司", "name": " 13800138000 \n\n 13900139000\n"}
    [read], bad = parse_rows(ImportBatch(rows=[row], source="a"), ThingRow, "zh")
    assert (read.code, read.name, bad) == ("上海 换行有限公司", "13800138000 13900139000", [])
    assert errors({"code": "\n\n"}, "zh") == [("code", "too_short", "必填")]
    with pytest.raises(ValidationError, match="SYS-3"):
        ThingRow.model_validate(row)


def test_a_numbered_rule_of_a_row_is_in_the_readers_language() -> None:
    row = {"login": "a", "name": "A", "unit": "cs", "legal_entity_id": "cs", "roles": ["process"]}
    [(_, rule, zh)] = errors(row, "zh", ImportPersonRow)
    assert rule == "APP-53"
    assert not any(words in zh for words in LIBRARY)
    assert not zh.startswith("APP-53")


def said(shape: Any, values: dict[str, Any], lang: str) -> list[str]:
    with pytest.raises(ValidationError) as wrong:
        shape.model_validate(values)
    return [reason_of(one, lang)[1] for one in wrong.value.errors()]


def test_what_is_too_short_says_how_long_it_must_be_and_nothing_is_merely_needed() -> None:
    assert said(ChangePassword, {"password": "old-secret", "new_password": "short"}, "zh") == ["至少 8 个字符"]
    assert said(ThingRow, {"code": ""}, "zh") == ["必填"]
    assert said(ThingRow, {"code": "\u200b"}, "zh") == ["必填"]
    assert said(ThingRow, {"code": "x" * 500}, "en") == ["at most 200 characters"]


def test_every_kind_of_mistake_has_words_in_both_languages_or_in_none() -> None:
    for kind in ("string_too_short", "string_too_long", "missing", "extra_forbidden", "date_type", "list_type"):
        assert known(f"input.{kind}", "zh")
        assert known(f"input.{kind}", "en")
