"""Does money on a statement become the payment that it is, once? (features 124 and 198)"""

import asyncio
from typing import Any

from messages.collections.payments import PaymentConfirmed, PaymentRecorded, PaymentVoided
from tests.services.collections.bank_files import brought, entries, looked_at, one_entry, rows
from tests.services.collections.conftest import Company, cny


async def test_feature_198_a_suggestion_that_is_accepted_is_a_confirmed_payment_with_its_allocations(
    company: Company, outbox: Any
) -> None:
    order = await company.sold("1000.00", customer=await company.customer(name="上海示例贸易有限公司"))
    entry = await one_entry(
        company, "1000.00", text=f"货款{order['number']}", payer="上海示例贸易有限公司", reference="B-1"
    )
    best = entry["suggestions"][0]
    assert [part["amount"]["amount"] for part in best["parts"]] == ["300.00", "700.00"]
    assert best["score"] == 100
    assert [reason["text"] for reason in best["reasons"]] == [
        f"the text names {order['number']}", "the payer has the name of 上海示例贸易有限公司",
        f"the amount is what 2 receivables owe together: {order['number']}-R1, {order['number']}-R2",
    ]  # fmt: skip
    allocations = [{"receivable_id": p["receivable_id"], "amount": p["amount"]["amount"]} for p in best["parts"]]
    done = await accept(company, entry, customer_id=best["customer_id"], allocations=allocations)
    assert (done["status"], done["payment_status"], done["customer_name"]) == (
        "MATCHED",
        "CONFIRMED",
        "上海示例贸易有限公司",
    )
    assert (await company.account(order))["settled"]
    (recorded,), (confirmed,) = await outbox(PaymentRecorded), await outbox(PaymentConfirmed)
    assert (recorded.recorded_by, confirmed.confirmed_by) == (company.finance.id, company.finance_too.id)
    payment = await company.get(company.finance, f"/payments/{done['payment_id']}")
    assert (payment["reference"], payment["received_on"], payment["amount"]) == ("B-1", "2026-03-01", cny("1000.00"))


async def accept(company: Company, entry: Any, **body: Any) -> Any:
    return await company.post(company.finance_too, f"/bank-entries/{entry['id']}/accept", **body)


async def refusal(company: Company, entry: Any, verb: str = "accept", **body: Any) -> tuple[int, str]:
    answer = await company.send(company.finance_too, f"/bank-entries/{entry['id']}/{verb}", **body)
    problem = answer.json()
    return answer.status_code, problem.get("rule") or problem["errors"][0]["rule"]


async def test_feature_124_one_receipt_settles_several_orders_and_too_much_is_refused(company: Company) -> None:
    customer = await company.customer()
    one, other = await company.sold("100.00", customer=customer), await company.sold("200.00", customer=customer)
    entry = await one_entry(company, "250.00", text="x")
    (a, b), (c, d) = await company.receivables(one), await company.receivables(other)
    parts = [{"receivable_id": owed["id"], "amount": owed["open"]["amount"]} for owed in (a, b, c, d)]
    assert await refusal(company, entry, customer_id=str(customer), allocations=parts) == (409, "COL-10")
    too_much = [parts[0] | {"amount": "30.01"}]
    assert await refusal(company, entry, customer_id=str(customer), allocations=too_much) == (409, "COL-10")
    assert (await entries(company, status="OPEN"))[0]["id"] == entry["id"]
    done = await accept(
        company, entry, customer_id=str(customer), allocations=[*parts[:3], parts[3] | {"amount": "90.00"}]
    )
    payment = await company.get(company.finance, f"/payments/{done['payment_id']}")
    assert payment["allocated"] == cny("250.00")
    assert [(await company.account(order))["paid"] for order in (one, other)] == [cny("100.00"), cny("150.00")]


