"""Is a customer's statement of account what his ledger says, on whichever days? (feature 200)"""

from datetime import UTC, datetime
from typing import Any

import pytest

from messages.deals.terms import InstalmentTrigger
from tests.services.collections.conftest import Company, cny, wrong_of

AT_ONCE = (("100", InstalmentTrigger.ORDER, 0),)
LATE = datetime(2026, 3, 31, 15, 59, tzinfo=UTC)  # 23:59 of the 31st in Shanghai
APRIL = datetime(2026, 3, 31, 16, 0, tzinfo=UTC)
MARCH = {"currency": "CNY", "first_on": "2026-03-01", "last_on": "2026-03-31"}


async def statement(company: Company, order: dict[str, Any], **query: Any) -> Any:
    return await company.get(company.li, f"/statements/{order['customer_id']}", **MARCH | query)


def said(found: Any) -> list[tuple[str, str, str]]:
    return [(move["act"], move["amount"]["amount"], move["balance"]["amount"]) for move in found["moves"]]


async def test_feature_200_opening_moves_and_closing_of_a_period_are_those_of_the_ledger(
    company: Company, time_is: Any
) -> None:
    order = await company.sold("1000.00", AT_ONCE)
    await company.pay(order, "400.00")
    time_is(LATE)
    second = await company.sold("42.42", AT_ONCE, customer=order["customer_id"])
    time_is(APRIL)
    await company.pay(second, "42.41")
    await company.pay(order, "700.00")
    march = await statement(company, order)
    assert said(march) == [
        ("RECEIVABLE_OPENED", "1000.00", "1000.00"), ("PAYMENT_CONFIRMED", "-400.00", "600.00"),
        ("RECEIVABLE_OPENED", "42.42", "642.42"),
    ]  # fmt: skip
    assert (march["opening"]["total"], march["closing"]["total"]) == (cny("0.00"), cny("642.42"))
    assert (march["charged"], march["credited"]) == (cny("1042.42"), cny("400.00"))
    april = await statement(company, order, first_on="2026-04-01", last_on="2026-04-30")
    assert april["opening"] == march["closing"]
    assert sorted(move[:2] for move in said(april)) == [
        ("DIFFERENCE_CLOSED", "-0.01"), ("PAYMENT_CONFIRMED", "-42.41"), ("PAYMENT_CONFIRMED", "-700.00")
    ]  # fmt: skip
    assert said(april)[-1][2] == "-100.00"
    assert april["closing"] == {
        "owed": cny("0.00"), "advance": cny("100.00"), "to_refund": cny("0.00"), "total": cny("-100.00")
    }  # fmt: skip
    credit = (await company.get(company.finance, f"/credits/{order['customer_id']}"))["credits"][0]
    assert (credit["owed"], credit["unallocated"]) == (april["closing"]["owed"], april["closing"]["advance"])


async def test_feature_200_what_settles_with_his_own_money_moves_nothing(company: Company, time_is: Any) -> None:
    order = await company.sold("1000.00", AT_ONCE)
    paid = await company.pay(order, "1000.00")
    for verb in ("reverse-payments", "cancel-receivables"):
        await company.post(company.keeper, f"/order-accounts/{order['order_id']}/{verb}")
    refund = await company.post(company.li, "/refunds", payment_id=paid["id"], reason="cancelled", amount="300.00")
    asked = await statement(company, order)
    assert (asked["closing"]["advance"], asked["closing"]["to_refund"]) == (cny("700.00"), cny("300.00"))
    time_is(LATE)
    await company.post(company.finance, f"/refunds/{refund['id']}/confirm", paid_on="2026-03-31")
    found = await statement(company, order, first_on="2026-03-31")
    assert said(found) == [("REFUND_CONFIRMED", "300.00", "-700.00")]
    assert (found["moves"][0]["number"], found["moves"][0]["refund_id"]) == (refund["number"], refund["id"])
    assert found["opening"]["total"] == cny("-1000.00")


async def test_feature_200_its_moves_are_paged_and_its_sums_are_those_of_the_whole_period(company: Company) -> None:
    order = await company.sold("1000.00", AT_ONCE)
    for _ in range(4):
        await company.pay(order, "100.00")
    whole = await statement(company, order)
    found, cursor = [], None
    while True:
        page = await statement(company, order, limit=2, **({"cursor": cursor} if cursor else {}))
        assert page["closing"] == whole["closing"]
        found += page["moves"]
        cursor = page["next"]
        if cursor is None:
            break
    assert found == whole["moves"]
    assert len(found) == 5


@pytest.mark.parametrize(
    ("first_on", "last_on", "field"),
    [
        ("2026-03-02", "2026-03-01", "first_on"), ("2026-03-02", "2027-03-03", "last_on"),
        ("1999-12-31", "2000-01-01", "first_on"), ("2199-12-31", "2200-01-01", "first_on"),
    ],
)  # fmt: skip
async def test_col_57_a_statement_covers_whole_days_a_year_of_them_at_most(
    company: Company, first_on: str, last_on: str, field: str
) -> None:
    order = await company.sold()
    path, query = f"/statements/{order['customer_id']}", MARCH | {"first_on": first_on, "last_on": last_on}
    answer = await company.as_(company.li).get(path, params=query)
    assert (answer.status_code, wrong_of(answer)) == (422, ("COL-57", field))
    a_year = await statement(company, order, first_on="2026-03-02", last_on="2027-03-02")
    assert a_year["opening"]["total"] == cny("0.00")


async def test_who_does_not_see_the_customer_sees_no_statement(company: Company) -> None:
    order = await company.sold()
    for stranger in (company.other, company.foreign):
        answer = await company.as_(stranger).get(f"/statements/{order['customer_id']}", params=MARCH)
        assert answer.status_code == 404
