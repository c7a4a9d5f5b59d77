"""Is what is spent on customers approved, booked once, and seen by their managers?"""

import base64
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from chassis.base.clock import new_id, now
from chassis.testing.plugin import an_actor
from messages.deals.customer_care import expenses as said
from messages.hand_over import PersonHandedOver
from tests.services.deals.conftest import Company

TODAY = now().date().isoformat()


def cny(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "CNY"}


async def spend(company: Company, customer: Any, amount: str, who: Any = None, **more: Any) -> Any:
    body = {"kind": "TRAVEL", "amount": cny(amount), "spent_on": TODAY} | more
    return await company.ok(who or company.seller, "POST", f"/customers/{customer['id']}/expenses", body)


async def decide(company: Company, expense: Any, verb: str, **more: Any) -> Any:
    body = {"round": expense["round"]} | more
    return await company.ok(company.process, "POST", f"/customer-expenses/{expense['id']}/{verb}", body)


async def costs(company: Company, customer: Any, who: Any = None) -> Any:
    return await company.ok(who or company.manager, "GET", f"/customers/{customer['id']}/costs")


async def free(company: Company, amount: str) -> None:
    rules = {"expenses": {"free_up_to": [cny(amount)]}}
    await company.ok(company.admin, "PUT", "/customer-rules", rules)


async def test_feature_51_every_expense_is_booked_to_a_customer_and_seen_by_the_manager(
    company: Company, outbox: Any
) -> None:
    await free(company, "500.00")
    customer, other = await company.customer(), await company.customer("Another")
    for amount, kind in (("300.00", "TRAVEL"), ("200.50", "TRAVEL"), ("80.00", "gift")):
        spent = await spend(company, customer, amount, kind=kind)
        assert (spent["status"], spent["number"][:3]) == ("BOOKED", "EX-")
    await spend(company, other, "10.00")
    abroad = {"kind": "MEALS", "amount": {"amount": "40.00", "currency": "EUR"}, "spent_on": TODAY}
    waits = await company.ok(company.seller, "POST", f"/customers/{customer['id']}/expenses", abroad)
    seen = await costs(company, customer)
    assert seen["totals"] == [cny("580.50")]
    assert [(one["kind"], one["amount"]["amount"], one["count"]) for one in seen["kinds"]] == [
        ("TRAVEL", "500.50", 2), ("GIFT", "80.00", 1),
    ]  # fmt: skip
    assert seen["waiting"] == [{"amount": "40.00", "currency": "EUR"}]
    assert len(seen["expenses"]["items"]) == 4
    await decide(company, waits, "book")
    assert (await costs(company, customer))["totals"] == [cny("580.50"), {"amount": "40.00", "currency": "EUR"}]
    assert [event.approved for event in await outbox(said.CustomerExpenseBooked)] == [False] * 4 + [True]
    everything = await company.ok(company.manager, "GET", "/customer-expenses", params={"status": "BOOKED"})
    assert len(everything["items"]) == 5
    found = await company.ok(company.manager, "GET", "/customer-expenses", params={"q": "Another"})
    assert [one["customer_id"] for one in found["items"]] == [other["id"]]


async def test_two_kinds_of_the_greatest_cost_are_added_up_as_far_as_can_be_said(company: Company) -> None:
    most = "9999999999999999.99"
    await free(company, most)
    customer = await company.customer()
    for kind in ("TRAVEL", "GIFT"):
        await spend(company, customer, most, kind=kind)
    assert (await costs(company, customer))["totals"] == [cny(most)]
    await free(company, "1.00")
    waits = await spend(company, customer, "80.00")
    subject = await company.ok(company.process, "GET", f"/customer-expenses/{waits['id']}/approval-subject")
    assert subject["content"]["cost_so_far"]


async def test_feature_51_nobody_else_sees_what_a_customer_costs(company: Company) -> None:
    customer = await company.customer()
    spent = await spend(company, customer, "10.00")
    path = f"/customer-expenses/{spent['id']}"
    assert await company.status(company.rival, "GET", path) == 404
    assert (await costs(company, customer, company.rival))["expenses"]["items"] == []
    assert await company.status(an_actor("sales_manager", unit="cs/west"), "GET", path) == 404
    await company.ok(company.manager, "GET", path)


async def test_feature_51_a_colleague_who_sells_to_it_spends_too_and_its_owner_sees_it(company: Company) -> None:
    customer = await company.customer()
    body = {"kind": "TRAVEL", "amount": cny("10.00"), "spent_on": TODAY}
    here = f"/customers/{customer['id']}/expenses"
    assert (await company.as_(company.rival).post(here, json=body)).status_code == 403
    sale = await company.opportunity(company.rival, customer=customer)
    spent = await spend(company, customer, "10.00", company.rival, opportunity_id=sale["id"])
    assert spent["owner_id"] == str(company.rival.id)
    await company.ok(company.seller, "GET", f"/customer-expenses/{spent['id']}")
    strange = await company.opportunity(project="of another customer")
    await company.refused("DEA-144", company.seller, here, body | {"opportunity_id": strange["id"]})


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"kind": "YACHT"}, "DEA-140"),
        ({"amount": cny("0.00")}, "DEA-141"),
        ({"spent_on": (now() + timedelta(days=2)).date().isoformat()}, "DEA-141"),
    ],
)
async def test_feature_51_what_is_no_expense_is_refused_at_its_field(
    company: Company, wrong: dict[str, Any], rule: str
) -> None:
    customer = await company.customer()
    body = {"kind": "TRAVEL", "amount": cny("1.00"), "spent_on": TODAY} | wrong
    answer = await company.as_(company.seller).post(f"/customers/{customer['id']}/expenses", json=body)
    assert answer.status_code == 422
    assert rule in answer.text
    assert (await costs(company, customer))["expenses"]["items"] == []


