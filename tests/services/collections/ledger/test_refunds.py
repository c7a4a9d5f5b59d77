"""Does a customer's money go back once, by two people, and never more than settles nothing? (feature 120)"""

import asyncio
from typing import Any

from chassis.base.clock import new_id
from chassis.testing.plugin import ServiceHarness
from messages.collections.refunds import RefundConfirmed, RefundRejected, RefundRequested, RefundWithdrawn
from messages.money import Money
from tests.services.collections.conftest import Company, cny, wrong_of
from tests.services.collections.ledger.test_ledger import balances, d

TODAY = "2026-03-02"


async def cancelled_with(company: Company, paid: str, total: str = "1000.00") -> tuple[dict[str, Any], Any]:
    """A cancelled order whose confirmed money waits."""
    order = await company.sold(total)
    payment = await company.pay(order, paid)
    for verb in ("reverse-payments", "cancel-receivables"):
        await company.post(company.keeper, f"/order-accounts/{order['order_id']}/{verb}")
    return order, payment


async def ask(company: Company, payment: Any, amount: str | None = None, **more: Any) -> Any:
    body = {"payment_id": payment["id"], "reason": "the order was cancelled"} | ({"amount": amount} if amount else {})
    return await company.post(company.li, "/refunds", **body, **more)


async def test_case_e4_feature_120_what_a_cancelled_order_leaves_goes_back(
    company: Company, harness: ServiceHarness, outbox: Any
) -> None:
    order, payment = await cancelled_with(company, "1000.00")
    refund = await ask(company, payment)
    assert (refund["status"], refund["amount"], refund["order_id"]) == (
        "REQUESTED", cny("1000.00"), str(order["order_id"])
    )  # fmt: skip
    assert refund["number"].startswith("RF-2026-CS-CN-")
    assert await balances(harness) == d(bank="1000", refund_payable="-1000"), "set aside"
    snapshot = await company.get(company.keeper, f"/order-accounts/{order['order_id']}/snapshot")
    assert snapshot["on_account"] == [], "nobody has to say what becomes of it any more"
    path = f"/refunds/{refund['id']}/confirm"
    done = await company.post(company.finance, path, paid_on=TODAY, reference="RF-BANK-1")
    assert (done["status"], done["paid_on"], done["confirmed_by"]) == ("CONFIRMED", TODAY, str(company.finance.id))
    assert await balances(harness) == {}
    again = await company.post(company.finance, path, paid_on=TODAY)
    assert again == done
    shown = await company.get(company.li, f"/payments/{payment['id']}")
    assert (shown["refunded"], shown["allocated"]) == (cny("1000.00"), cny("0.00"))
    told = [await outbox(kind) for kind in (RefundRequested, RefundConfirmed)]
    assert [[event.amount for event in events] for events in told] == [[Money.of("1000.00", "CNY")]] * 2
    assert (await company.get(company.finance, f"/credits/{order['customer_id']}"))["credits"][0]["unallocated"] == cny(
        "0.00"
    )


async def test_feature_120_of_money_on_account_no_more_goes_back_than_settles_nothing(company: Company) -> None:
    order = await company.sold("600.00")
    payment = await company.pay(order, "1000.00")
    too_much = {"payment_id": payment["id"], "reason": "paid too much", "amount": "400.01"}
    refused = await company.send(company.li, "/refunds", **too_much)
    assert (refused.status_code, refused.json()["rule"]) == (409, "COL-52")
    await ask(company, payment, "300.00")
    more = await company.send(company.li, "/refunds", **too_much | {"amount": "100.01"})
    assert more.json()["rule"] == "COL-52"
    rest = await ask(company, payment)
    assert rest["amount"] == cny("100.00")
    nothing = await company.send(company.li, "/refunds", payment_id=payment["id"], reason="once more")
    assert nothing.json()["rule"] == "COL-52"


