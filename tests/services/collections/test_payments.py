"""Does money that came settle what it belongs to, once, and only after finance saw it?"""

import asyncio
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from chassis.base.clock import new_id
from chassis.testing.plugin import ServiceHarness
from messages.collections.credit import CreditChanged
from messages.collections.payments import (
    PaymentConfirmed,
    PaymentRecorded,
    PaymentRejected,
    PaymentReleased,
    PaymentReversed,
)
from messages.collections.receivables import ReceivablePaid
from tests.services.collections.conftest import Company, cny


def body(order: dict[str, Any], amount: str, **more: Any) -> dict[str, Any]:
    fields = {"customer_id": str(order["customer_id"]), "order_id": str(order["order_id"]), "amount": cny(amount)}
    return fields | {"received_on": "2026-03-02"} | more


async def money_of(harness: ServiceHarness) -> tuple[Decimal, Decimal, Decimal]:
    """Allocations that stand, what payments say of them, what receivables say of them."""
    sums = (
        "SELECT coalesce(sum(amount), 0) FROM allocations WHERE released_at IS NULL",
        "SELECT coalesce(sum(allocated), 0) FROM payments",
        "SELECT coalesce(sum(paid + waiting), 0) FROM receivables",
    )
    async with harness.database.session() as session:
        first, second, third = [(await session.execute(text(sql))).scalar_one() for sql in sums]
    return first, second, third


async def test_feature_123_money_waits_for_finance_and_then_counts(company: Company, outbox: Any) -> None:
    order = await company.sold()
    paid = await company.post(company.li, "/payments", **body(order, "400.00", reference="BANK-1"))
    assert [part["amount"] for part in paid["allocations"]] == ["300.00", "100.00"]
    account = await company.account(order)
    assert (account["paid"], account["waiting"]) == (cny("0.00"), cny("400.00"))
    done = await company.post(company.finance, f"/payments/{paid['id']}/confirm")
    assert (done["status"], done["confirmed_by"]) == ("CONFIRMED", str(company.finance.id))
    account = await company.account(order)
    assert (account["paid"], account["waiting"], account["settled"]) == (cny("400.00"), cny("0.00"), False)
    first, second = await company.receivables(order)
    assert (first["status"], first["settled_on"]) == ("PAID", "2026-03-02")
    assert (second["status"], second["paid"]) == ("OPEN", cny("100.00"))
    assert [event.order_ids for event in await outbox(PaymentRecorded)] == [[order["order_id"]]]
    assert [event.allocated.amount for event in await outbox(PaymentConfirmed)] == [Decimal("400.00")]
    assert [str(event.receivable_id) for event in await outbox(ReceivablePaid)] == [first["id"]]


async def test_the_last_payment_settles_the_order(company: Company, outbox: Any) -> None:
    order = await company.sold()
    await company.pay(order, "999.90")
    assert not (await company.account(order))["settled"]
    await company.pay(order, "0.10")
    account = await company.account(order)
    assert account["settled"]
    assert account["next_due_on"] is None
    assert (await outbox(CreditChanged))[-1].owed.amount == 0


async def test_an_overpayment_stays_on_the_customers_account(company: Company) -> None:
    order = await company.sold()
    paid = await company.pay(order, "1200.00")
    assert (paid["amount"], paid["allocated"]) == (cny("1200.00"), cny("1000.00"))
    credit = await company.get(company.li, f"/credits/{order['customer_id']}")
    assert credit["credits"][0]["unallocated"] == cny("200.00")
    later = await company.sold("150.00", customer=order["customer_id"])
    again = await company.post(company.finance, f"/payments/{paid['id']}/allocate")
    assert again["allocated"] == cny("1150.00")
    assert str(later["order_id"]) in again["order_ids"]
    assert (await company.account(later))["settled"]


