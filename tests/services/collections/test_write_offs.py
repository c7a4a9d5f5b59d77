"""Is what is given up a line of its own, asked for, approved, and taken back with its money? (case E10)"""

import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from chassis.testing.plugin import an_actor
from messages.collections.receivables import ReceivableBalanceChanged, ReceivablePaid
from messages.collections.write_offs import ToleranceSet, WriteOffApplied, WriteOffTakenBack, WriteOffWithdrawn
from messages.deals.terms import InstalmentTrigger
from tests.services.collections.conftest import Company, cny

ORDER = InstalmentTrigger.ORDER
ONE = (("100", ORDER, 0),)
HALVES = (("50", ORDER, 0), ("50", ORDER, 30))


async def owed_of(company: Company, order: dict[str, Any]) -> Any:
    return (await company.receivables(order))[0]


async def asked(company: Company, receivable: Any, **more: Any) -> Any:
    body = {"receivable_id": receivable["id"], "reason": "the customer is bankrupt"}
    return await company.post(company.li, "/write-offs", **body | more)


async def decided(company: Company, write_off: Any, verb: str, round: int = 1) -> Any:
    return await company.post(company.keeper, f"/write-offs/{write_off['id']}/{verb}", round=round)


async def lines_of(company: Company, receivable: Any) -> list[tuple[str, str]]:
    found = await company.get(company.finance, "/write-offs", receivable_id=receivable["id"])
    return [(line["status"], line["amount"]["amount"]) for line in found["items"]]


def figures(receivable: Any) -> tuple[str, ...]:
    return tuple(receivable[name]["amount"] for name in ("paid", "waiting", "written_off", "open"))


async def test_case_e10_feature_150_201_above_the_tolerance_it_stays_open_until_it_is_approved(
    company: Company, outbox: Any
) -> None:
    order = await company.sold("100.00", ONE)
    await company.pay(order, "90.00")
    line = await asked(company, await owed_of(company, order))
    assert (line["status"], line["amount"], line["requested_by"]) == ("REQUESTED", cny("10.00"), str(company.li.id))
    assert figures(await owed_of(company, order)) == ("90.00", "0.00", "0.00", "10.00")
    assert not (await company.account(order))["settled"]
    await decided(company, line, "apply")
    owed = await owed_of(company, order)
    assert (owed["status"], owed["settled_on"]) == ("PAID", "2026-03-02")
    assert figures(owed) == ("90.00", "0.00", "10.00", "0.00")
    assert (await company.account(order))["settled"]
    assert (await company.account(order))["written_off"] == cny("10.00")
    again = await decided(company, line, "apply")
    assert again["status"] == "APPLIED"
    assert len(await outbox(WriteOffApplied)) == len(await outbox(ReceivablePaid)) == 1
    credit = await company.get(company.finance, f"/credits/{order['customer_id']}")
    assert credit["credits"][0]["owed"] == cny("0.00")
    counts = await company.get(company.finance, "/receivables/counts")
    assert [(one["paid"], one["written_off"]) for one in counts] == [(cny("90.00"), cny("10.00"))]


async def test_case_e10_money_that_comes_before_the_approval_is_not_written_off(company: Company, outbox: Any) -> None:
    order = await company.sold("100.00", ONE)
    line = await asked(company, await owed_of(company, order))
    await company.pay(order, "60.00")
    await decided(company, line, "apply")
    assert figures(await owed_of(company, order)) == ("60.00", "0.00", "40.00", "0.00")
    second = await company.sold("100.00", ONE)
    line = await asked(company, await owed_of(company, second))
    await company.pay(second, "100.00")
    assert [event.write_off_id for event in await outbox(WriteOffWithdrawn)] == [UUID(line["id"])]
    assert (await decided(company, line, "apply"))["status"] == "WITHDRAWN"


