"""When do two leads speak of the same thing?"""

import pytest

from messages.errors import Malformed
from services.leads.domain.duplicates import Keys, likeness_of, wide_pairs
from services.leads.domain.match_rules import MatchRules, identities, rule_between, valid_rules

USUAL = MatchRules()

FULL = Keys(phones=("+8613800138000",), email="a@b.cn", company="华为技术", project="数据中心")


def test_lea_3_a_lead_is_known_by_phone_email_and_the_companys_project() -> None:
    assert identities(FULL, USUAL) == ["phone:+8613800138000", "email:a@b.cn", "deal:华为技术|数据中心"]


def test_lea_3_a_company_alone_or_a_project_alone_says_nothing() -> None:
    assert identities(Keys(company="华为技术"), USUAL) == []
    assert identities(Keys(project="数据中心"), USUAL) == []


def test_a_converted_lead_gives_its_people_free() -> None:
    assert identities(FULL, USUAL, people=False) == ["deal:华为技术|数据中心"]


@pytest.mark.parametrize(
    ("asked", "rule", "score"),
    [
        pytest.param(Keys(phones=("+8613800138000",)), "phone", 1.0, id="the phone decides first"),
        pytest.param(Keys(email="a@b.cn", company="别的"), "email", 1.0, id="then the e-mail"),
        pytest.param(Keys(company="华为技术", project="数据中心"), "company_project", 1.0, id="company and project"),
        pytest.param(Keys(company="华为技术", project="园区"), "company", 0.9, id="the company alone is less"),
        pytest.param(Keys(company="华为技术服务"), "similar_company", 0.75, id="an alike name as much as it is alike"),
        pytest.param(Keys(company="海尔智家"), None, 0.0, id="another company is none"),
        pytest.param(Keys(phones=("+8613900139000",)), None, 0.0, id="another phone is none"),
    ],
)
def test_lea_14_how_alike_two_leads_are(asked: Keys, rule: str | None, score: float) -> None:
    found = likeness_of(asked, FULL, rule_between(asked, FULL, USUAL))
    assert (found.rule if found else None, found.score if found else 0.0) == (rule, score)


def test_lea_14_a_name_counts_when_it_is_alike_and_never_as_much_as_the_same_name() -> None:
    known = Keys(company="abcdefgh")
    assert likeness_of(Keys(company="zzzz"), known) is None
    found = likeness_of(Keys(company="abcdefgi"), known)
    assert found is not None
    assert 0.6 <= found.score < 0.9


def test_lea_3_an_alike_company_is_no_identity() -> None:
    one, other = Keys(company="蓝天科技@杭州", project="p"), Keys(company="蓝天集团@杭州", project="p")
    assert not set(identities(one, USUAL)) & set(identities(other, USUAL))
    assert likeness_of(one, other) is not None


def test_only_pairs_beyond_ascii_are_kept_for_the_search() -> None:
    assert wide_pairs("abc华为@杭州") == ["c华", "华为"]
    assert wide_pairs(None) == []


def test_lea_14_a_phone_that_the_rules_do_not_count_is_shown_and_not_certain() -> None:
    rules = MatchRules((("company", "contact"),))
    one, other = Keys(phones=("+8613800138000",), email="a@b.cn"), FULL
    assert rule_between(one, other, rules) is None
    found = likeness_of(one, other)
    assert (found.rule, found.score, found.fields) == ("phone", 0.85, ("phone",)) if found else False
    found = likeness_of(Keys(email="a@b.cn"), other)
    assert (found.rule, found.score) == ("email", 0.85) if found else False


def test_lea_3_rules_of_a_product_line_name_what_is_the_same_within_it() -> None:
    keys = Keys(
        phones=("+861", "+862"), company="华为技术", contact="王伟", project="数据中心", own=(("serial", "a7"),)
    )
    rules = MatchRules((("contact", "company"), ("phone", "project"), ("extra.serial",), ("email",)), line="CLOUD")
    assert identities(keys, rules) == [
        "CLOUD/contact+company:王伟|华为技术",
        "CLOUD/phone+project:+861|数据中心",
        "CLOUD/phone+project:+862|数据中心",
        "CLOUD/extra.serial:a7",
    ]
    assert identities(keys, rules, people=False) == [
        "CLOUD/phone+project:+861|数据中心",
        "CLOUD/phone+project:+862|数据中心",
    ]


def test_lea_52_rules_are_of_known_fields_in_one_order_each_once() -> None:
    given = [["project", "company"], ["company", "project"], ["extra.serial"]]
    assert valid_rules(given, ["serial"]) == (("company", "project"), ("extra.serial",))


@pytest.mark.parametrize(
    ("given", "value"),
    [
        pytest.param([["phone"], ["fax"]], "fax", id="no field"),
        pytest.param([["extra.other"]], "extra.other", id="no custom field"),
        pytest.param([["phone", "email", "company", "contact", "project"]], None, id="five together"),
        pytest.param([["phone", f"extra.f{number}"] for number in range(11)], None, id="eleven rules"),
        pytest.param([], None, id="none"),
    ],
)
def test_lea_52_other_rules_are_refused(given: list[list[str]], value: str | None) -> None:
    with pytest.raises(Malformed) as no:
        valid_rules(given, [f"f{number}" for number in range(11)])
    assert (no.value.field, no.value.rule) == ("rules", "LEA-52")
    assert value is None or no.value.value == value