async def test_feature_51_the_same_id_is_booked_once_and_the_receipt_is_kept(company: Company) -> None:
    await free(company, "500.00")
    customer, id = await company.customer(), str(new_id())
    receipt = {
        "name": "receipt.png", "media_type": "image/png", "content": base64.b64encode(b"\x89PNG\r\n\x1a\n").decode(),
    }  # fmt: skip
    first = await spend(company, customer, "70.00", id=id, files=[receipt])
    assert await spend(company, customer, "70.00", id=id, files=[receipt]) == first
    assert (await costs(company, customer))["totals"] == [cny("70.00")]
    [file] = first["files"]
    path = f"/customer-expenses/{id}/files/{file['sha256']}"
    answer = await company.as_(company.manager).get(path)
    assert (answer.status_code, answer.content[:4]) == (200, b"\x89PNG")
    assert await company.status(company.rival, "GET", path) == 404


async def test_feature_52_an_expense_without_approval_is_not_booked(company: Company, outbox: Any) -> None:
    await free(company, "500.00")
    customer = await company.customer()
    spent = await spend(company, customer, "500.01")
    assert spent["status"] == "SUBMITTED"
    assert (await costs(company, customer))["totals"] == []
    for _ in range(2):
        booked = await decide(company, spent, "book")
    assert booked["status"] == "BOOKED"
    assert (await costs(company, customer))["totals"] == [cny("500.01")]
    assert [len(await outbox(kind)) for kind in (said.CustomerExpenseSubmitted, said.CustomerExpenseBooked)] == [1, 1]
    for who in (company.seller, company.manager):
        path = f"/customer-expenses/{spent['id']}"
        assert await company.status(who, "POST", f"{path}/book", {"round": 1}) == 403
        await company.refused("DEA-139", who, f"{path}/withdraw")


async def test_feature_52_a_returned_one_is_corrected_and_asked_again(company: Company) -> None:
    await free(company, "500.00")
    customer = await company.customer()
    spent = await spend(company, customer, "900.00")
    returned = await decide(company, spent, "return", comment="which hotel?")
    assert (returned["status"], returned["guidance"]) == ("RETURNED", "which hotel?")
    path = f"/customer-expenses/{spent['id']}/resubmit"
    again = await company.ok(company.seller, "POST", path, {"amount": cny("800.00"), "note": "Hotel A"})
    assert (again["status"], again["round"], again["amount"]) == ("SUBMITTED", 2, cny("800.00"))
    late = await decide(company, spent, "book")
    assert late["status"] == "SUBMITTED", "the round before decides nothing"
    await decide(company, again, "return", comment="less")
    booked = await company.ok(company.seller, "POST", path, {"amount": cny("400.00")})
    assert (booked["status"], booked["round"]) == ("BOOKED", 3), "small enough by now"
    assert (await costs(company, customer))["totals"] == [cny("400.00")]


@pytest.mark.parametrize("end", ["reject", "withdraw"])
async def test_feature_52_what_is_rejected_or_withdrawn_never_counts(company: Company, end: str) -> None:
    customer = await company.customer()
    spent = await spend(company, customer, "900.00")
    if end == "reject":
        await decide(company, spent, "reject", comment="no")
    else:
        await company.ok(company.seller, "POST", f"/customer-expenses/{spent['id']}/withdraw")
    seen = await costs(company, customer)
    assert (seen["totals"], seen["waiting"], len(seen["expenses"]["items"])) == ([], [], 1)
    assert await company.status(company.process, "POST", f"/customer-expenses/{spent['id']}/book", {"round": 1}) == 409


async def test_feature_52_approvers_see_what_the_customer_costs_already(company: Company) -> None:
    await free(company, "500.00")
    customer = await company.customer()
    await spend(company, customer, "300.00")
    spent = await spend(company, customer, "900.00", kind="MEALS", note="fair")
    path = f"/customer-expenses/{spent['id']}/approval-subject"
    subject = await company.ok(company.process, "GET", path)
    assert (subject["kind"], subject["facts"]["amount"]) == ("customer_expense", "900.00")
    assert subject["content"]["cost_so_far"] == "300.00 CNY"
    assert str(company.seller.id) in subject["prepared_by"]
    assert await company.status(company.manager, "GET", path) == 403


async def test_feature_51_what_waits_goes_to_the_successor_what_was_booked_stays(company: Company) -> None:
    await free(company, "500.00")
    customer = await company.customer()
    booked, waits = await spend(company, customer, "1.00"), await spend(company, customer, "900.00")
    ids = {"handover_id": uuid4(), "person_id": company.seller.id, "to_id": company.rival.id, "by_id": uuid4()}
    await company.harness.deliver(PersonHandedOver(**ids, person_name="Li Na", version=1), twice=True)
    owners = [
        (await company.ok(company.admin, "GET", f"/customer-expenses/{one['id']}"))["owner_id"]
        for one in (booked, waits)
    ]
    assert owners == [str(company.seller.id), str(company.rival.id)]