async def test_case_e10_no_more_is_asked_for_than_is_open(company: Company) -> None:
    order = await company.sold("100.00", ONE)
    owed = await owed_of(company, order)
    await asked(company, owed, amount="70.00")
    for amount in ("30.01", "100.00"):
        answer = await company.send(company.li, "/write-offs", receivable_id=owed["id"], amount=amount, reason="x")
        assert (answer.status_code, answer.json()["rule"]) == (409, "COL-29")
    await asked(company, owed, amount="30.00")
    assert (await owed_of(company, order))["write_off_requested"] == cny("100.00")


async def test_case_e10_a_returned_one_is_resubmitted_by_who_asked(company: Company) -> None:
    order = await company.sold("100.00", ONE)
    line = await asked(company, await owed_of(company, order))
    await decided(company, line, "return")
    answer = await company.send(company.finance, f"/write-offs/{line['id']}/resubmit", reason="better")
    assert (answer.status_code, answer.json()["rule"]) == (409, "COL-30")
    again = await company.post(company.li, f"/write-offs/{line['id']}/resubmit", reason="better", amount="50.00")
    assert (again["status"], again["round"]) == ("REQUESTED", 2)
    assert (again["reason"], again["amount"]) == ("better", cny("50.00"))
    assert (await decided(company, line, "reject", round=1))["status"] == "REQUESTED"  # an answer to the first round
    assert (await decided(company, line, "reject", round=2))["status"] == "REJECTED"
    assert (await owed_of(company, order))["write_off_requested"] == cny("0.00")


async def test_case_e10_who_asked_or_recorded_its_money_has_no_vote(company: Company) -> None:
    order = await company.sold("100.00", ONE)
    body = {"customer_id": str(order["customer_id"]), "order_id": str(order["order_id"]), "amount": cny("40.00")}
    await company.post(company.finance_too, "/payments", **body, received_on="2026-03-02")
    line = await asked(company, await owed_of(company, order), amount="60.00")
    subject = await company.get(company.keeper, f"/write-offs/{line['id']}/approval-subject")
    assert subject["requester_id"] == str(company.li.id)
    assert subject["prepared_by"] == sorted([str(company.li.id), str(company.finance_too.id)])
    assert subject["facts"] == {"amount": "60.00", "currency": "CNY", "days_overdue": 0}


async def test_case_e10_a_reversed_payment_takes_the_write_off_back(company: Company, outbox: Any) -> None:
    order = await company.sold("42.42", ONE)
    await company.pay(order, "42.41")
    await company.post(company.keeper, f"/order-accounts/{order['order_id']}/reverse-payments")
    owed = await owed_of(company, order)
    assert (owed["status"], figures(owed)) == ("OPEN", ("0.00", "0.00", "0.00", "42.42"))
    assert await lines_of(company, owed) == [("TAKEN_BACK", "0.01")]
    assert [event.guidance for event in await outbox(WriteOffTakenBack)] == ["PAYMENT_REVERSED"]
    assert (await outbox(ReceivableBalanceChanged))[-1].open.amount == Decimal("42.42")


async def test_case_e10_a_debt_given_up_whole_does_not_keep_its_order_from_being_cancelled(company: Company) -> None:
    order = await company.sold("100.00", ONE)
    line = await asked(company, await owed_of(company, order))
    await decided(company, line, "apply")
    await company.post(company.keeper, f"/order-accounts/{order['order_id']}/reverse-payments")
    await company.post(company.keeper, f"/order-accounts/{order['order_id']}/cancel-receivables")
    owed = await owed_of(company, order)
    assert (owed["status"], await lines_of(company, owed)) == ("CANCELLED", [("TAKEN_BACK", "100.00")])


async def test_case_e10_finance_takes_one_back_when_the_customer_pays_after_all(company: Company) -> None:
    order = await company.sold("100.00", ONE)
    line = await asked(company, await owed_of(company, order))
    await decided(company, line, "apply")
    await company.post(company.finance, f"/write-offs/{line['id']}/take-back", reason="it pays")
    owed = await owed_of(company, order)
    assert (owed["status"], figures(owed)) == ("OPEN", ("0.00", "0.00", "0.00", "100.00"))
    await company.pay(order, "100.00")
    assert (await owed_of(company, order))["status"] == "PAID"