async def test_col_53_another_in_finance_confirms(company: Company) -> None:
    _, payment = await cancelled_with(company, "100.00")
    body = {"payment_id": payment["id"], "reason": "cancelled"}
    refund = await company.post(company.finance, "/refunds", **body)
    own = await company.send(company.finance, f"/refunds/{refund['id']}/confirm", paid_on=TODAY)
    assert (own.status_code, own.json()["rule"]) == (409, "COL-53")
    seller = await company.send(company.li, f"/refunds/{refund['id']}/confirm", paid_on=TODAY)
    assert seller.status_code == 403
    late = await company.send(company.finance_too, f"/refunds/{refund['id']}/confirm", paid_on="2027-01-01")
    assert (late.status_code, wrong_of(late)) == (422, ("COL-56", "paid_on"))
    assert (await company.post(company.finance_too, f"/refunds/{refund['id']}/confirm", paid_on=TODAY))["confirmed_at"]


async def test_what_is_set_aside_settles_nothing_until_it_is_rejected_or_withdrawn(
    company: Company, harness: ServiceHarness, outbox: Any
) -> None:
    order, payment = await cancelled_with(company, "1000.00")
    refund = await ask(company, payment, "700.00")
    second = await company.sold("1000.00", customer=order["customer_id"])
    used = await company.post(company.finance, f"/payments/{payment['id']}/allocate")
    assert used["allocated"] == cny("300.00")
    nothing = await company.send(company.finance, f"/payments/{payment['id']}/allocate")
    assert (nothing.status_code, nothing.json()["rule"]) == (409, "COL-124"), "nothing of it is left"
    rejected = await company.post(company.finance, f"/refunds/{refund['id']}/reject", reason="he buys again")
    assert (rejected["status"], rejected["guidance"]) == ("REJECTED", "he buys again")
    another = await ask(company, payment, "200.00")
    other = await company.send(company.finance_too, f"/refunds/{another['id']}/withdraw")
    assert (other.status_code, other.json()["rule"]) == (409, "COL-55")
    await company.post(company.li, f"/refunds/{another['id']}/withdraw")
    late = await company.send(company.finance, f"/refunds/{another['id']}/confirm", paid_on=TODAY)
    assert (late.status_code, late.json()["rule"]) == (409, "COL-54")
    used = await company.post(company.finance, f"/payments/{payment['id']}/allocate")
    assert used["allocated"] == cny("1000.00")
    assert (await company.account(second))["settled"]
    assert await balances(harness) == d(sales="-1000", bank="1000")
    assert (len(await outbox(RefundRejected)), len(await outbox(RefundWithdrawn))) == (1, 1)


async def test_the_same_request_again_asks_once_and_two_at_once_never_pass_the_payment(company: Company) -> None:
    _, payment = await cancelled_with(company, "100.00")
    id = str(new_id())
    first = await ask(company, payment, "40.00", id=id)
    assert await ask(company, payment, "40.00", id=id) == first
    body = {"payment_id": payment["id"], "reason": "at once", "amount": "60.00"}
    answers = await asyncio.gather(*(company.send(company.li, "/refunds", **body) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


async def test_refunds_are_listed_for_those_who_see_the_payment(company: Company) -> None:
    order, payment = await cancelled_with(company, "100.00")
    refund = await ask(company, payment)
    for query in ({"payment_id": payment["id"]}, {"status": "REQUESTED"}, {"customer_id": str(order["customer_id"])}):
        found = await company.get(company.li, "/refunds", **query)
        assert [one["id"] for one in found["items"]] == [refund["id"]]
    for stranger in (company.other, company.foreign):
        assert (await company.get(stranger, "/refunds"))["items"] == []
        assert (await company.as_(stranger).get(f"/refunds/{refund['id']}")).status_code == 404


async def test_refunds_are_found_by_their_number_customer_and_payment_and_ones_own_apart(company: Company) -> None:
    _, payment = await cancelled_with(company, "1000.00")
    refund = await ask(company, payment, "700.00")

    async def found(**query: str) -> list[str]:
        page = (await company.as_(company.finance).get("/refunds", params=query)).json()
        return [one["number"] for one in page["items"]]

    for word in (refund["number"].lower(), payment["number"], payment["customer_name"]):
        assert await found(q=word) == [refund["number"]], word
    assert await found(q="nothing of this") == []
    assert await found(q=payment["number"], owner_id=str(company.li.id)) == [refund["number"]]
    assert await found(owner_id=str(company.finance.id)) == []