async def test_confirming_or_rejecting_again_changes_nothing(company: Company, outbox: Any) -> None:
    order = await company.sold()
    paid = await company.pay(order, "100.00")
    again = await company.post(company.finance_too, f"/payments/{paid['id']}/confirm")
    assert again == paid
    assert (await company.send(company.finance, f"/payments/{paid['id']}/reject", reason="late")).status_code == 409
    other = await company.pay(order, "50.00", confirm=False)
    for _ in range(2):
        refused = await company.post(company.finance, f"/payments/{other['id']}/reject", reason="no such money")
        assert (refused["status"], refused["rejected_reason"]) == ("REJECTED", "no such money")
    assert (await company.send(company.finance, f"/payments/{other['id']}/confirm")).json()["rule"] == "COL-2"
    assert (await company.account(order))["waiting"] == cny("0.00")
    assert len(await outbox(PaymentConfirmed)) == len(await outbox(PaymentRejected)) == 1


async def test_who_recorded_it_never_confirms_it(company: Company, harness: ServiceHarness) -> None:
    order = await company.sold()
    paid = await company.post(company.finance_too, "/payments", **body(order, "10.00"))
    answer = await company.send(company.finance_too, f"/payments/{paid['id']}/confirm")
    assert (answer.status_code, answer.json()["rule"]) == (409, "COL-11")
    assert (await company.send(company.li, f"/payments/{paid['id']}/confirm")).status_code == 403
    with pytest.raises(IntegrityError, match="two_pairs_of_eyes"):
        async with harness.database.session() as session, session.begin():
            await session.execute(text("UPDATE payments SET status = 'CONFIRMED', confirmed_by = recorded_by"))


async def test_feature_124_finance_may_allocate_otherwise(company: Company, harness: ServiceHarness) -> None:
    order = await company.sold()
    first, second = await company.receivables(order)
    paid = await company.pay(order, "300.00", confirm=False)
    assert paid["allocations"][0]["receivable_id"] == first["id"]
    path, parts = f"/payments/{paid['id']}/confirm", [{"receivable_id": second["id"], "amount": "250.00"}]
    done = await company.post(company.finance, path, allocations=parts)
    assert (done["allocated"], done["allocations"][0]["receivable_id"]) == (cny("250.00"), second["id"])
    first, second = await company.receivables(order)
    assert (first["waiting"], second["paid"]) == (cny("0.00"), cny("250.00"))
    assert len(set(await money_of(harness))) == 1


async def test_feature_124_wrong_allocations_are_refused(company: Company) -> None:
    order, other = await company.sold(), await company.sold()
    mine, theirs = (await company.receivables(order))[0]["id"], (await company.receivables(other))[0]["id"]
    wrong: list[list[tuple[str, str]]] = [
        [(mine, "300.01")],
        [(theirs, "1.00")],
        [(mine, "1.00"), (mine, "1.00")],
        [(str(new_id()), "1.00")],
    ]
    for parts in wrong:
        told = [{"receivable_id": id, "amount": amount} for id, amount in parts]
        answer = await company.send(company.li, "/payments", **body(order, "500.00", allocations=told))
        assert (answer.status_code, answer.json()["rule"]) == (409, "COL-10"), parts


async def test_the_same_bank_reference_is_recorded_once(company: Company) -> None:
    order = await company.sold()
    told = body(order, "10.00", reference="BANK-7")
    answers = await asyncio.gather(*[company.send(company.li, "/payments", **told) for _ in range(8)])
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    assert {answer.json()["rule"] for answer in answers if answer.status_code == 409} == {"COL-13"}
    done = next(answer.json() for answer in answers if answer.status_code == 201)
    await company.post(company.finance, f"/payments/{done['id']}/reject", reason="typed wrong")
    await company.post(company.li, "/payments", **told)  # a refused one may be recorded again


async def test_the_same_key_or_id_is_the_same_payment(company: Company, outbox: Any) -> None:
    order = await company.sold()
    told = body(order, "10.00")
    same = [await company.post(company.li, "/payments", key="k-1", **told) for _ in range(3)]
    assert len({paid["id"] for paid in same}) == 1
    id = str(new_id())
    twice = [await company.post(company.li, "/payments", id=id, **told) for _ in range(2)]
    assert twice[0] == twice[1]
    assert len(await outbox(PaymentRecorded)) == 2
    answer = await company.send(company.li, "/payments", key="k-1", **body(order, "11.00"))
    assert answer.status_code == 422
    bare = await company.as_(company.li).post("/payments", json=told)
    assert bare.status_code == 428
    stolen = await company.send(company.other, "/payments", **told | {"id": id})
    assert stolen.status_code == 404