@pytest.mark.parametrize("returned", [False, True])
async def test_case_e10_an_approval_that_is_revoked_before_it_was_applied_never_counts(
    company: Company, outbox: Any, returned: bool
) -> None:
    order = await company.sold("100.00", ONE)
    line = await asked(company, await owed_of(company, order))
    if returned:
        await decided(company, line, "return")
    revoked = {"path": f"/write-offs/{line['id']}/take-back", "reason": "revoked"}
    refused = await company.send(company.finance, **revoked)
    assert (refused.status_code, refused.json()["rule"]) == (409, "COL-25")  # who asked for it withdraws it
    for _ in range(2):
        gone = await company.post(company.keeper, **revoked)
        assert (gone["status"], gone["guidance"]) == ("WITHDRAWN", "revoked")
    assert (await decided(company, line, "apply"))["status"] == "WITHDRAWN"
    owed = await owed_of(company, order)
    assert (owed["write_off_requested"], owed["open"]) == (cny("0.00"), cny("100.00"))
    assert len(await outbox(WriteOffWithdrawn)) == 1


async def test_case_e10_a_small_rest_is_given_up_when_money_that_waited_for_it_is_rejected(
    company: Company,
) -> None:
    order = await company.sold("42.42", ONE)
    first = await company.pay(order, "42.41", confirm=False)
    second = await company.pay(order, "0.01", confirm=False)
    await company.post(company.finance, f"/payments/{first['id']}/confirm")
    assert figures(await owed_of(company, order)) == ("42.41", "0.01", "0.00", "0.01")
    await company.post(company.finance, f"/payments/{second['id']}/reject", reason="not found")
    assert figures(await owed_of(company, order)) == ("42.41", "0.00", "0.01", "0.00")


async def test_case_a1_e10_the_tolerance_is_set_per_legal_entity_and_currency(company: Company, outbox: Any) -> None:
    admin, path = an_actor("admin", name="Admin", unit="cs"), "/write-off-tolerances"
    body = {"legal_entity_id": "CS-CN", "currency": "CNY", "amount": "1.00"}
    for _ in range(2):
        answer = await company.send(admin, path, **body)
        assert answer.status_code == 200, answer.text
    assert [(event.amount.amount, event.set_by) for event in await outbox(ToleranceSet)] == [(Decimal(1), admin.id)]
    own = [one for one in answer.json() if one["legal_entity_id"] == "CS-CN"]
    assert [(one["amount"], one["set_by"]) for one in own] == [(cny("1.00"), str(admin.id))]
    for elsewhere in ("CS-US", "*"):
        refused = await company.send(admin, path, **body | {"legal_entity_id": elsewhere})
        assert refused.status_code == 403, elsewhere
    assert (await company.send(company.finance, path, **body)).status_code == 403
    order = await company.sold("100.00", ONE)
    await company.pay(order, "99.00")
    assert figures(await owed_of(company, order)) == ("99.00", "0.00", "1.00", "0.00")


async def test_case_e10_another_legal_entity_sees_and_touches_none_of_it(company: Company) -> None:
    order = await company.sold("100.00", ONE)
    owed = await owed_of(company, order)
    line = await asked(company, owed)
    assert (await company.get(company.foreign, "/write-offs"))["items"] == []
    assert (await company.as_(company.foreign).get(f"/write-offs/{line['id']}")).status_code == 404
    for path, body in [
        ("/write-offs", {"receivable_id": owed["id"], "reason": "x"}),
        (f"/write-offs/{line['id']}/take-back", {"reason": "x"}),
    ]:
        assert (await company.send(company.foreign, path, **body)).status_code == 404


