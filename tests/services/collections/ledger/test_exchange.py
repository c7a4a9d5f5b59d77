"""Does money in one currency settle debts in another, and does the ledger have what its rate gained or lost?"""

from decimal import Decimal
from typing import Any

from chassis.testing.plugin import ServiceHarness, an_actor
from messages.collections.payments import PaymentConfirmed
from messages.deals.terms import InstalmentTrigger
from messages.money import Money
from tests.services.collections.conftest import Company, cny, wrong_of

AT_ONCE = (("100", InstalmentTrigger.ORDER, 0),)
ALL = {"legal_entities": ("*",)}


def money(amount: str, currency: str) -> dict[str, str]:
    return {"amount": amount, "currency": currency}


async def rated(company: Company, *said: tuple[str, str, str, str]) -> Any:
    """Books in CNY; each rate as day, base, quote, rate."""
    wide = an_actor("finance", name="Group Finance", unit="cs/finance", **ALL)
    await company.post(wide, "/books-currencies", legal_entity_id="CS-CN", currency="CNY", valid_days=3)
    for day, base, quote, rate in said:
        body = {"base": base, "quote": quote, "day": day, "rate": rate, "source": "central bank"}
        await company.post(wide, "/exchange-rates", **body)
    return wide


async def sold(
    company: Company, total: str, currency: str, customer: Any = None, terms: Any = AT_ONCE
) -> dict[str, Any]:
    customer = customer or await company.customer()
    contract = company.contract(customer, terms=terms).model_copy(update={"total": Money.of(total, currency)})
    await company.deliver(contract)
    order = company.order(contract)
    await company.confirmed(order)
    return order


async def paid_in(company: Company, order: dict[str, Any], amount: dict[str, str], **more: Any) -> Any:
    body = {"customer_id": str(order["customer_id"]), "order_id": str(order["order_id"]), "received_on": "2026-03-02"}
    paid = await company.post(company.li, "/payments", **body, amount=amount, **more)
    return await company.post(company.finance, f"/payments/{paid['id']}/confirm")


async def posted(harness: ServiceHarness, account: str) -> dict[str, Decimal]:
    """What stands on an account, by currency."""
    query = "SELECT currency, sum(amount) FROM ledger_entries WHERE account = $1 GROUP BY currency"
    async with harness.uow().begin() as work:
        return {row[0]: row[1] for row in await work.fetch(query, account) if row[1]}


async def test_a_debt_in_euro_is_paid_in_yuan_and_the_gain_is_in_the_books(
    company: Company, outbox: Any, harness: ServiceHarness
) -> None:
    await rated(company, ("2026-03-01", "EUR", "CNY", "7.80"))
    order = await sold(company, "1000.00", "EUR")
    exchange = {"currency": "EUR", "rate": "7.90", "rate_of": "EUR", "source": "ICBC, cash rate"}
    paid = await company.pay(order, "7900.00", exchange=exchange)
    assert (paid["amount"], paid["received"]) == (money("1000.00", "EUR"), cny("7900.00"))
    assert (paid["rate"], paid["rate_of"], paid["rate_on"]) == ("7.9", "EUR", "2026-03-02")
    assert (await company.account(order))["settled"]
    seen = await company.get(company.finance, f"/payments/{paid['id']}")
    assert seen["exchange_difference"] == cny("100.00")
    assert await posted(harness, "BANK") == {"CNY": Decimal("7900.00")}
    assert await posted(harness, "EXCHANGE") == {"CNY": Decimal("-7800.00"), "EUR": Decimal("1000.00")}
    assert await posted(harness, "EXCHANGE_DIFFERENCE") == {"CNY": Decimal("-100.00")}
    assert [event.received for event in await outbox(PaymentConfirmed)] == [Money.of("7900.00", "CNY")]
    shown = await company.get(
        company.finance,
        f"/statements/{order['customer_id']}",
        currency="EUR",
        first_on="2026-03-01",
        last_on="2026-03-31",
    )
    assert [move["amount"] for move in shown["moves"]] == [money("1000.00", "EUR"), money("-1000.00", "EUR")]


async def test_by_the_rate_that_finance_keeps_a_debt_in_yuan_is_paid_in_dollars(
    company: Company, harness: ServiceHarness
) -> None:
    await rated(company, ("2026-02-27", "USD", "CNY", "7.2"))
    order = await sold(company, "720.00", "CNY")
    paid = await paid_in(company, order, money("100.00", "USD"), exchange={"currency": "CNY"})
    assert (paid["amount"], paid["rate"], paid["rate_on"]) == (cny("720.00"), "7.2", "2026-02-27")
    assert (await company.account(order))["settled"]
    assert await posted(harness, "EXCHANGE_DIFFERENCE") == {}, "a debt in the books' currency is worth what it is"


