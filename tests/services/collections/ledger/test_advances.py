"""Is a customer's money on account offered and used when he owes again, the oldest first? (feature 199)"""

from decimal import Decimal
from typing import Any

import pytest

from chassis.testing.plugin import ServiceHarness, an_actor
from messages.collections.advances import AdvanceOffered, AdvancePolicySet, AdvanceUsed, AdvanceWithdrawn
from messages.collections.payments import PaymentReversed
from messages.deals.terms import InstalmentTrigger
from messages.money import Money
from tests.services.collections.conftest import Company, cny
from tests.services.statement_log import statements

AT_ONCE = (("100", InstalmentTrigger.ORDER, 0),)


async def on_account(company: Company, customer: Any, amount: str, day: str = "2026-03-01") -> Any:
    body = {"customer_id": str(customer), "amount": cny(amount), "received_on": day}
    paid = await company.post(company.finance_too, "/payments", **body)
    return await company.post(company.finance, f"/payments/{paid['id']}/confirm")


async def set_use(company: Company, use: str, legal_entity_id: str = "CS-CN") -> Any:
    admin = an_actor("admin", name="Admin", unit="cs", legal_entities=("*",))
    return await company.post(admin, "/advance-policies", legal_entity_id=legal_entity_id, use=use)


async def free_of(company: Company, payment: Any) -> str:
    shown = await company.get(company.finance, f"/payments/{payment['id']}")
    return str((Money(**shown["amount"]) - Money(**shown["allocated"])).amount)


async def test_feature_199_an_advance_is_offered_when_the_customer_owes_again_and_used_oldest_first(
    company: Company, outbox: Any
) -> None:
    customer = await company.customer()
    newer = await on_account(company, customer, "500.00", "2026-03-02")
    older = await on_account(company, customer, "300.00", "2026-02-27")
    order = await company.sold("400.00", AT_ONCE, customer=customer)
    owed = (await company.receivables(order))[0]
    offered = await outbox(AdvanceOffered)
    assert [(str(event.receivable_id), event.amount) for event in offered] == [(owed["id"], Money.of("800.00", "CNY"))]
    assert owed["paid"] == cny("0.00"), "it is offered, and waits for finance"
    path = f"/receivables/{owed['id']}/use-customer-advances"
    used = await company.post(company.finance, path, key="once")
    assert (used["status"], used["paid"]) == ("PAID", cny("400.00"))
    assert [await free_of(company, one) for one in (older, newer)] == ["0.00", "400.00"]
    assert [event.amount for event in await outbox(AdvanceUsed)] == [Money.of("400.00", "CNY")]
    assert (await company.post(company.finance, path, key="once"))["paid"] == cny("400.00")
    nothing = await company.send(company.finance, path)
    assert (nothing.status_code, nothing.json()["rule"]) == (409, "COL-66")
    assert (await company.send(company.li, path)).status_code == 403


async def test_feature_199_by_the_policy_of_the_legal_entity_it_is_used_at_once(company: Company, outbox: Any) -> None:
    customer = await company.customer()
    paid = [await on_account(company, customer, amount) for amount in ("42.40", "0.01")]
    found = await set_use(company, "AUTOMATIC")
    assert [(one["legal_entity_id"], one["use"]) for one in found] == [("CS-CN", "AUTOMATIC")]
    assert await set_use(company, "AUTOMATIC") == found
    assert len(await outbox(AdvancePolicySet)) == 1
    order = await company.sold("42.42", AT_ONCE, customer=customer)
    account = await company.account(order)
    assert (account["paid"], account["written_off"]) == (cny("42.41"), cny("0.01")), "all money before any rest"
    assert [await free_of(company, one) for one in paid] == ["0.00", "0.00"]
    assert await outbox(AdvanceOffered) == []


async def test_what_a_cancelled_order_left_pays_the_next_one(company: Company, outbox: Any) -> None:
    order = await company.sold("1000.00", AT_ONCE)
    payment = await company.pay(order, "1000.00")
    for verb in ("reverse-payments", "cancel-receivables"):
        await company.post(company.keeper, f"/order-accounts/{order['order_id']}/{verb}")
    await set_use(company, "AUTOMATIC", "*")
    second = await company.sold("600.00", AT_ONCE, customer=order["customer_id"])
    assert (await company.account(second))["settled"]
    assert (await company.get(company.li, f"/payments/{payment['id']}"))["status"] == "CONFIRMED"


