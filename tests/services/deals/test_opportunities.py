"""Is an opportunity opened once, advanced, lost, counted, and seen by those who may?"""

import asyncio
from typing import Any

import pytest

from chassis.base.clock import new_id
from messages.deals import opportunities as said
from tests.services.deals.conftest import Company
from tests.services.statement_log import statements


async def test_an_opportunity_is_opened_advanced_and_lost(company: Company, outbox: Any) -> None:
    row = await company.opportunity(external_id="X-1")
    assert (row["status"], row["stage"], row["owner_name"], row["history"]) == ("OPEN", "Prospecting", "Li Na", False)
    path = f"/opportunities/{row['id']}"
    ahead = await company.ok(company.seller, "POST", f"{path}/advance", {"stage": "engaging"})
    assert await company.ok(company.seller, "POST", f"{path}/advance", {"stage": "Engaging"}) == ahead
    assert (ahead["stage"], ahead["version"]) == ("Engaging", 2)
    lost = await company.ok(company.manager, "POST", f"{path}/lose", {"reason": "PRICE", "note": "too dear"})
    assert (lost["status"], lost["stage"], lost["lost_reason"]) == ("LOST", "Lost", "PRICE")
    assert await company.ok(company.seller, "POST", f"{path}/lose", {"reason": "again"}) == lost
    told = [type(event) for event in await outbox() if event.noun() == "opportunity"]
    assert told == [said.OpportunityOpened, said.OpportunityAdvanced, said.OpportunityLost]


async def test_the_same_id_and_the_same_key_open_one(company: Company, outbox: Any) -> None:
    customer = await company.customer()
    body = {"customer_id": customer["id"], "project": "P", "id": str(new_id())}
    path = "/opportunities"
    answers = await asyncio.gather(*[company.ok(company.seller, "POST", path, body) for _ in range(5)])
    assert all(answer == answers[0] for answer in answers)
    keyed = {"customer_id": customer["id"], "project": "P"}
    both = [await company.ok(company.seller, "POST", path, keyed, headers={"idempotency-key": "7"}) for _ in "12"]
    assert both[0] == both[1]
    assert len(await outbox(said.OpportunityOpened)) == 2


async def test_dea_26_an_id_that_somebody_else_used_is_not_used_again(company: Company) -> None:
    row = await company.opportunity()
    body = {"customer_id": row["customer_id"], "project": "mine", "id": row["id"]}
    await company.refused("DEA-26", company.rival, "/opportunities", body)


async def test_dea_29_an_external_id_names_one_live_opportunity(company: Company) -> None:
    row = await company.opportunity(external_id="X-1")
    body = {"customer_id": row["customer_id"], "project": "other", "external_id": "X-1"}
    no = await company.refused("DEA-29", company.seller, "/opportunities", body)
    assert no["params"]["number"] == row["number"]


async def test_dea_28_nothing_negative_is_expected(company: Company) -> None:
    body = {"customer_id": (await company.customer())["id"], "project": "P"}
    below = {"expected": {"amount": "-0.01", "currency": "CNY"}}
    await company.refused("DEA-28", company.seller, "/opportunities", body | below)
    await company.ok(
        company.seller, "POST", "/opportunities", body | {"expected": {"amount": "0.00", "currency": "CNY"}}
    )


async def test_dea_7_a_lost_opportunity_is_not_changed(company: Company) -> None:
    row = await company.opportunity()
    path = f"/opportunities/{row['id']}"
    await company.ok(company.seller, "POST", f"{path}/lose", {"reason": "OTHER"})
    await company.refused("DEA-7", company.seller, f"{path}/advance", {"stage": "Engaging"})
    await company.refused("DEA-7", company.seller, f"{path}/register")


async def test_dea_8_only_a_later_open_stage_is_advanced_to(company: Company) -> None:
    row = await company.opportunity()
    path = f"/opportunities/{row['id']}/advance"
    await company.ok(company.seller, "POST", path, {"stage": "Proposing"})
    await company.refused("DEA-8", company.seller, path, {"stage": "Engaging"})
    await company.refused("DEA-8", company.seller, path, {"stage": "Won"})
    await company.refused("DEA-23", company.seller, path, {"stage": "Dreaming"})