async def test_a_debt_in_euro_that_is_paid_in_euro_loses_by_its_rate(company: Company, harness: ServiceHarness) -> None:
    wide = await rated(company, ("2026-03-01", "EUR", "CNY", "7.80"))
    order = await sold(company, "1000.00", "EUR")
    await company.post(
        wide, "/exchange-rates", base="CNY", quote="EUR", day="2026-03-02", rate="0.13", source="central bank"
    )
    paid = await paid_in(company, order, money("1000.00", "EUR"))
    seen = await company.get(company.finance, f"/payments/{paid['id']}")
    assert seen["exchange_difference"] is None, "both are of the same day, on which the newest rate counts"
    assert await posted(harness, "EXCHANGE_DIFFERENCE") == {}


async def test_a_day_without_a_rate_is_refused_by_its_name_and_stated_by_hand_it_is_taken(company: Company) -> None:
    await rated(company, ("2026-02-20", "EUR", "CNY", "7.80"))
    order = await sold(company, "100.00", "EUR")
    body = {"customer_id": str(order["customer_id"]), "amount": cny("780.00"), "received_on": "2026-03-02"}
    no = await company.send(company.finance_too, "/payments", **body, exchange={"currency": "EUR"})
    assert (no.status_code, no.json()["rule"]) == (409, "COL-132")
    assert all(word in no.json()["detail"] for word in ("2026-03-02", "EUR/CNY"))
    stated = {"currency": "EUR", "rate": "7.80", "rate_of": "EUR", "source": "their bank"}
    paid = await company.post(company.finance_too, "/payments", **body, exchange=stated)
    no = await company.send(company.finance, f"/payments/{paid['id']}/confirm")
    assert (no.status_code, no.json()["rule"]) == (409, "COL-132"), "the debt was booked on a day without one"
    for wrong in ({"rate": "7.8"}, {"rate_of": "EUR"}, {"rate": "7.8", "rate_of": "USD", "source": "x"}):
        answer = await company.send(company.finance_too, "/payments", **body, exchange={"currency": "EUR", **wrong})
        assert wrong_of(answer)[0] == "COL-131"
    same = await company.send(company.finance_too, "/payments", **body, exchange={"currency": "CNY"})
    assert same.status_code in (409, 422)


async def test_where_the_books_have_no_currency_none_other_is_taken(company: Company) -> None:
    order = await sold(company, "100.00", "EUR")
    body = {"customer_id": str(order["customer_id"]), "amount": cny("780.00"), "received_on": "2026-03-02"}
    no = await company.send(company.finance_too, "/payments", **body, exchange={"currency": "EUR"})
    assert (no.status_code, no.json()["rule"]) == (409, "COL-133")
    paid = await paid_in(company, order, money("100.00", "EUR"))
    assert paid["status"] == "CONFIRMED", "euro for euro as ever"


async def test_taken_back_and_paid_again_nothing_of_the_difference_is_left_over(
    company: Company, harness: ServiceHarness
) -> None:
    await rated(company, ("2026-03-02", "EUR", "CNY", "7.8123"))
    order = await sold(
        company, "333.33", "EUR", terms=(("33.33", InstalmentTrigger.ORDER, 0), ("66.67", InstalmentTrigger.ORDER, 30))
    )
    stated = {"currency": "EUR", "rate": "7.9", "rate_of": "EUR", "source": "ICBC"}
    paid = await company.pay(order, "2633.31", exchange=stated)
    gained = (
        Decimal("2633.31")
        - (Decimal("111.10") * Decimal("7.8123")).quantize(Decimal("0.01"))
        - (Decimal("222.23") * Decimal("7.8123")).quantize(Decimal("0.01"))
    )
    assert await posted(harness, "EXCHANGE_DIFFERENCE") == {"CNY": -gained}
    asked = await company.post(company.li, "/corrections", payment_id=paid["id"], kind="VOID", reason="bounced")
    await company.post(company.finance_too, f"/corrections/{asked['id']}/confirm")
    for account in ("EXCHANGE_DIFFERENCE", "EXCHANGE", "BANK", "ADVANCE"):
        assert await posted(harness, account) == {}, account


async def test_money_goes_back_in_the_currency_and_at_the_rate_in_which_it_came(
    company: Company, harness: ServiceHarness
) -> None:
    await rated(company, ("2026-03-02", "EUR", "CNY", "7.77"))
    customer = await company.customer()
    body = {"customer_id": str(customer), "amount": cny("777.77"), "received_on": "2026-03-02"}
    paid = await company.post(company.finance_too, "/payments", **body, exchange={"currency": "EUR"})
    assert paid["amount"] == money("100.10", "EUR")
    await company.post(company.finance, f"/payments/{paid['id']}/confirm")
    sent = []
    for part in ("33.37", "33.36", "33.37"):
        asked = await company.post(
            company.finance_too, "/refunds", payment_id=paid["id"], amount=part, reason="not wanted"
        )
        await company.post(company.finance, f"/refunds/{asked['id']}/confirm", paid_on="2026-03-02")
        sent.append(Decimal(asked["sent"]["amount"]))
        assert asked["sent"]["currency"] == "CNY"
    assert sum(sent) == Decimal("777.77")
    for account in ("EXCHANGE", "BANK", "ADVANCE", "REFUND_PAYABLE"):
        assert await posted(harness, account) == {}, account