@pytest.mark.parametrize("seed", range(8))
async def test_case_e10_feature_201_what_is_owed_is_paid_written_off_or_open_after_any_acts(
    company: Company, seed: int, outbox: Any
) -> None:
    """Payments recorded, confirmed, rejected; write-offs asked for, applied, rejected, taken back: in any order."""
    chance = random.Random(seed)
    order = await company.sold(chance.choice(["42.42", "100.03"]), HALVES)
    payments: list[Any] = []
    lines: list[Any] = []
    acts: list[Callable[[], Any]] = [
        lambda: _record(company, order, chance, payments),
        lambda: _send(company, company.finance, f"/payments/{chance.choice(payments)['id']}/confirm"),
        lambda: _send(company, company.finance, f"/payments/{chance.choice(payments)['id']}/reject", reason="no"),
        lambda: _ask(company, order, chance, lines),
        lambda: _send(company, company.keeper, f"/write-offs/{chance.choice(lines)['id']}/apply", round=1),
        lambda: _send(company, company.keeper, f"/write-offs/{chance.choice(lines)['id']}/reject", round=1),
        lambda: _send(company, company.finance, f"/write-offs/{chance.choice(lines)['id']}/take-back", reason="no"),
    ]
    weights = [4, 4, 2, 2, 2, 1, 1]
    for _ in range(14):
        (act,) = chance.choices(acts, weights)
        try:
            await act()
        except IndexError:  # there is none yet to choose from
            continue
        await _adds_up(company, order, outbox)
    await company.post(company.keeper, f"/order-accounts/{order['order_id']}/reverse-payments")
    await company.post(company.keeper, f"/order-accounts/{order['order_id']}/cancel-receivables")
    for owed in await company.receivables(order):
        assert (owed["status"], owed["paid"], owed["written_off"]) == ("CANCELLED", cny("0.00"), cny("0.00"))


async def _record(company: Company, order: dict[str, Any], chance: random.Random, payments: list[Any]) -> None:
    payments.append(await company.pay(order, chance.choice(["0.02", "21.20", "42.41", "50.00"]), confirm=False))


async def _ask(company: Company, order: dict[str, Any], chance: random.Random, lines: list[Any]) -> None:
    owed = chance.choice(await company.receivables(order))
    body = {"receivable_id": owed["id"], "reason": "x", "amount": "7.00"}
    answer = await _send(company, company.li, "/write-offs", **body)
    if answer.status_code == 201:
        lines.append(answer.json())


async def _send(company: Company, who: Any, path: str, **body: Any) -> Any:
    answer = await company.send(who, path, **body)
    assert answer.status_code in (200, 201, 409), answer.text
    return answer


async def _adds_up(company: Company, order: dict[str, Any], outbox: Any) -> None:
    paid = await company.get(company.finance, "/payments", order_id=order["order_id"], status="CONFIRMED")
    told = {event.receivable_id: event for event in await outbox(ReceivableBalanceChanged)}
    for owed in await company.receivables(order):
        of = {name: Decimal(owed[name]["amount"]) for name in ("amount", "paid", "waiting", "written_off", "open")}
        assert of["amount"] == of["paid"] + of["written_off"] + of["open"]
        assert 0 <= of["waiting"] <= of["open"]
        parts = [part for one in paid["items"] for part in one["allocations"] if part["receivable_id"] == owed["id"]]
        assert of["paid"] == sum((Decimal(part["amount"]) for part in parts), Decimal(0))
        lines = [Decimal(amount) for status, amount in await lines_of(company, owed) if status == "APPLIED"]
        assert of["written_off"] == sum(lines, Decimal(0))
        assert (owed["status"] == "PAID") == (of["open"] == 0)
        assert not (owed["status"] == "OPEN" and of["paid"] and not of["waiting"] and of["open"] <= Decimal("0.05"))
        if owed["status"] == "OPEN" and UUID(owed["id"]) in told:
            assert told[UUID(owed["id"])].open.amount == of["open"]
