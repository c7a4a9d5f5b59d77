"""Is everything said in the reader's language?"""

from datetime import UTC, datetime

import pytest

from messages.approvals.clocks import NOT_RESUBMITTED
from messages.moments import on_clock
from messages.texts import LANGUAGES, codes, known, language, text


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "此待办已不可处理（待办 已关闭，节点 进行中，申请 已撤回）"),
        ("en", "(task closed, step open, request withdrawn)"),
    ],
)
def test_a_refusal_says_states_in_words(lang: str, said: str) -> None:
    told = text("APP-3", lang, task="CLOSED", step="OPEN", request="WITHDRAWN")
    assert said in told


@pytest.mark.parametrize(
    ("code", "params", "zh", "en"),
    [
        ("ORD-1", {"status": "PLACED", "to": "SHIPPED"}, "“待审批”变为“已发货”", "“waits for approval” to “shipped”"),
        ("DEA-8", {"stage": "Proposing", "stage_to": "Engaging"}, "“方案报价”", "from Proposing"),
        ("DEA-23", {"stage": "Ours", "known": ["Ours too", "Won"]}, "“Ours”；可用：Ours too、赢单", "Ours too, Won"),
        ("APP-80", {"kind": "mail"}, "邮件", "Mail"),
        ("APP-69", {"kind": "ship"}, "发货", "hip"),
        ("APP-13", {"fact": "amount", "type": "money"}, "事实 金额 必须提供，类型为 金额", "mount"),
        ("waits.approval", {"steps": ["Legal", "Money"]}, "等待审批：Legal、Money", "approval: Legal, Money"),
        (
            "audit.request.settled",
            {"outcome": "WITHDRAWN", "comment": NOT_RESUBMITTED},
            "未在期限内重新提交",
            "in time",
        ),
        ("approvals.request.settled.v1", {"comment": NOT_RESUBMITTED}, "未在期限内重新提交", "in time"),
        ("problem.not_found", {"kind": "dead letter", "id": "7"}, "找不到：死信 7", "Dead letter 7"),
    ],
)
def test_a_parameter_that_is_a_code_is_said_in_words(code: str, params: dict[str, object], zh: str, en: str) -> None:
    assert zh in text(code, "zh", **params)
    assert en in text(code, "en", **params)


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        ("2026-03-01T09:30:00+00:00", "2026-03-01 17:30"),
        (datetime(2026, 3, 1, 9, 30, tzinfo=UTC), "2026-03-01 17:30"),
        ("2026-03-01", "2026-03-01"),
        ("2026-03-01T99:30:00+00:00", "2026-03-01T99:30:00+00:00"),
        (7, 7),
    ],
)
def test_a_moment_is_written_on_the_readers_clock(moment: object, written: object) -> None:
    assert on_clock(moment, "Asia/Shanghai") == written


def test_both_languages_have_words_for_the_same_codes() -> None:
    assert codes("zh") == codes("en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_parameters_are_filled_in(lang: str) -> None:
    assert "7" in text("problem.stale", lang, current=7)
    assert "{current}" in text("problem.stale", lang)


def test_a_code_without_words_is_shown_as_it_is() -> None:
    assert text("ZZZ-1", "en", total="10.50 CNY") == "ZZZ-1 (total: 10.50 CNY)"
    assert not known("ZZZ-1", "en")


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("en-GB,en;q=0.9", "en"),
        ("fr, en;q=0.3, zh;q=0.9", "zh"),
        ("zh-Hans-CN", "zh"),
        ("fr", "zh"),
        ("", "zh"),
        (None, "zh"),
        ("en;q=nonsense", "en"),
    ],
)
def test_the_reader_s_first_choice_that_we_have_is_taken(wanted: str | None, given: str) -> None:
    assert language(wanted) == given