async def test_what_came_for_a_rejected_order_is_owed_back_and_is_an_advance(company: Company, outbox: Any) -> None:
    order = await placed(company)
    payment = await company.pay(order, "100.00")
    for _ in range(2):
        await company.cancelled(order)
    assert (await company.get(company.li, f"/payments/{payment['id']}"))["status"] == "REVERSED"
    reversed_ones = await outbox(PaymentReversed)
    assert [(event.amount, event.order_ids) for event in reversed_ones] == [
        (Money.of("100.00", "CNY"), [order["order_id"]])
    ]
    await offered_and_used(company, outbox, order["customer_id"], "100.00")


async def test_what_came_for_an_order_before_it_owed_anything_is_owed_back_when_it_is_compensated(
    company: Company, outbox: Any
) -> None:
    order = await placed(company)
    await company.pay(order, "100.00")
    for _ in range(2):
        await company.post(company.keeper, f"/order-accounts/{order['order_id']}/reverse-payments")
    assert [event.amount for event in await outbox(PaymentReversed)] == [Money.of("100.00", "CNY")]


async def test_what_finance_confirms_for_an_order_that_is_cancelled_by_then_is_an_advance(
    company: Company, outbox: Any
) -> None:
    order = await placed(company)
    payment = await company.pay(order, "100.00", confirm=False)
    await company.cancelled(order)
    await company.post(company.finance, f"/payments/{payment['id']}/confirm")
    await offered_and_used(company, outbox, order["customer_id"], "100.00")


async def test_the_rest_of_what_a_cancelled_order_left_stays_an_advance(company: Company, outbox: Any) -> None:
    order = await placed(company)
    await company.pay(order, "100.00")
    await company.cancelled(order)
    for left in ("100.00", "60.00", "20.00"):
        await offered_and_used(company, outbox, order["customer_id"], left)


async def placed(company: Company) -> dict[str, Any]:
    """An order that owes nothing yet."""
    contract = company.contract(await company.customer(), "100.00", AT_ONCE)
    await company.deliver(contract)
    order = company.order(contract)
    await company.placed(order)
    return order


async def offered_and_used(company: Company, outbox: Any, customer: Any, amount: str) -> None:
    """So much is offered for the customer's next order, over 40.00, which it pays."""
    order = await company.sold("40.00", AT_ONCE, customer=customer)
    owed = (await company.receivables(order))[0]
    offered = {str(event.receivable_id): event.amount for event in await outbox(AdvanceOffered)}
    assert offered[owed["id"]] == Money.of(amount, "CNY")
    used = await company.post(company.finance, f"/receivables/{owed['id']}/use-customer-advances")
    assert used["paid"] == cny(min("40.00", amount, key=Decimal))


@pytest.mark.parametrize("way", ["of the second instalment", "of the payment"])
async def test_whichever_way_an_advance_is_used_it_says_so_of_each_receivable_that_it_settles(
    company: Company, outbox: Any, way: str
) -> None:
    """By it the to-do ends that was opened when it was offered."""
    customer = await company.customer()
    paid = await on_account(company, customer, "80.00")
    order = await company.sold(
        "100.00", (("30", InstalmentTrigger.ORDER, 0), ("70", InstalmentTrigger.ORDER, 9)), customer
    )
    first, second = await company.receivables(order)
    offered = [str(event.advance_id) for event in await outbox(AdvanceOffered)]
    assert offered == [first["id"]]
    if way == "of the payment":
        await company.post(company.finance, f"/payments/{paid['id']}/allocate")
    else:
        await company.post(company.finance, f"/receivables/{second['id']}/use-customer-advances")
    said = {str(event.advance_id): event.amount for event in await outbox(AdvanceUsed)}
    assert said == {first["id"]: Money.of("30.00", "CNY"), second["id"]: Money.of("50.00", "CNY")}


@pytest.mark.parametrize("way", ["refunded", "voided", "moved", "allocated elsewhere"])
async def test_an_advance_that_is_used_up_elsewhere_is_offered_no_more(company: Company, outbox: Any, way: str) -> None:
    """By it the to-do ends; not before the last of the customer's money on account is gone."""
    customer, other = await company.customer(), await company.customer(name="另一公司")
    amounts = ("80.00", "0.01") if way in ("refunded", "allocated elsewhere") else ("80.00",)
    paid = [await on_account(company, customer, amount) for amount in amounts]
    elsewhere = await company.sold("500.00", AT_ONCE, customer=customer)
    order = await company.sold("100.00", AT_ONCE, customer=customer)
    owed = [(await company.receivables(one))[0]["id"] for one in (elsewhere, order)]
    assert {str(event.advance_id) for event in await outbox(AdvanceOffered)} == set(owed)
    for place, payment in enumerate(paid):
        assert await outbox(AdvanceWithdrawn) == [], place
        if way == "refunded":
            await company.post(company.finance_too, "/refunds", payment_id=payment["id"], reason="back to him")
        elif way == "allocated elsewhere":
            part = [{"receivable_id": owed[0], "amount": payment["amount"]["amount"]}]
            await company.post(company.finance, f"/payments/{payment['id']}/allocate", allocations=part)
        else:
            kind = {"kind": "VOID"} if way == "voided" else {"kind": "MOVE", "to_customer_id": str(other)}
            body = {"payment_id": payment["id"], "reason": "wrong"} | kind
            asked = await company.post(company.finance_too, "/corrections", **body)
            await company.post(company.finance, f"/corrections/{asked['id']}/confirm")
    assert {str(event.advance_id) for event in await outbox(AdvanceWithdrawn)} == set(owed)