async def test_dea_30_stages_are_data_of_a_legal_entity(company: Company) -> None:
    stages = [{"code": "初步接触"}, {"code": "成交", "status": "WON"}, {"code": "失败", "status": "LOST"}]
    answer = await company.as_(company.admin).put("/stages", json={"stages": stages[:1] * 3})
    assert (answer.status_code, answer.json()["rule"]) == (409, "DEA-30")
    await company.ok(company.admin, "PUT", "/stages", {"stages": stages})
    assert (await company.opportunity())["stage"] == "初步接触"
    assert [row["code"] for row in (await company.ok(company.seller, "GET", "/stages"))["stages"]][1] == "成交"
    assert await company.status(company.seller, "PUT", "/stages", {"stages": stages}) == 403


async def test_other_peoples_opportunities_are_not_found(company: Company) -> None:
    row = await company.opportunity()
    path = f"/opportunities/{row['id']}"
    assert await company.status(company.rival, "GET", path) == 404
    assert await company.status(company.rival, "POST", f"{path}/lose", {"reason": "mine"}) == 404
    assert await company.status(company.legal, "GET", path) == 200
    assert await company.status(company.legal, "POST", f"{path}/lose", {"reason": "no"}) == 403
    assert (await company.ok(company.rival, "GET", "/opportunities"))["items"] == []
    assert [one["id"] for one in (await company.ok(company.manager, "GET", "/opportunities"))["items"]] == [row["id"]]


async def test_a_list_is_paged_and_filtered(company: Company) -> None:
    customer = await company.customer()
    rows = [await company.opportunity(customer=customer, project=f"Line {n}") for n in range(5)]
    seen: list[str] = []
    cursor = None
    while True:
        params = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = await company.ok(company.seller, "GET", "/opportunities", params=params)
        seen += [row["id"] for row in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == [row["id"] for row in reversed(rows)]
    for params, many in (({"q": "line 3"}, 1), ({"status": "WON"}, 0), ({"customer_id": customer["id"]}, 5)):
        assert len((await company.ok(company.seller, "GET", "/opportunities", params=params))["items"]) == many
    counts = await company.ok(company.seller, "GET", "/opportunities/counts")
    money = {"amount": "4500.00", "currency": "CNY"}
    assert counts == [{"status": "OPEN", "stage": "Prospecting", "history": False, "count": 5, "amount": money}]
    for bad in ({"limit": 101}, {"cursor": "nonsense"}, {"status": "MAYBE"}, {"q": "a\nb"}):
        assert await company.status(company.seller, "GET", "/opportunities", params=bad) == 422


@pytest.mark.parametrize("amount", ["10.005", 10.5, "NaN", "1e30"])
async def test_an_inexact_amount_is_malformed(company: Company, amount: Any) -> None:
    body = {
        "customer_id": str(new_id()),
        "project": "P",
        "expected": {"amount": amount, "currency": "CNY"},
    }
    assert await company.status(company.seller, "POST", "/opportunities", body) == 422


async def test_absurd_expectations_can_still_be_counted(company: Company) -> None:
    most = {"amount": "9999999999999999.99", "currency": "CNY"}
    for project in ("A", "B"):
        await company.opportunity(project=project, expected=most)
    counts = await company.ok(company.seller, "GET", "/opportunities/counts")
    assert [(row["count"], row["amount"]) for row in counts] == [(2, most)]


async def test_a_list_costs_as_many_statements_as_one_row(company: Company) -> None:
    customer = await company.customer()
    counted = []
    for n in (1, 19):
        for one in range(n):
            await company.opportunity(customer=customer, project=f"Line {n}-{one}")
        with statements(company.harness) as said_to_it:
            await company.ok(company.manager, "GET", "/opportunities")
        counted.append(len(said_to_it))
    assert counted == [2, 2]
