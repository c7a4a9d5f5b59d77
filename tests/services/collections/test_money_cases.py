"""Does money find what is owed, whatever finance says of which payment first? (cases E4 to E8, E10)"""

from decimal import Decimal
from typing import Any

import pytest

from chassis.base.clock import new_id
from messages.collections.payments import PaymentConfirmed
from messages.collections.receivables import ReceivableBalanceChanged
from messages.collections.write_offs import WriteOffApplied
from messages.deals.terms import InstalmentTrigger
from messages.money import Money
from messages.orders.orders import OrderCancelRequested
from tests.services.collections.conftest import Company, cny

ORDER = InstalmentTrigger.ORDER
THREE = (("10", ORDER, 0), ("30", ORDER, 30), ("60", ORDER, 60))


async def recorded(company: Company, order: dict[str, Any], amount: str, **more: Any) -> Any:
    return await company.pay(order, amount, confirm=False, **more)


async def paid_of(company: Company, order: dict[str, Any]) -> list[tuple[str, str]]:
    rows = await company.receivables(order)
    return [(row["paid"]["amount"], row["waiting"]["amount"]) for row in rows]


@pytest.mark.parametrize("rejected_first", [True, False])
async def test_case_e5_the_oldest_instalment_is_paid_first_whichever_payment_was_rejected(
    company: Company, rejected_first: bool
) -> None:
    order = await company.sold("120000.00", THREE)  # 12,000, 36,000 and 72,000
    first, *others = [await recorded(company, order, amount) for amount in ("10000.00", "20000.00", "90000.00")]
    if rejected_first:
        await company.post(company.finance, f"/payments/{first['id']}/reject", reason="not found")
    for payment in others:
        await company.post(company.finance, f"/payments/{payment['id']}/confirm")
    if not rejected_first:
        await company.post(company.finance, f"/payments/{first['id']}/reject", reason="not found")
    assert await paid_of(company, order) == [("12000.00", "0.00"), ("36000.00", "0.00"), ("62000.00", "0.00")]
    credit = await company.get(company.finance, f"/credits/{order['customer_id']}")
    assert credit["credits"][0]["unallocated"] == cny("0.00")


async def test_case_e5_money_that_was_given_a_purpose_is_not_moved(company: Company) -> None:
    order = await company.sold("1000.00", THREE)
    rows = await company.receivables(order)
    wanted = [{"receivable_id": rows[2]["id"], "amount": "50.00"}]
    meant = await recorded(company, order, "50.00", allocations=wanted)
    other = await recorded(company, order, "100.00")
    await company.post(company.finance, f"/payments/{other['id']}/reject", reason="not found")
    await company.post(company.finance, f"/payments/{meant['id']}/confirm")
    assert await paid_of(company, order) == [("0.00", "0.00"), ("0.00", "0.00"), ("50.00", "0.00")]


async def test_case_e4_what_a_cancelled_order_leaves_pays_another(company: Company, outbox: Any) -> None:
    order = await company.sold("1000.00")
    paid = await company.pay(order, "1000.00")
    await company.post(company.keeper, f"/order-accounts/{order['order_id']}/reverse-payments")
    await company.post(company.keeper, f"/order-accounts/{order['order_id']}/cancel-receivables")
    assert (await company.get(company.finance, f"/payments/{paid['id']}"))["status"] == "REVERSED"
    nothing = await company.post(company.finance, f"/payments/{paid['id']}/allocate")
    assert (nothing["status"], nothing["allocated"]) == ("REVERSED", cny("0.00"))
    second = await company.sold("400.00", customer=order["customer_id"])
    again = await company.post(company.finance, f"/payments/{paid['id']}/allocate")
    assert (again["status"], again["allocated"]) == ("CONFIRMED", cny("400.00"))
    assert (await company.account(second))["settled"]
    credit = await company.get(company.finance, f"/credits/{order['customer_id']}")
    assert credit["credits"][0]["unallocated"] == cny("600.00")
    assert [event.allocated for event in await outbox(PaymentConfirmed)][-1] == Money.of("400.00", "CNY")


async def test_case_e6_a_part_payment_says_what_is_open(company: Company, outbox: Any) -> None:
    order = await company.sold("1000.00", (("100", ORDER, 30),))
    await company.pay(order, "400.00")
    told = (await outbox(ReceivableBalanceChanged))[-1]
    assert (told.open, told.amount, told.tz) == (Money.of("600.00", "CNY"), order["total"], "Asia/Shanghai")
    ageing = await company.get(company.finance, "/ageing")
    assert [bucket["open"] for bucket in ageing["buckets"]] == [cny("600.00")]


