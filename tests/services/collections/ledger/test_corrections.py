"""Is a confirmed payment reversed or moved by two people, and does the oldest debt come first again? (feature 197)"""

from datetime import timedelta
from typing import Any

import pytest

from chassis.testing.plugin import ServiceHarness
from messages.collections.corrections import CorrectionRequested
from messages.collections.payments import PaymentMoved, PaymentVoided
from messages.deals.terms import InstalmentTrigger
from services.collections.domain.shards import shard_of
from tests.services.collections.conftest import NOW, Company, cny, wrong_of
from tests.services.collections.ledger.test_ledger import balances, d

ORDER = InstalmentTrigger.ORDER
AT_ONCE = (("100", ORDER, 0),)
THREE = (("10", ORDER, 0), ("30", ORDER, 30), ("60", ORDER, 60))


async def paid_of(company: Company, order: dict[str, Any]) -> list[str]:
    return [row["paid"]["amount"] for row in await company.receivables(order)]


async def ask(company: Company, payment: Any, kind: str = "VOID", **more: Any) -> Any:
    body = {"payment_id": payment["id"], "kind": kind, "reason": "the bank took it back"}
    return await company.post(company.li, "/corrections", **body | more)


async def confirm(company: Company, correction: Any) -> Any:
    return await company.post(company.finance, f"/corrections/{correction['id']}/confirm")


async def test_feature_197_a_payment_that_is_not_there_is_voided_by_two(
    company: Company, harness: ServiceHarness, outbox: Any
) -> None:
    order = await company.sold("1000.00", AT_ONCE)
    payment = await company.pay(order, "1000.00", reference="BANK-1")
    asked = await ask(company, payment)
    assert (asked["status"], asked["number"][:14]) == ("REQUESTED", "PC-2026-CS-CN-")
    assert (await company.account(order))["settled"], "nothing happens until another has seen it"
    done = await confirm(company, asked)
    assert (done["status"], done["decided_by"]) == ("CONFIRMED", str(company.finance.id))
    assert (await company.get(company.li, f"/payments/{payment['id']}"))["status"] == "VOIDED"
    assert (await company.receivables(order))[0]["status"] == "OPEN"
    assert await balances(harness) == d(receivable="1000", sales="-1000")
    credit = (await company.get(company.finance, f"/credits/{order['customer_id']}"))["credits"][0]
    assert (credit["owed"], credit["unallocated"]) == (cny("1000.00"), cny("0.00"))
    told = (await outbox(PaymentVoided))[0]
    assert (told.order_ids, told.reason, len(await outbox(CorrectionRequested))) == (
        [order["order_id"]], "the bank took it back", 1
    )  # fmt: skip
    assert await confirm(company, asked) == done
    again = await company.pay(order, "1000.00", reference="BANK-1")
    assert again["status"] == "CONFIRMED", "the entry of the bank is free again"


async def test_its_receivable_is_dunned_again(company: Company, time_is: Any) -> None:
    order = await company.sold("1000.00", AT_ONCE)
    payment = await company.pay(order, "1000.00")
    await confirm(company, await ask(company, payment))
    later = NOW + timedelta(days=20)
    time_is(later)
    await company.sweep(shard_of(order["customer_id"]), later)
    assert (await company.receivables(order))[0]["level"] is not None


async def test_col_59_who_asked_never_confirms_and_sellers_do_not(company: Company) -> None:
    order = await company.sold("100.00", AT_ONCE)
    payment = await company.pay(order, "100.00")
    body = {"payment_id": payment["id"], "kind": "VOID", "reason": "x"}
    asked = await company.post(company.finance, "/corrections", **body)
    own = await company.send(company.finance, f"/corrections/{asked['id']}/confirm")
    assert (own.status_code, own.json()["rule"]) == (409, "COL-59")
    assert (await company.send(company.li, f"/corrections/{asked['id']}/confirm")).status_code == 403
    twice = await company.send(company.li, "/corrections", **body)
    assert (twice.status_code, twice.json()["rule"]) == (409, "COL-58")
    rejected = await company.post(company.finance_too, f"/corrections/{asked['id']}/reject", reason="it is there")
    assert (rejected["status"], rejected["guidance"]) == ("REJECTED", "it is there")
    assert (await company.account(order))["settled"]
    assert (await ask(company, payment))["status"] == "REQUESTED"


async def test_what_goes_back_is_not_corrected(company: Company) -> None:
    order = await company.sold("100.00", AT_ONCE)
    payment = await company.pay(order, "150.00")
    asked = await ask(company, payment)
    refund = await company.post(company.li, "/refunds", payment_id=payment["id"], reason="too much")
    late = await company.send(company.finance, f"/corrections/{asked['id']}/confirm")
    assert (late.status_code, late.json()["rule"]) == (409, "COL-58")
    await company.post(company.li, f"/refunds/{refund['id']}/withdraw")
    assert (await confirm(company, asked))["status"] == "CONFIRMED"