async def test_many_payments_at_once_never_settle_more_than_is_owed(company: Company, harness: ServiceHarness) -> None:
    order = await company.sold()
    told = [body(order, "150.00") for _ in range(10)]
    paid = await asyncio.gather(*[company.post(company.li, "/payments", **one) for one in told])
    assert sum(Decimal(one["allocated"]["amount"]) for one in paid) == Decimal("1000.00")
    await asyncio.gather(*[company.post(company.finance, f"/payments/{one['id']}/confirm") for one in paid])
    account = await company.account(order)
    assert (account["paid"], account["settled"]) == (cny("1000.00"), True)
    assert len(set(await money_of(harness))) == 1


async def test_one_payment_confirmed_many_times_at_once_counts_once(company: Company, outbox: Any) -> None:
    order = await company.sold()
    paid = await company.pay(order, "100.00", confirm=False)
    path = f"/payments/{paid['id']}"
    acts = [company.send(company.finance, f"{path}/confirm") for _ in range(5)]
    acts += [company.send(company.finance, f"{path}/reject", reason="no") for _ in range(3)]
    codes = [answer.status_code for answer in await asyncio.gather(*acts)]
    assert set(codes) <= {200, 409}
    shown = await company.get(company.li, path)
    confirmed = shown["status"] == "CONFIRMED"
    assert (await company.account(order))["paid"] == cny("100.00" if confirmed else "0.00")
    assert len(await outbox(PaymentConfirmed)) + len(await outbox(PaymentRejected)) == 1


async def test_the_database_refuses_what_the_rules_refuse(company: Company, harness: ServiceHarness) -> None:
    order = await company.sold()
    await company.pay(order, "100.00")
    wrong = (
        "UPDATE allocations SET amount = amount + 0.01",
        "UPDATE payments SET allocated = amount + 0.01",
        "UPDATE receivables SET paid = amount + 0.01",
    )
    for sql in wrong:
        with pytest.raises(IntegrityError):
            async with harness.database.session() as session, session.begin():
                await session.execute(text(sql))


async def test_customer_and_order_must_be_in_scope(company: Company) -> None:
    order, other = await company.sold(), await company.sold()
    assert (await company.send(company.other, "/payments", **body(order, "1.00"))).status_code == 404
    mixed = body(order, "1.00") | {"customer_id": str(other["customer_id"])}
    assert (await company.send(company.li, "/payments", **mixed)).status_code == 404
    unordered = {key: value for key, value in body(order, "1.00").items() if key != "order_id"}
    assert (await company.send(company.other, "/payments", **unordered)).status_code == 404
    paid = await company.post(company.li, "/payments", **unordered)  # the customer of an own order
    for path in ("/payments", f"/payments/{paid['id']}"):
        answer = await company.as_(company.other).get(path)
        assert answer.status_code == 404 or answer.json()["items"] == []
    assert (await company.send(company.foreign, f"/payments/{paid['id']}/confirm")).status_code == 404


