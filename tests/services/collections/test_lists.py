"""Are payments, receivables and invoices found in a list, and are the accounts of many orders one look?"""

from datetime import timedelta
from typing import Any

from sqlalchemy import text

from chassis.base.clock import new_id
from chassis.db.migrate import _backfill
from chassis.testing.plugin import ServiceHarness
from tests.services.collections.conftest import NOW, Company, cny
from tests.services.statement_log import statements


async def _numbers(company: Company, path: str, who: Any = None, **query: Any) -> list[str]:
    page = await company.get(who or company.finance, path, newest_first=True, **query)
    return [str(item["number"]) for item in page["items"]]


async def test_a_payment_by_its_number_customer_and_reference(company: Company, time_is: Any) -> None:
    blue = await company.sold("1000.00", customer=await company.customer(name="蓝天科技"))
    red = await company.sold("1000.00", customer=await company.customer(name="Red Earth"))
    first = await company.pay(blue, "10.00", confirm=False, reference="SAMMEL-77/2026")
    time_is(NOW + timedelta(hours=1))
    second = await company.pay(red, "20.00", reference="货款 三月")
    for sought, wanted in (("藍天", first), ("red", second), ("sammel-77", first), ("三月", second)):
        assert await _numbers(company, "/payments", q=sought) == [wanted["number"]], sought
    assert await _numbers(company, "/payments", q=second["number"]) == [second["number"]]
    assert await _numbers(company, "/payments") == [second["number"], first["number"]]
    assert await _numbers(company, "/payments", status="CONFIRMED", q="蓝天") == []
    assert await _numbers(company, "/payments", owner_id=company.li.id) == [second["number"], first["number"]]
    assert await _numbers(company, "/payments", owner_id=company.finance.id) == []
    assert await _numbers(company, "/payments", company.other, q="蓝天") == []


async def test_an_invoice_by_the_number_it_was_issued_under_and_its_title(company: Company, time_is: Any) -> None:
    order = await company.sold("1000.00")
    body = {"order_id": str(order["order_id"]), "amount": cny("10.00")}
    asked = await company.post(company.li, "/invoices", **body, title="蓝天集团 抬头")
    time_is(NOW + timedelta(hours=1))
    other = await company.post(company.li, "/invoices", **body)
    issued = await company.post(company.finance, f"/invoices/{asked['id']}/issue")
    assert await _numbers(company, "/invoices", q=issued["invoice_number"]) == [asked["number"]]
    assert await _numbers(company, "/invoices", q="抬头 蓝天") == [asked["number"]]
    assert await _numbers(company, "/invoices", owner_id=company.li.id) == [other["number"], asked["number"]]
    assert await _numbers(company, "/invoices", company.other) == []


async def test_a_receivable_by_its_number_and_customer(company: Company) -> None:
    order = await company.sold("1000.00", customer=await company.customer(name="蓝天科技"))
    assert len(await _numbers(company, "/receivables", q="蓝天")) == 2
    assert await _numbers(company, "/receivables", q=f"{order['number']}-r2") == [f"{order['number']}-R2"]
    assert len(await _numbers(company, "/receivables", owner_id=company.li.id, status="OPEN")) == 2
    assert await _numbers(company, "/receivables", company.other, q="蓝天") == []


async def test_the_receivables_that_a_payment_settles_are_one_list(company: Company) -> None:
    order = await company.sold("1000.00")
    await company.sold("500.00")
    paid = await company.pay(order, "700.00")
    settled = await _numbers(company, "/receivables", payment_id=paid["id"])
    assert sorted(settled) == [f"{order['number']}-R1", f"{order['number']}-R2"]


async def test_those_of_before_are_found_after_the_migration(company: Company, harness: ServiceHarness) -> None:
    order = await company.sold("1000.00", customer=await company.customer(name="蓝天科技"))
    await company.pay(order, "10.00")
    await company.post(company.li, "/invoices", order_id=str(order["order_id"]))
    async with harness.database.engine.begin() as connection:
        for table in ("payments", "invoices", "receivables"):
            await connection.execute(text(f"UPDATE {table} SET search = ''"))
    await _backfill("collections", harness.database.engine)
    found = [len(await _numbers(company, f"/{path}", q="蓝天")) for path in ("payments", "invoices", "receivables")]
    assert found == [1, 1, 2]


async def test_the_accounts_of_many_orders_are_asked_for_at_once(company: Company, harness: ServiceHarness) -> None:
    orders = [await company.sold("1000.00") for _ in range(5)]
    await company.pay(orders[0], "300.00")
    await company.pay(orders[1], "200.00", confirm=False)
    ids = [str(order["order_id"]) for order in orders]
    with statements(harness) as for_one:
        one = await company.get(company.li, "/order-accounts", order_id=ids[:1])
    with statements(harness) as for_many:
        answer = await company.get(company.li, "/order-accounts", order_id=ids)
    assert len(for_many) == len(for_one)
    found = {account["order_id"]: account for account in answer}
    assert one == [found[ids[0]]] == [await company.account(orders[0])]
    assert (found[ids[0]]["paid"], found[ids[1]]["waiting"]) == (cny("300.00"), cny("200.00"))
    assert await company.get(company.other, "/order-accounts", order_id=ids) == []
    assert await company.get(company.finance, "/order-accounts", order_id=[new_id()]) == []


async def test_case_e13_an_account_says_what_stands(company: Company) -> None:
    """An order with rejected and reversed invoices and a rejected payment: none of them is in its sums."""
    order = await company.sold("50000.00")
    body = {"order_id": str(order["order_id"])}
    rejected = await company.post(company.li, "/invoices", **body, amount=cny("20000.00"))
    await company.post(company.finance, f"/invoices/{rejected['id']}/reject", reason="the title is wrong")
    reversed_ = await company.post(company.li, "/invoices", **body)
    await company.post(company.finance, f"/invoices/{reversed_['id']}/issue")
    await company.post(company.finance, f"/invoices/{reversed_['id']}/reverse")
    stands = await company.post(company.li, "/invoices", **body, amount=cny("30000.00"))
    await company.post(company.finance, f"/invoices/{stands['id']}/issue")
    refused = await company.pay(order, "40000.00", confirm=False)
    await company.post(company.finance, f"/payments/{refused['id']}/reject", reason="no such money")
    await company.pay(order, "15000.00")
    await company.pay(order, "5000.00", confirm=False)
    account = (await company.get(company.li, "/order-accounts", order_id=[order["order_id"]]))[0]
    names = ("total", "paid", "waiting", "invoiced", "requested")
    assert [account[name] for name in names] == [
        cny(n) for n in ("50000.00", "15000.00", "5000.00", "30000.00", "0.00")
    ]
