"""Are the terms that a contract says what its orders owe, by when, and for how much less if paid early?"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from chassis.testing.plugin import ServiceHarness
from cli.audit.books import checked
from messages.deals.terms import InstalmentTrigger
from messages.payment_terms.reading import terms_from
from tests.services.collections.conftest import NOW, Company, cny
from tests.services.collections.test_rests import tolerance

EARLY = "2/10 net 30"
YEAR = {"currency": "CNY", "first_on": "2026-01-01", "last_on": "2026-12-31"}


async def sold(company: Company, terms: str, total: str = "1000.00", *, customer: UUID | None = None) -> dict[str, Any]:
    """A confirmed order under a contract with these terms."""
    contract = company.contract(customer or await company.customer(), total)
    contract = contract.model_copy(update={"terms": terms_from(terms)})
    await company.deliver(contract)
    order = company.order(contract)
    await company.confirmed(order)
    return order


async def owed(company: Company, terms: str, total: str = "1000.00", **whose: Any) -> dict[str, Any]:
    """The same, and received on 2 March 2026."""
    order = await sold(company, terms, total, **whose)
    await company.received(order)
    return order


async def booked(company: Company, order: dict[str, Any]) -> list[tuple[str, str]]:
    """What stands in the statement of its customer, by act."""
    found = await company.get(company.li, f"/statements/{order['customer_id']}", **YEAR)
    return [(move["act"], move["amount"]["amount"]) for move in found["moves"]]


@pytest.mark.parametrize(
    ("terms", "due"),
    [
        pytest.param("月结30天", ["2026-04-30"], id="month end and 30 days"),
        pytest.param("45 days after month end", ["2026-05-15"], id="the month's end first"),
        pytest.param("45 days, then month end", ["2026-04-30"], id="the days first"),
        pytest.param("100% 每月31日，分3期", ["2026-03-31", "2026-04-30", "2026-05-31"], id="the 31st"),
    ],
)
async def test_case_e9_feature_202_what_a_contract_says_is_due_by_the_calendar(
    company: Company, terms: str, due: list[str]
) -> None:
    order = await sold(company, terms)
    assert {row["due_on"] for row in await company.receivables(order)} == {None}
    await company.received(order)
    rows = await company.receivables(order)
    assert [row["due_on"] for row in rows] == due
    assert sum(float(row["amount"]["amount"]) for row in rows) == 1000


async def test_feature_131_a_plan_has_a_row_for_each_part_to_the_cent(company: Company) -> None:
    order = await sold(company, "30% 预付; 余款 收货后 每月31日 分12期; ".rstrip("; "), "0.05")
    (plan,) = (await company.get(company.finance, "/payment-plans", contract_id=order["contract_id"]))["items"]
    assert len(plan["instalments"]) == 13
    assert sum(round(float(row["amount"]["amount"]) * 100) for row in plan["instalments"]) == 5
    assert plan["instalments"][1]["timing"]["steps"] == [{"kind": "MONTH_DAY", "number": 31}]
    assert [row["timing"]["part"] for row in plan["instalments"][1:]] == list(range(1, 13))


async def test_feature_131_a_row_with_a_day_is_due_then_without_anything_happening(company: Company) -> None:
    order = await sold(company, "50% on order; 50% by 2026-12-31")
    first, second = await company.receivables(order)
    assert (first["due_on"], second["due_on"], second["trigger"]) == (
        "2026-03-02",
        "2026-12-31",
        InstalmentTrigger.DATE,
    )


async def test_feature_202_who_pays_in_time_takes_the_discount(company: Company, time_is: Any) -> None:
    order = await owed(company, EARLY)
    (row,) = await company.receivables(order)
    assert (row["due_on"], row["discount"], row["discount_until"]) == ("2026-04-01", cny("20.00"), "2026-03-12")
    time_is(datetime(2026, 3, 13, 2, tzinfo=UTC))
    await company.pay(order, "980.00", received_on="2026-03-12")
    (row,) = await company.receivables(order)
    assert (row["status"], row["paid"], row["written_off"]) == ("PAID", cny("980.00"), cny("20.00"))
    assert row["settled_on"] == "2026-03-12"
    assert ("DISCOUNT_TAKEN", "-20.00") in await booked(company, order)
    (written_off,) = (await company.get(company.finance, "/write-offs", receivable_id=row["id"]))["items"]
    assert (written_off["reason"], written_off["requested_by"]) == ("EARLY_PAYMENT", None)


async def test_feature_202_who_pays_a_day_too_late_owes_all_of_it(company: Company, time_is: Any) -> None:
    order = await owed(company, EARLY)
    time_is(datetime(2026, 3, 13, 2, tzinfo=UTC))
    await company.pay(order, "980.00", received_on="2026-03-13")
    (row,) = await company.receivables(order)
    assert (row["status"], row["open"]) == ("OPEN", cny("20.00"))


async def test_feature_202_who_pays_in_full_in_time_keeps_the_discount_as_an_advance(company: Company) -> None:
    order = await owed(company, EARLY)
    await company.pay(order, "1000.00")
    (row,) = await company.receivables(order)
    assert (row["status"], row["paid"], row["written_off"]) == ("PAID", cny("980.00"), cny("20.00"))
    (payment,) = (await company.get(company.finance, "/payments", order_id=order["order_id"]))["items"]
    assert payment["allocated"] == cny("980.00")


async def test_feature_202_money_of_two_days_takes_the_discount_only_when_all_of_it_came_in_time(
    company: Company, time_is: Any
) -> None:
    order = await owed(company, EARLY)
    await company.pay(order, "500.00")
    time_is(datetime(2026, 3, 20, 2, tzinfo=UTC))
    await company.pay(order, "480.00", received_on="2026-03-12")
    (row,) = await company.receivables(order)
    assert (row["status"], row["written_off"]) == ("PAID", cny("20.00"))


async def test_feature_202_money_that_is_taken_off_takes_its_discount_back(
    company: Company, harness: ServiceHarness
) -> None:
    order = await owed(company, EARLY)
    payment = await company.pay(order, "980.00")
    asked = await company.post(
        company.finance, "/corrections", payment_id=payment["id"], kind="VOID", reason="The bank took it back"
    )
    await company.post(company.finance_too, f"/corrections/{asked['id']}/confirm")
    (row,) = await company.receivables(order)
    assert (row["status"], row["open"], row["written_off"]) == ("OPEN", cny("1000.00"), cny("0.00"))
    assert ("WRITE_OFF_TAKEN_BACK", "20.00") in await booked(company, order)
    assert [one for one in await checked("collections", harness.database.url) if one.broken] == []


async def test_feature_202_a_discount_that_was_taken_stays_when_other_money_is_taken_off(
    company: Company, harness: ServiceHarness
) -> None:
    first = await owed(company, EARLY)
    payment = await company.pay(first, "980.00")
    second = await owed(company, EARLY, customer=first["customer_id"])
    await company.pay(second, "980.00")
    asked = await company.post(
        company.finance, "/corrections", payment_id=payment["id"], kind="VOID", reason="The bank took it back"
    )
    await company.post(company.finance_too, f"/corrections/{asked['id']}/confirm")
    (row,) = await company.receivables(second)
    assert (row["status"], row["paid"], row["written_off"]) == ("PAID", cny("980.00"), cny("20.00"))
    assert [one for one in await checked("collections", harness.database.url) if one.broken] == []


async def test_feature_202_after_late_money_all_is_owed_and_money_in_time_pays_all_of_it(
    company: Company, time_is: Any
) -> None:
    order = await owed(company, EARLY)
    time_is(datetime(2026, 3, 20, 2, tzinfo=UTC))
    await company.pay(order, "500.00", received_on="2026-03-13")
    await company.pay(order, "600.00", received_on="2026-03-11")
    (row,) = await company.receivables(order)
    assert (row["status"], row["paid"], row["written_off"]) == ("PAID", cny("1000.00"), cny("0.00"))


async def test_case_e10_feature_202_a_cent_too_little_is_closed_beside_the_discount(company: Company) -> None:
    await tolerance(company, "0.01")
    order = await owed(company, EARLY)
    await company.pay(order, "979.99")
    (row,) = await company.receivables(order)
    assert (row["status"], row["written_off"]) == ("PAID", cny("20.01"))
    kinds = {act for act, _ in await booked(company, order)}
    assert {"DISCOUNT_TAKEN", "DIFFERENCE_CLOSED"} <= kinds


async def test_feature_202_an_instalment_of_before_is_due_after_its_days(
    company: Company, harness: ServiceHarness
) -> None:
    """A row of the last release has no timing."""
    order = await sold(company, "net 30")
    async with harness.database.engine.connect() as connection:
        kept = (await connection.exec_driver_sql("SELECT timing, days FROM receivables")).one()
    assert tuple(kept) == (None, 30)
    await company.received(order, NOW)
    assert [row["due_on"] for row in await company.receivables(order)] == ["2026-04-01"]