async def test_one_entry_of_the_bank_is_no_second_payment_by_another_rate(company: Company) -> None:
    await rated(company, ("2026-03-02", "EUR", "CNY", "7.8"))
    customer = await company.customer()
    body = {"customer_id": str(customer), "amount": cny("780.00"), "received_on": "2026-03-02", "reference": "ICBC-77"}
    await company.post(company.finance_too, "/payments", **body, exchange={"currency": "EUR"})
    for again in ({}, {"exchange": {"currency": "EUR", "rate": "7.5", "rate_of": "EUR", "source": "x"}}):
        no = await company.send(company.finance_too, "/payments", **body, **again)
        assert (no.status_code, no.json()["rule"]) == (409, "COL-13")


async def test_a_file_of_rates_is_brought_in_row_by_row(company: Company) -> None:
    wide = await rated(company)
    row = {"base": "EUR", "quote": "CNY", "day": "2026-03-02", "rate": "7.8", "source": "ECB"}
    rows = [row | {"line": 2}, row | {"line": 3, "quote": "EUR"}, row | {"line": 4, "rate": "0"}, row | {"line": 5}]
    report = await company.post(wide, "/exchange-rates/import", rows=rows, source="rates.csv")
    assert [one["outcome"] for one in report["rows"]] == ["accepted", "invalid", "invalid", "duplicate"]
    assert [error["rule"] for one in report["rows"] for error in one["errors"]] == ["COL-135", "SYS-70"]
    again = await company.post(wide, "/exchange-rates/import", rows=[row | {"line": 2}], source="rates.csv")
    assert again["duplicate"] == 1
    newer = await company.post(wide, "/exchange-rates/import", rows=[row | {"line": 2, "rate": "7.9"}], source="x")
    assert newer["accepted"] == 1
    found = await company.get(wide, "/exchange-rates", base="EUR")
    assert [(one["rate"], one["version"]) for one in found["items"]] == [("7.9", 2)]


async def test_a_prepayment_without_a_rate_waits_for_finance_and_does_not_stop_the_order(company: Company) -> None:
    await rated(company)
    contract = company.contract(await company.customer(), terms=AT_ONCE)
    contract = contract.model_copy(update={"total": Money.of("100.00", "EUR")})
    await company.deliver(contract)
    order = company.order(contract)
    await company.placed(order)
    paid = await paid_in(company, order, money("100.00", "EUR"))
    await company.confirmed(order)
    assert not (await company.account(order))["settled"]
    no = await company.send(company.finance, f"/payments/{paid['id']}/allocate")
    assert (no.status_code, no.json()["rule"]) == (409, "COL-132")
    await rated(company, ("2026-03-02", "EUR", "CNY", "7.8"))
    await company.post(company.finance, f"/payments/{paid['id']}/allocate")
    assert (await company.account(order))["settled"]


async def test_the_currency_of_the_books_stays_once_something_is_valued_in_it(company: Company) -> None:
    wide = await rated(company, ("2026-03-02", "EUR", "CNY", "7.8"))
    changed = {"legal_entity_id": "CS-CN", "currency": "USD"}
    await company.post(wide, "/books-currencies", **changed)
    await rated(company)
    order = await sold(company, "100.00", "EUR")
    await paid_in(company, order, money("100.00", "EUR"))
    no = await company.send(wide, "/books-currencies", **changed)
    assert (no.status_code, no.json()["rule"]) == (409, "COL-134")
    assert (
        await company.send(
            company.finance, "/exchange-rates", base="EUR", quote="CNY", day="2026-03-02", rate="1", source="x"
        )
    ).status_code == 403


async def test_what_was_settled_before_the_books_had_a_currency_is_taken_back_without_a_rate(
    company: Company, harness: ServiceHarness
) -> None:
    order = await sold(company, "100.00", "EUR")
    paid = await paid_in(company, order, money("100.00", "EUR"))
    await rated(company)
    asked = await company.post(company.li, "/corrections", payment_id=paid["id"], kind="VOID", reason="bounced")
    await company.post(company.finance, f"/corrections/{asked['id']}/confirm")
    assert not (await company.account(order))["settled"]
    assert await posted(harness, "EXCHANGE_DIFFERENCE") == {}
