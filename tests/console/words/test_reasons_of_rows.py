"""Does a page say why a row or a field is not taken, in the reader's words and never in those of a library?"""

import re

import pytest
from pydantic import BaseModel, ValidationError

from console.pages.parts.navigation import MORE, PAGES
from console.pages.people.people import _rows
from console.wording.field_errors import field_errors, reason
from console.wording.reasons import sentence
from console.wording.words import Words
from messages.approvals.acts import AskAbout, CommentRequest, ResolveAgain
from messages.imports import RowError
from messages.roles import Role

ROWS = "login,name,unit,roles\nann,安娜,cs/east,sales\nbob,柏博,cs/west,sales finance\n"


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("APP-47", "没有主管 nobody.q"),
        ("SYS-60", "该内容属于法人主体 other，不在您的法人主体范围内"),
        ("greater_than_equal", "不能小于 0"),
    ],
)
def test_the_reason_of_a_row_is_the_one_that_the_service_gives(rule: str, text: str) -> None:
    error = RowError(field="manager", value="nobody.q", rule=rule, text=text)
    assert reason(error.model_dump(), "zh") == text


@pytest.mark.parametrize(
    "content",
    [
        ROWS.encode(),
        ROWS.encode("utf-16"),
        ROWS.encode("gb18030"),
        ROWS.replace(",", ";").encode("utf-8-sig"),
        ROWS.replace(",", "\t").encode(),
        f"人员名单,,,\n\n{ROWS}".encode(),
    ],
    ids=["utf-8", "utf-16", "gb18030", "semicolons", "tabs", "a title before"],
)
def test_case_d11_people_come_from_the_files_that_every_import_reads(content: bytes) -> None:
    rows = _rows(content)
    assert [(row["login"], row["name"], row["roles"]) for row in rows] == [
        ("ann", "安娜", ["sales"]), ("bob", "柏博", ["sales", "finance"]),
    ]  # fmt: skip
    assert rows[1]["line"] == rows[0]["line"] + 1


@pytest.mark.parametrize("command", [CommentRequest, AskAbout, ResolveAgain])
def test_a_text_left_blank_is_asked_for_as_a_text(command: type[BaseModel]) -> None:
    with pytest.raises(ValidationError) as wrong:
        command.model_validate({"comment": ""})
    for lang, words in (("zh", "必填"), ("en", "this is needed")):
        said = [one.words for one in field_errors(list(wrong.value.errors()), lang)]
        assert words in said
        assert not re.search("项|items", " ".join(said))


@pytest.mark.parametrize(("lang", "role"), [("zh", "管理员"), ("en", "administration")])
def test_who_is_asked_because_nobody_else_was_found_is_a_role_with_a_name(lang: str, role: str) -> None:
    params = {"step": "a", "signers": [{"name": "admin"}]}
    assert role.casefold() in sentence(Words(lang, "UTC"), "audit.step.opened", params, {}, "").casefold()


def test_no_page_stands_twice_in_the_menus() -> None:
    for role in Role:
        addresses = [href for _, href, roles in (*PAGES, *MORE) if not roles or role in roles]
        assert len(addresses) == len(set(addresses)), role
