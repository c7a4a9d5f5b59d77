"""Does a refusal call steps and fields as people call them?"""

from collections.abc import Callable

import pytest

from messages.errors import RuleViolation
from messages.texts import text
from services.approvals.domain.acts.attachments import must_have_attached
from services.approvals.domain.policies.policy import find_step
from tests.domain.approvals.office import Desk, a_policy, a_step, submitted

LEGAL = a_step("legal-1", "lena", name={"zh": "法务审核", "en": "Legal review"}, may=["approve", "reject", "return"])
MONEY = a_step("money-2", "fang", name={"zh": "财务审核", "en": "Finance review"}, attachment_required=["reject"])
PEN = {"fields": {"cost_centre": {"zh": "成本中心", "en": "Cost centre"}}}


def desk(**more: object) -> Desk:
    return submitted(a_policy(LEGAL | more, MONEY, **PEN))


def no_file() -> None:
    must_have_attached(find_step(desk().policy, "money-2"), "reject", ())


def not_his() -> None:
    desk(may_edit=["cost_centre", "amount"]).edit("lena", note="x")


REFUSED: list[tuple[str, Callable[[], object], str, str]] = [
    ("APP-4", no_file, "财务审核", "Finance review"),
    ("APP-6", lambda: desk().transfer("lena", "boss"), "法务审核", "Legal review"),
    ("APP-7", lambda: desk().approve("lena").return_("fang", to="money-2"), "财务审核", "Finance review"),
    ("APP-57", lambda: desk().claim("lena"), "法务审核", "Legal review"),
    ("APP-68", lambda: desk().return_("lena", then="back"), "法务审核", "Legal review"),
    ("APP-71", lambda: desk().approve("lena").resolve("legal-1"), "法务审核", "Legal review"),
    (
        "APP-78",
        not_his,
        "成本中心、金额",
        "Cost centre",
    ),
]


@pytest.mark.parametrize(("rule", "act", "zh", "en"), REFUSED, ids=[one[0] for one in REFUSED])
def test_a_refusal_names_the_step_in_the_readers_language(
    rule: str, act: Callable[[], object], zh: str, en: str
) -> None:
    with pytest.raises(RuleViolation, match=rule) as no:
        act()
    for lang, name in (("zh", zh), ("en", en)):
        said = text(rule, lang, **no.value.params)
        assert name in said
        assert "legal-1" not in said
        assert "money-2" not in said
        assert "{" not in said


def test_a_step_without_a_name_is_called_by_its_key() -> None:
    with pytest.raises(RuleViolation, match="APP-6") as no:
        submitted(a_policy(a_step("sign", "lena", may=["approve", "reject"]))).return_("lena")
    assert "“sign”" in text("APP-6", "en", **no.value.params)
    assert no.value.params["step"] == "sign", "programs read the key"


def test_a_name_in_one_language_is_read_in_the_other() -> None:
    step = a_step("sign", "lena", name={"zh": "签署"}, may=["approve", "reject"])
    with pytest.raises(RuleViolation, match="APP-6") as no:
        submitted(a_policy(step)).return_("lena")
    assert "签署" in text("APP-6", "en", **no.value.params)
