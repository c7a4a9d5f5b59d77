"""When do two leads speak of the same thing?"""

import pytest

from services.leads.domain.duplicates import Keys, contact_identities, identities, likeness_of, wide_pairs

FULL = Keys(phones=("+8613800138000",), email="a@b.cn", company="华为技术", project="数据中心")


def test_lea_3_a_lead_is_known_by_phone_email_and_the_companys_project() -> None:
    assert identities(FULL) == ["phone:+8613800138000", "email:a@b.cn", "deal:华为技术|数据中心"]


def test_lea_3_a_company_alone_or_a_project_alone_says_nothing() -> None:
    assert identities(Keys(company="华为技术")) == []
    assert identities(Keys(project="数据中心")) == []


def test_a_converted_lead_gives_its_people_free() -> None:
    assert contact_identities(FULL) == ["phone:+8613800138000", "email:a@b.cn"]


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
    found = likeness_of(asked, FULL)
    assert (found.rule if found else None, found.score if found else 0.0) == (rule, score)


def test_lea_14_a_name_counts_when_it_is_alike_and_never_as_much_as_the_same_name() -> None:
    known = Keys(company="abcdefgh")
    assert likeness_of(Keys(company="zzzz"), known) is None
    found = likeness_of(Keys(company="abcdefgi"), known)
    assert found is not None
    assert 0.6 <= found.score < 0.9


def test_lea_3_an_alike_company_is_no_identity() -> None:
    one, other = Keys(company="蓝天科技@杭州", project="p"), Keys(company="蓝天集团@杭州", project="p")
    assert not set(identities(one)) & set(identities(other))
    assert likeness_of(one, other) is not None


def test_only_pairs_beyond_ascii_are_kept_for_the_search() -> None:
    assert wide_pairs("abc华为@杭州") == ["c华", "华为"]
    assert wide_pairs(None) == []