async def test_an_advance_that_settles_something_by_itself_says_so_too(company: Company, outbox: Any) -> None:
    customer = await company.customer()
    await on_account(company, customer, "80.00")
    order = await company.sold("100.00", AT_ONCE, customer=customer)
    owed = (await company.receivables(order))[0]
    await on_account(company, customer, "10.00")  # with each decision the customer's money finds what was due first
    said = await outbox(AdvanceUsed)
    assert [(str(event.advance_id), event.amount) for event in said] == [(owed["id"], Money.of("80.00", "CNY"))]


async def test_money_for_another_order_of_another_currency_or_that_goes_back_is_no_advance(
    company: Company, outbox: Any
) -> None:
    first = await company.sold("100.00", AT_ONCE)
    await company.pay(first, "150.00")  # 50.00 too much for this order: finance says what becomes of it
    usd = {"amount": "100.00", "currency": "USD"}
    body = {"customer_id": str(first["customer_id"]), "received_on": "2026-03-01"}
    foreign = await company.post(company.finance_too, "/payments", **body, amount=usd)
    await company.post(company.finance, f"/payments/{foreign['id']}/confirm")
    back = await on_account(company, first["customer_id"], "70.00")
    await company.post(company.finance_too, "/refunds", payment_id=back["id"], reason="back to him")
    waiting = {"amount": cny("30.00")}
    await company.post(company.finance_too, "/payments", **body, **waiting)  # finance has not seen it
    await company.sold("500.00", AT_ONCE, customer=first["customer_id"])
    assert await outbox(AdvanceOffered) == []


@pytest.mark.parametrize("payments", [0, 1], ids=["nothing on account", "an advance"])
async def test_an_order_of_a_customer_without_advances_asks_for_them_in_no_statement_more(
    company: Company, harness: ServiceHarness, payments: int
) -> None:
    customer = await company.customer()
    for _ in range(payments):
        await on_account(company, customer, "10.00")
    contract = company.contract(customer, "100.00", AT_ONCE)
    await company.deliver(contract)
    order = company.order(contract)
    with statements(harness) as said:
        await company.confirmed(order)
    of_advances = [one for one in said if "FROM payments" in one or "advance_policies" in one]
    assert len(of_advances) == 1 + payments


async def test_case_a1_another_legal_entity_says_nothing_here(company: Company) -> None:
    foreign = an_actor("admin", name="US", unit="us", legal_entities=("CS-US",))
    for entity in ("CS-CN", "*"):
        refused = await company.send(foreign, "/advance-policies", legal_entity_id=entity, use="AUTOMATIC")
        assert refused.status_code == 403
    assert await company.get(foreign, "/advance-policies") == []


async def test_a_repeated_key_sets_nothing_back_that_was_set_anew_since(company: Company) -> None:
    customer = await company.customer()
    admin = an_actor("admin", name="Admin", unit="cs", legal_entities=("*",))
    tolerance = {"legal_entity_id": "CS-CN", "currency": "CNY"}
    limit = f"/credits/{customer}/limit"
    for key, amount, use in (("a", "2.00", "AUTOMATIC"), ("b", "1.00", "OFFERED"), ("a", "2.00", "AUTOMATIC")):
        one, other, third = ({"idempotency-key": f"{key}{kind}"} for kind in "123")
        said = {"currency": "CNY", "limit": cny(amount)}
        credit = (await company.as_(company.finance).put(limit, json=said, headers=one)).json()["credits"][0]
        policy = {"legal_entity_id": "CS-CN", "use": use}
        uses = (await company.as_(admin).post("/advance-policies", json=policy, headers=other)).json()
        of_rests = tolerance | {"amount": amount}
        rests = (await company.as_(admin).post("/write-off-tolerances", json=of_rests, headers=third)).json()
    rest = next(row["amount"] for row in rests if row["legal_entity_id"] == "CS-CN")
    assert (credit["limit"], uses[0]["use"], rest) == (cny("1.00"), "OFFERED", cny("1.00"))
