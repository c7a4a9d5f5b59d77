"""Which rows of a file are one contract, and may it be brought in?"""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from messages.deals.contract_imports import ImportContractRow
from messages.errors import Malformed, RuleViolation
from services.deals.domain import contract_imports as rules
from services.deals.domain.opportunity_imports import Seller

NOW = datetime(2026, 3, 1, 17, 0, tzinfo=UTC)  # 01:00 of the 2nd in Shanghai
TODAY = date(2026, 3, 2)
ID = UUID(int=1)


def row(**more: object) -> ImportContractRow:
    fields = {"line": 2, "external_id": "A", "customer": "CU-1", "seller": "li", "effective_on": TODAY, "quantity": 1,
              "product_code": "X", "price": "1.00", "currency": "CNY", "terms": "net 30"}  # fmt: skip
    return ImportContractRow.model_validate(fields | more)


def test_dea_100_the_rows_of_a_contract_differ_in_their_products_only() -> None:
    rules.must_agree([row(), row(line=3, product_code="Y", quantity=2, price="9.99")])
    rules.must_agree([row(line=n) for n in range(200)])
    for rows in ([row(), row(line=3, terms="net 60")], [row(line=n) for n in range(201)]):
        with pytest.raises(RuleViolation, match="DEA-100"):
            rules.must_agree(rows)
    found = rules.contracts_of([row(), row(external_id="B"), row(line=4), row(legal_entity_id="CS-US")])
    assert [len(one) for one in found] == [2, 1, 1]


def test_dea_101_customer_and_products_are_known() -> None:
    assert rules.must_be_known("customer", "CU-1", {"cu-1": ID}) == ID
    with pytest.raises(Malformed, match="DEA-101"):
        rules.must_be_known("product_code", "Y", {"x": ID})


def test_dea_102_the_seller_is_one_person() -> None:
    people = [Seller(ID, "li.na", "Li Na", "cs"), Seller(UUID(int=2), "li.na.2", "Li Na", "cs")]
    assert rules.seller_of("LI.NA", people) == people[0]
    for named in ("Li Na", "nobody"):
        with pytest.raises(Malformed, match="DEA-102"):
            rules.seller_of(named, people)


def test_dea_103_effective_since_a_day_that_has_come() -> None:
    assert rules.effective_at(TODAY, now=NOW, tz="Asia/Shanghai") == NOW
    assert rules.effective_at(date(1990, 1, 1), now=NOW, tz="Asia/Shanghai").date() == date(1990, 1, 1)
    for day in (date(1989, 12, 31), date(2026, 3, 3)):
        with pytest.raises(Malformed, match="DEA-103"):
            rules.effective_at(day, now=NOW, tz="Asia/Shanghai")


def test_dea_104_dea_105_a_number_of_its_own() -> None:
    rules.must_be_own_number("HT-2019/7")
    rules.must_be_free("HT-2019/7", is_taken=False)
    with pytest.raises(Malformed, match="DEA-104"):
        rules.must_be_own_number("CT-2026-CS-CN-000001")
    with pytest.raises(Malformed, match="DEA-105"):
        rules.must_be_free("HT-2019/7", is_taken=True)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        pytest.param({"number": "B-1"}, "number", id="another number"),
        pytest.param({"effective_on": date(2026, 3, 1)}, "effective_on", id="another day"),
        pytest.param({"product_code": "Y"}, "product_code", id="another product"),
    ],
)
def test_dea_106_what_is_brought_in_again_stays_what_it_is(said: dict[str, object], field: str) -> None:
    known = {"number": "A-1", "effective_on": TODAY, "codes": ["x"]}
    rules.must_be_kept(row(), **known)  # type: ignore[arg-type]
    rules.must_be_kept(row(number="A-1"), **known)  # type: ignore[arg-type]
    with pytest.raises(Malformed, match="DEA-106") as no:
        rules.must_be_kept(row(**said), **known)  # type: ignore[arg-type]
    assert no.value.field == field