async def test_case_e5_feature_199_money_that_is_not_there_lets_the_oldest_debt_be_served_first_again(
    company: Company,
) -> None:
    order = await company.sold("120000.00", THREE)  # 12,000, 36,000 and 72,000
    first, *_ = [await company.pay(order, amount) for amount in ("12000.00", "20000.00", "60000.00")]
    assert await paid_of(company, order) == ["12000.00", "36000.00", "44000.00"]
    await confirm(company, await ask(company, first))
    assert await paid_of(company, order) == ["12000.00", "36000.00", "32000.00"]


async def test_case_e5_money_that_was_given_a_purpose_stays_where_it_is(company: Company) -> None:
    order = await company.sold("1000.00", THREE)
    rows = await company.receivables(order)
    wanted = [{"receivable_id": rows[2]["id"], "amount": "50.00"}]
    first = await company.pay(order, "100.00")
    await company.pay(order, "50.00", allocations=wanted)
    await confirm(company, await ask(company, first))
    assert await paid_of(company, order) == ["0.00", "0.00", "50.00"]


async def test_feature_197_a_payment_of_another_customer_is_moved_to_him(
    company: Company, harness: ServiceHarness, outbox: Any
) -> None:
    wrong, right = await company.sold("1000.00", AT_ONCE), await company.sold("700.00", AT_ONCE)
    await company.pay(wrong, "300.00")
    payment = await company.pay(wrong, "700.00")
    to = {"to_customer_id": str(right["customer_id"]), "to_order_id": str(right["order_id"])}
    done = await confirm(company, await ask(company, payment, "MOVE", **to))
    assert done["customer_id"] == str(right["customer_id"])
    assert (await company.account(right))["settled"]
    assert (await company.account(wrong))["paid"] == cny("300.00")
    owed = [
        (await company.get(company.finance, f"/credits/{order['customer_id']}"))["credits"][0]["owed"]
        for order in (wrong, right)
    ]
    assert owed == [cny("700.00"), cny("0.00")]
    assert await balances(harness) == d(receivable="700", sales="-1700", bank="1000")
    told = (await outbox(PaymentMoved))[0]
    assert (set(told.order_ids), told.from_customer_id) == (
        {wrong["order_id"], right["order_id"]}, wrong["customer_id"]
    )  # fmt: skip
    statement = await company.get(
        company.li, f"/statements/{right['customer_id']}", currency="CNY", first_on="2026-03-01", last_on="2026-03-31"
    )
    assert [move["act"] for move in statement["moves"]] == ["RECEIVABLE_OPENED", "PAYMENT_MOVED"]
    assert statement["closing"]["total"] == cny("0.00")


async def test_feature_197_a_payment_of_another_order_is_moved_and_moves_nothing_on_the_account(
    company: Company, harness: ServiceHarness
) -> None:
    wrong = await company.sold("1000.00", AT_ONCE)
    right = await company.sold("700.00", AT_ONCE, customer=wrong["customer_id"])
    payment = await company.pay(wrong, "900.00")
    to = {"to_customer_id": str(right["customer_id"]), "to_order_id": str(right["order_id"])}
    await confirm(company, await ask(company, payment, "MOVE", **to))
    assert ((await company.account(right))["settled"], (await company.account(wrong))["paid"]) == (True, cny("0.00"))
    assert (await company.get(company.li, f"/payments/{payment['id']}"))["allocated"] == cny("700.00")
    assert await balances(harness) == d(receivable="1000", sales="-1700", bank="900", advance="-200")


@pytest.mark.parametrize("kind", ["MOVE", "VOID"])
async def test_what_cannot_be_is_refused_at_its_field(company: Company, kind: str) -> None:
    order, other = await company.sold("100.00", AT_ONCE), await company.sold("100.00", AT_ONCE)
    payment = await company.pay(order, "100.00")
    body = {"payment_id": payment["id"], "kind": kind, "reason": "x"}
    to = {"to_customer_id": str(other["customer_id"])} if kind == "VOID" else {}
    refused = await company.send(company.li, "/corrections", **body, **to)
    assert (refused.status_code, wrong_of(refused)) == (422, ("COL-62", "to_customer_id"))
    to = {}
    if kind == "MOVE":
        to = {"to_customer_id": str(order["customer_id"]), "to_order_id": str(other["order_id"])}
        assert (await company.send(company.li, "/corrections", **body, **to)).status_code == 404
    for stranger in (company.other, company.foreign):
        assert (await company.send(stranger, "/corrections", **body, **to)).status_code == 404