async def test_feature_198_an_entry_becomes_one_payment_however_often_it_is_accepted(
    company: Company, outbox: Any
) -> None:
    order = await company.sold("100.00")
    entry = await one_entry(company, "100.00", text=order["number"])
    body = {"customer_id": str(order["customer_id"])}
    path = f"/bank-entries/{entry['id']}/accept"
    first, again = [await company.post(company.finance_too, path, key="same", **body) for _ in range(2)]
    assert first["payment_id"] == again["payment_id"]
    assert await refusal(company, entry, **body) == (409, "COL-87")
    both = await one_entry(company, "50.00", text="两人同时")
    answers = await asyncio.gather(
        *(
            company.send(actor, f"/bank-entries/{both['id']}/accept", **body)
            for actor in (company.finance_too, company.finance)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert len(await outbox(PaymentRecorded)) == 2


async def test_feature_198_who_brought_it_in_does_not_confirm_what_he_accepts(company: Company) -> None:
    order = await company.sold("100.00")
    entry = await one_entry(company, "100.00", text=order["number"])
    path, body = f"/bank-entries/{entry['id']}/accept", {"customer_id": str(order["customer_id"])}
    mine = await company.post(company.finance, path, **body)
    assert (mine["status"], mine["payment_status"]) == ("MATCHED", "RECORDED")
    assert (await company.account(order))["paid"] == cny("0.00")
    assert (await company.send(company.finance, f"/payments/{mine['payment_id']}/confirm")).json()["rule"] == "COL-11"
    await company.post(company.finance_too, f"/payments/{mine['payment_id']}/confirm")
    assert (await company.account(order))["settled"]


async def test_feature_198_what_a_colleague_recorded_is_confirmed_by_its_entry_and_no_second_payment(
    company: Company, outbox: Any
) -> None:
    order = await company.sold("1000.00")
    paid = await company.pay(order, "400.00", confirm=False, reference="B-9")
    entry = await one_entry(company, "400.00", text="x", reference="B-9")
    best = entry["suggestions"][0]
    assert (best["payment_id"], best["payment_number"]) == (paid["id"], paid["number"])
    by_hand = {"customer_id": str(order["customer_id"])}
    assert await refusal(company, entry, **by_hand) == (409, "COL-13")
    done = await accept(company, entry, payment_id=best["payment_id"])
    assert (done["payment_id"], done["payment_status"]) == (paid["id"], "CONFIRMED")
    assert len(await outbox(PaymentRecorded)) == 1
    other = await one_entry(company, "400.00", text="y", reference="B-10")
    assert other["suggestions"] == [] or other["suggestions"][0]["payment_id"] is None
    assert await refusal(company, other, payment_id=paid["id"]) == (409, "COL-89")
    smaller = await one_entry(company, "399.99", text="z")
    assert await refusal(company, smaller, payment_id=paid["id"]) == (409, "COL-89")


async def test_feature_198_money_that_went_is_set_aside_with_a_reason_and_no_payment(company: Company) -> None:
    fee = await one_entry(company, "-12.50", text="手续费")
    assert fee["suggestions"] == []
    customer = await company.customer()
    assert await refusal(company, fee, customer_id=str(customer)) == (409, "COL-88")
    done = await company.post(company.finance, f"/bank-entries/{fee['id']}/set-aside", reason="银行手续费")
    assert (done["status"], done["reason"], done["decided_by"]) == ("SET_ASIDE", "银行手续费", str(company.finance.id))
    assert (await company.post(company.finance, f"/bank-entries/{fee['id']}/set-aside", reason="again"))[
        "reason"
    ] == "银行手续费"
    assert (await company.send(company.finance, f"/bank-entries/{fee['id']}/set-aside", reason="")).status_code == 422
    opened = await company.post(company.finance, f"/bank-entries/{fee['id']}/reopen", reason="看错了")
    assert (opened["status"], opened["reason"]) == ("OPEN", "看错了")


async def test_feature_198_a_wrong_match_is_undone_with_all_that_it_settled(company: Company, outbox: Any) -> None:
    order, right = (
        await company.sold("1000.00"),
        await company.sold("1000.00", customer=await company.customer(name="对的")),
    )
    entry = await one_entry(company, "1000.00", text="x", reference="B-1")
    done = await accept(company, entry, customer_id=str(order["customer_id"]))
    assert (await company.account(order))["settled"]
    path = f"/bank-entries/{entry['id']}/reopen"
    assert (await company.send(company.finance_too, path, reason="认错了客户")).json()["rule"] == "COL-91"
    back = await company.post(company.finance, path, reason="认错了客户")
    assert (back["status"], back["payment_id"]) == ("OPEN", None)
    account = await company.account(order)
    assert (account["settled"], account["paid"], account["waiting"]) == (False, cny("0.00"), cny("0.00"))
    assert [one["status"] for one in await company.receivables(order)] == ["OPEN", "OPEN"]
    payment = await company.get(company.finance, f"/payments/{done['payment_id']}")
    assert (payment["status"], payment["allocated"]) == ("VOIDED", cny("0.00"))
    assert [event.reason for event in await outbox(PaymentVoided)] == ["认错了客户"]
    credit = await company.get(company.finance, f"/credits/{order['customer_id']}")
    assert credit["credits"][0]["owed"] == cny("1000.00")
    again = await accept(company, entry, customer_id=str(right["customer_id"]))
    assert (again["payment_status"], again["customer_name"]) == ("CONFIRMED", "对的")


async def test_feature_198_a_payment_that_finance_rejects_gives_its_entry_back(company: Company) -> None:
    order = await company.sold("100.00")
    entry = await one_entry(company, "100.00", text=order["number"])
    mine = await company.post(
        company.finance, f"/bank-entries/{entry['id']}/accept", customer_id=str(order["customer_id"])
    )
    await company.post(company.finance_too, f"/payments/{mine['payment_id']}/reject", reason="不是这家的")
    found = await company.get(company.finance, f"/bank-entries/{entry['id']}")
    assert (found["status"], found["payment_id"], found["reason"]) == ("OPEN", None, "不是这家的")


async def test_feature_198_what_was_paid_meanwhile_is_no_longer_suggested_and_found_anew(company: Company) -> None:
    order = await company.sold("1000.00", customer=await company.customer(name="上海示例贸易有限公司"))
    entry = await one_entry(company, "300.00", text="x", payer="上海示例贸易有限公司")
    assert [part["number"] for part in entry["suggestions"][0]["parts"]] == [f"{order['number']}-R1"]
    await company.pay(order, "300.00")
    stale = await company.get(company.finance, f"/bank-entries/{entry['id']}")
    assert [one for one in stale["suggestions"] if one["parts"]] == []
    assert (await looked_at(company))["looked_at"] == 0
    assert (await looked_at(company, again=True))["looked_at"] == 1
    fresh = await company.get(company.finance, f"/bank-entries/{entry['id']}")
    assert [part["number"] for one in fresh["suggestions"] for part in one["parts"]] == [f"{order['number']}-R2"]


async def test_feature_198_who_paid_once_is_known_again(company: Company) -> None:
    customer = await company.customer(name="上海示例贸易有限公司")
    await company.sold("100.00", customer=customer)
    first = await one_entry(company, "1.00", text="a", payer="王五")
    assert first["suggestions"] == []
    await accept(company, first, customer_id=str(customer))
    second = await one_entry(company, "2.00", text="b", payer="王五")
    assert second["suggestions"][0]["customer_id"] == str(customer)
    assert "this payer has paid for the customer before" in [
        reason["text"] for reason in second["suggestions"][0]["reasons"]
    ]


async def test_feature_198_two_details_of_one_batch_with_one_reference_are_two_payments(company: Company) -> None:
    order = await company.sold("4000.00")
    content = rows("2026-03-01,2187.00,甲,x,B-77", "2026-03-01,1296.00,乙,y,B-77", "2026-03-01,1296.00,乙,z,B-77")
    await brought(company, content)
    for one in await entries(company):
        await accept(company, one, customer_id=str(order["customer_id"]))
    assert (await company.account(order))["paid"] == cny("4000.00")
    found = await company.get(company.finance, "/payments", customer_id=str(order["customer_id"]))
    assert sorted((one["reference"], one["occurrence"]) for one in found["items"]) == [
        ("B-77", 1),
        ("B-77", 1),
        ("B-77", 2),
    ]


async def test_the_first_of_two_equal_entries_is_accepted_again_after_it_was_undone(company: Company) -> None:
    order = await company.sold("4000.00")
    his = {"customer_id": str(order["customer_id"])}
    await brought(company, rows("2026-03-01,50.00,甲,x,B-77", "2026-03-01,50.00,乙,y,B-77"))
    accepted = [await accept(company, one, **his) for one in await entries(company)]
    payments = [await company.get(company.finance, f"/payments/{one['payment_id']}") for one in accepted]
    first = next(one for one, paid in zip(accepted, payments, strict=True) if paid["occurrence"] == 1)
    await company.post(company.finance, f"/bank-entries/{first['id']}/reopen", reason="看错了")
    again = await accept(company, first, **his)
    payment = await company.get(company.finance, f"/payments/{again['payment_id']}")
    assert (again["payment_status"], payment["occurrence"]) == ("CONFIRMED", 1)


async def test_a_repeated_key_does_not_undo_what_a_colleague_decided_about_the_entry_since(company: Company) -> None:
    order = await company.sold("1000.00")
    his = {"customer_id": str(order["customer_id"])}
    entry = await one_entry(company, "100.00", text="x", reference="B-1")
    path = f"/bank-entries/{entry['id']}"
    await accept(company, entry, **his)
    for _ in range(2):
        await company.post(company.finance, f"{path}/reopen", key="reopen", reason="看错了")
        await company.send(company.finance_too, f"{path}/accept", key="accept", **his)
    await company.send(company.finance_too, f"{path}/accept", **his)
    matched = await company.post(company.finance, f"{path}/reopen", key="reopen", reason="看错了")
    assert (matched["status"], matched["payment_status"]) == ("MATCHED", "CONFIRMED")
    await company.post(company.finance, f"{path}/reopen", reason="又看错了")
    again = await company.post(company.finance_too, f"{path}/accept", key="accept", **his)
    assert (again["status"], again["payment_id"]) == ("OPEN", None), "it was accepted by this key, and undone since"
    await company.post(company.finance, f"{path}/set-aside", key="aside", reason="手续费")
    await company.post(company.finance, f"{path}/reopen", reason="不是")
    assert (await company.post(company.finance, f"{path}/set-aside", key="aside", reason="手续费"))["status"] == "OPEN"