async def test_case_e7_one_reference_of_a_batch_stands_for_each_of_its_amounts(company: Company) -> None:
    order = await company.sold("10000.00")
    await recorded(company, order, "2187.00", reference="SAMMEL-1")
    await recorded(company, order, "1296.00", reference="sammel 1")
    body = {"customer_id": str(order["customer_id"]), "order_id": str(order["order_id"]), "received_on": "2026-03-02"}
    again = await company.send(company.li, "/payments", **body, amount=cny("1296.00"), reference="ＳＡＭＭＥＬ-1")
    assert (again.status_code, again.json()["rule"]) == (409, "COL-13")
    second = await recorded(company, order, "1296.00", reference="SAMMEL-1", occurrence=2)
    assert second["occurrence"] == 2


@pytest.mark.parametrize("reference", ["NONREF", "nonref ", "NOTPROVIDED", "//", "-"])
async def test_case_e7_no_reference_is_no_reference(company: Company, reference: str) -> None:
    order = await company.sold("10000.00")
    for _ in range(2):
        assert (await recorded(company, order, "3.50", reference=reference))["reference"] == reference.strip()


async def test_case_e8_money_of_another_currency_is_not_recorded_on_the_order(company: Company) -> None:
    order = await company.sold()
    body = {"customer_id": str(order["customer_id"]), "received_on": "2026-03-02"}
    usd = {"amount": "100.00", "currency": "USD"}
    answer = await company.send(company.li, "/payments", **body, order_id=str(order["order_id"]), amount=usd)
    assert (answer.status_code, answer.json()["rule"]) == (409, "COL-24")
    on_account = await company.post(company.finance, "/payments", **body, amount=usd)
    assert on_account["allocated"] == {"amount": "0.00", "currency": "USD"}


async def test_case_e8_an_order_that_is_being_cancelled_takes_no_money(company: Company) -> None:
    order = await company.sold()
    await company.deliver(OrderCancelRequested(**order, version=3, reason="no"))
    body = {"customer_id": str(order["customer_id"]), "order_id": str(order["order_id"]), "received_on": "2026-03-02"}
    answer = await company.send(company.li, "/payments", **body, amount=cny("1.00"))
    assert (answer.status_code, answer.json()["rule"]) == (409, "COL-14")
    asked = await company.send(company.li, "/invoices", order_id=str(order["order_id"]), id=str(new_id()))
    assert (asked.status_code, asked.json()["rule"]) == (409, "COL-14")
    assert Decimal((await company.account(order))["waiting"]["amount"]) == 0


async def test_case_e10_feature_201_a_rest_within_the_tolerance_is_written_off_and_its_order_settled(
    company: Company, outbox: Any
) -> None:
    order = await company.sold("42.42", (("100", ORDER, 0),))
    await company.pay(order, "42.41")
    owed = (await company.receivables(order))[0]
    figures = {name: owed[name]["amount"] for name in ("amount", "paid", "written_off", "open")}
    assert figures == {"amount": "42.42", "paid": "42.41", "written_off": "0.01", "open": "0.00"}
    assert (owed["status"], owed["settled_on"]) == ("PAID", "2026-03-02")
    assert (await company.account(order))["settled"]
    applied = (await outbox(WriteOffApplied))[-1]
    assert (applied.amount, applied.reason) == (Money.of("0.01", "CNY"), "TOLERANCE")
    line = (await company.get(company.finance, "/write-offs", receivable_id=owed["id"]))["items"][0]
    assert (line["status"], line["number"], line["requested_by"]) == ("APPLIED", f"{owed['number']}-W1", None)
    credit = await company.get(company.finance, f"/credits/{order['customer_id']}")
    assert credit["credits"][0]["owed"] == cny("0.00")
    assert (await company.get(company.finance, "/ageing"))["buckets"] == []


async def test_the_rest_of_a_payment_may_go_where_a_part_of_it_went(company: Company) -> None:
    order = await company.sold()
    _, second = await company.receivables(order)
    paid = await company.pay(order, "300.00", confirm=False)
    parts = [{"receivable_id": second["id"], "amount": "200.00"}]
    await company.post(company.finance, f"/payments/{paid['id']}/confirm", allocations=parts)
    rest = [{"receivable_id": second["id"], "amount": "60.00"}]
    done = await company.post(company.finance, f"/payments/{paid['id']}/allocate", allocations=rest)
    assert (done["allocated"], done["allocations"]) == (cny("260.00"), [parts[0] | {"amount": "260.00"}])
    assert (await company.receivables(order))[1]["paid"] == cny("260.00")
