"""When are two names the same, and which customer may be recorded?"""

from contextlib import nullcontext
from uuid import UUID

import pytest

from messages.errors import Malformed, RuleViolation
from messages.matching.identifiers import LONGEST_KEY, tax_key
from services.deals.domain.authority import entity_of
from services.deals.domain.customers import (
    KnownCustomer,
    must_be_new,
    must_have_readable_name,
    must_have_valid_tax_id,
    parent_key,
)
from services.deals.domain.keys import name_key, project_key
from services.deals.domain.registrations import masked

KNOWN = KnownCustomer(UUID(int=1), "CU-1", name_key("Acme"), "91A")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Acme Corporation", "ACME corp.", id="case and legal form"),
        pytest.param("ＡＣＭＥ", "acme", id="full width"),
        pytest.param("Acme  Trading Co., Ltd.", "Acme-Trading", id="blanks and punctuation"),
        pytest.param("华为技术有限公司", "华为技术", id="Chinese legal form"),
        pytest.param("北京 (东方) 股份有限公司", "北京（东方）", id="Chinese brackets"),
    ],
)
def test_the_same_company_has_the_same_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Acme", "Acme Trading", id="another word"),
        pytest.param("Company", "Limited", id="a name that is only a legal form"),
        pytest.param("!!!", "???", id="only punctuation"),
        pytest.param("有限公司", "股份有限公司", id="only a Chinese legal form"),
    ],
)
def test_other_companies_have_other_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize("name", ["Company", "COMPANY", "Co., Company"])
def test_a_name_that_is_only_legal_forms_keeps_its_first_as_a_key(name: str) -> None:
    assert name_key(name) == name.casefold().split()[0].removesuffix(".,")


def test_a_key_never_outgrows_its_index() -> None:
    assert len(name_key("\ufdfa" * 200)) == len(project_key("\ufdfa" * 200)) == LONGEST_KEY


def test_a_masked_number_shows_only_its_kind() -> None:
    assert masked("RG-2026-CS-CN-000007") == "RG-***"


def test_dea_1_a_name_stands_once() -> None:
    must_be_new("Acme Trading", None, [KNOWN])
    with pytest.raises(RuleViolation, match="DEA-1"):
        must_be_new("ACME Ltd", None, [KNOWN])


def test_dea_2_a_tax_id_stands_once() -> None:
    must_be_new("Other", "91B", [KNOWN])
    with pytest.raises(RuleViolation, match="DEA-2"):
        must_be_new("Other", tax_key("91 a"), [KNOWN])


def test_dea_27_nobody_is_his_own_parent() -> None:
    assert parent_key("Child", "Parent Inc") == "parent"
    assert parent_key("Child", None) is None
    with pytest.raises(RuleViolation, match="DEA-27"):
        parent_key("Acme", "ACME Inc")


@pytest.mark.parametrize(
    ("asked", "mine", "entity"),
    [
        pytest.param(None, ("CS-CN", "CS-US"), "CS-CN", id="one's first"),
        pytest.param("CS-US", ("CS-CN", "CS-US"), "CS-US", id="one of one's own"),
        pytest.param("CS-DE", ("*",), "CS-DE", id="whoever works for all names one"),
        pytest.param("CS-DE", ("CS-CN",), None, id="another's"),
        pytest.param(None, ("*",), None, id="all is no answer"),
        pytest.param("*", ("*",), None, id="a star is no legal entity"),
        pytest.param(None, (), None, id="nobody's"),
    ],
)
def test_dea_25_one_records_for_ones_own_legal_entity(
    asked: str | None, mine: tuple[str, ...], entity: str | None
) -> None:
    if entity is not None:
        assert entity_of(asked, mine) == entity
        return
    with pytest.raises(RuleViolation, match="DEA-25"):
        entity_of(asked, mine)


@pytest.mark.parametrize(
    ("tax_id", "may"),
    [
        pytest.param("91110000600037341L", True, id="the right check digit"),
        pytest.param("9111 0000-600037341l", True, id="however it is written"),
        pytest.param("91110000600037341A", False, id="another check digit"),
        pytest.param("91110000600037314L", False, id="two digits changed places"),
        pytest.param("DE811128135", True, id="a foreign one"),
        pytest.param(None, True, id="none"),
    ],
)
def test_dea_85_a_credit_code_has_the_right_check_digit(tax_id: str | None, may: bool) -> None:
    with nullcontext() if may else pytest.raises(Malformed, match="DEA-85"):
        must_have_valid_tax_id(tax_id)


@pytest.mark.parametrize(
    ("name", "may"),
    [
        pytest.param("...", False, id="dots"),
        pytest.param(" -- ", False, id="dashes, as lists write nothing"),
        pytest.param("（）", False, id="brackets"),
        pytest.param("7", True, id="a digit"),
        pytest.param("三", True, id="a character"),
        pytest.param("Müller & Co.", True, id="letters and signs"),
    ],
)
def test_dea_160_a_name_has_a_letter_or_a_digit(name: str, may: bool) -> None:
    with nullcontext() if may else pytest.raises(Malformed, match="DEA-160"):
        must_have_readable_name(name)