async def test_a_cancelled_order_gives_its_money_back_to_the_customer(
    company: Company, harness: ServiceHarness, outbox: Any
) -> None:
    order = await company.sold()
    kept = await company.sold("100.00", customer=order["customer_id"])
    paid = await company.pay(order, "600.00")
    waits = await company.pay(order, "50.00", confirm=False)
    base = f"/order-accounts/{order['order_id']}"
    answer = await company.send(company.keeper, f"{base}/cancel-receivables")
    assert (answer.status_code, answer.json()["rule"]) == (409, "COL-15")
    for _ in range(2):
        account = await company.post(company.keeper, f"{base}/reverse-payments")
        assert (account["paid"], account["waiting"]) == (cny("0.00"), cny("0.00"))
    meanwhile = await company.send(company.li, "/payments", **body(order, "1.00"))
    assert (meanwhile.status_code, meanwhile.json()["rule"]) == (409, "COL-14")
    for _ in range(2):
        assert (await company.post(company.keeper, f"{base}/cancel-receivables"))["receivable"] == cny("0.00")
    reversed_ = await company.get(company.li, f"/payments/{paid['id']}")
    assert (reversed_["status"], reversed_["allocated"]) == ("REVERSED", cny("0.00"))
    assert [event.amount.amount for event in await outbox(PaymentReversed)] == [Decimal("600.00")]
    (released,) = await outbox(PaymentReleased)
    told = (released.payment_id, released.status, released.released.amount, released.amount.amount)
    assert told == (UUID(waits["id"]), "RECORDED", Decimal("50.00"), Decimal("50.00"))
    assert released.version == (await company.get(company.li, f"/payments/{waits['id']}"))["version"]
    done = await company.post(company.finance, f"/payments/{waits['id']}/confirm")
    assert done["allocated"] == cny("0.00")
    credit = (await company.get(company.li, f"/credits/{order['customer_id']}"))["credits"][0]
    assert (credit["owed"], credit["unallocated"]) == (cny("100.00"), cny("650.00"))
    late = await company.send(company.li, "/payments", **body(order, "1.00"))
    assert (late.status_code, late.json()["rule"]) == (409, "COL-14")
    assert len(set(await money_of(harness))) == 1
    assert not (await company.account(kept))["settled"]


async def test_a_payment_for_two_orders_keeps_what_is_for_the_other(company: Company, outbox: Any) -> None:
    order = await company.sold("100.00")
    kept = await company.sold("100.00", customer=order["customer_id"])
    fields = {"customer_id": str(order["customer_id"]), "amount": cny("200.00"), "received_on": "2026-03-02"}
    paid = await company.post(company.li, "/payments", **fields)
    await company.post(company.finance, f"/payments/{paid['id']}/confirm")
    await company.post(company.keeper, f"/order-accounts/{order['order_id']}/reverse-payments")
    shown = await company.get(company.li, f"/payments/{paid['id']}")
    assert (shown["status"], shown["allocated"]) == ("CONFIRMED", cny("100.00"))
    assert (await company.account(kept))["settled"]
    assert await outbox(PaymentReversed) == [], "it stands, for the other order"
    told = [(event.status, event.released.amount) for event in await outbox(PaymentReleased)]
    assert told == [("CONFIRMED", Decimal("100.00"))]


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"amount": cny("0.001")}, id="three decimals"),
        pytest.param({"amount": {"amount": 1.5, "currency": "CNY"}}, id="a binary float"),
        pytest.param({"amount": cny("0.00")}, id="nothing"),
        pytest.param({"amount": cny("-5.00")}, id="less than nothing"),
        pytest.param({"amount": cny("1e30")}, id="out of bounds"),
        pytest.param({"received_on": "2026-03-04"}, id="the day after tomorrow"),
        pytest.param({"received_on": "yesterday"}, id="no day"),
        pytest.param({"reference": "a\u0000b"}, id="a NUL"),
        pytest.param({"method": "x\ny"}, id="two lines"),
        pytest.param({"status": "CONFIRMED"}, id="an unknown field"),
        pytest.param({"order_id": "1"}, id="no id"),
        pytest.param({"allocations": [{"receivable_id": str(new_id()), "amount": "0.00"}]}, id="allocates nothing"),
    ],
)
async def test_what_cannot_be_read_is_malformed(company: Company, more: dict[str, Any]) -> None:
    order = await company.sold()
    answer = await company.send(company.li, "/payments", **body(order, "1.00") | more)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"]


async def test_a_lone_surrogate_is_malformed(company: Company) -> None:
    order = await company.sold()
    paid = await company.pay(order, "1.00", confirm=False)
    headers = {"idempotency-key": "s", "content-type": "application/json"}
    path = f"/payments/{paid['id']}/reject"
    answer = await company.as_(company.finance).post(path, content=b'{"reason": "\\ud800"}', headers=headers)
    assert answer.status_code == 422
    assert (await company.send(company.finance, path, reason="")).status_code == 422
