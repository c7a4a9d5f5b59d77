"""Do two people make one deal of it, and one deal only?"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from chassis.auth.identity import Actor
from chassis.base.clock import new_id
from chassis.db.migrate import migrate
from messages.deals.contracts import ContractCancelled
from messages.deals.opportunities import OpportunityReopened
from messages.deals.registrations import RegistrationRestored
from tests import builders
from tests.services.deals.conftest import Company, a_win


async def won_by(company: Company, who: Actor, customer: Any, project: str = "Line 7") -> tuple[Any, Any, Any]:
    """The opportunity, the contract's draft and the body of the win."""
    product = await company.product(f"P-{new_id()}")
    opportunity = await company.opportunity(who, customer=customer, project=project)
    await company.registered(opportunity, who, "protect")
    body = a_win(product.product_id)
    won = await company.ok(who, "POST", f"/opportunities/{opportunity['id']}/win", body)
    return won, await company.ok(who, "GET", f"/contracts/{won['contract_id']}"), body


async def ends(company: Company, contract: Any, how: str) -> None:
    """The contract, effective where it has to be, is rejected or cancelled."""
    path = f"/contracts/{contract['id']}"
    if how != "cancelled as a draft":
        await company.ok(company.seller, "POST", f"{path}/submit")
    if how == "rejected":
        await company.ok(company.process, "POST", f"{path}/reject", {"reason": "too cheap"})
    elif how == "cancelled when effective":
        await company.ok(company.process, "POST", f"{path}/make-effective", {})
        await company.ok(company.seller, "POST", f"{path}/cancel", {"reason": "gone"})
        await company.harness.deliver(builders.an_answer(contract))
    else:
        await company.ok(company.seller, "POST", f"{path}/cancel", {"reason": "gone"})


@pytest.mark.parametrize("stands", ["draft", "in approval", "effective"])
async def test_case_c1_a_project_that_is_won_stays_taken(company: Company, stands: str) -> None:
    customer = await company.customer()
    won, contract, _ = await won_by(company, company.seller, customer)
    if stands != "draft":
        await company.ok(company.seller, "POST", f"/contracts/{contract['id']}/submit")
    if stands == "effective":
        await company.ok(company.process, "POST", f"/contracts/{contract['id']}/make-effective", {})
    other = await company.opportunity(company.rival, customer=customer, project="LINE  7")
    answer = await company.refused("DEA-36", company.rival, f"/opportunities/{other['id']}/register", {})
    assert won["number"] not in answer["detail"]
    own = await company.opportunity(company.seller, customer=customer, project="Line 7")
    answer = await company.refused("DEA-36", company.seller, f"/opportunities/{own['id']}/register", {})
    assert won["number"] in answer["detail"]
    assert contract["number"] in answer["detail"]
    free = await company.opportunity(company.rival, customer=customer, project="Line 8")
    await company.registered(free, company.rival)


async def test_case_c1_a_project_whose_contract_was_cancelled_and_whose_protection_ended_is_free(
    company: Company,
) -> None:
    customer = await company.customer()
    won, contract, _ = await won_by(company, company.seller, customer)
    await ends(company, contract, "cancelled as a draft")
    await company.ok(company.seller, "POST", f"/registrations/{won['registration_id']}/withdraw")
    other = await company.opportunity(company.rival, customer=customer)
    await company.registered(other, company.rival, "protect")


@pytest.mark.parametrize(
    "how", ["rejected", "cancelled as a draft", "cancelled in approval", "cancelled when effective"]
)
async def test_case_c2_an_opportunity_whose_contract_came_to_nothing_is_given_back(
    company: Company, outbox: Any, how: str
) -> None:
    customer = await company.customer()
    won, contract, _ = await won_by(company, company.seller, customer)
    await ends(company, contract, how)
    shown = await company.ok(company.seller, "GET", f"/opportunities/{won['id']}")
    assert (shown["status"], shown["won_amount"], shown["contract_id"]) == ("OPEN", None, None)
    assert (shown["stage"], shown["registration_status"]) == ("Negotiating", "PROTECTED")
    counts = await company.ok(company.seller, "GET", "/opportunities/counts")
    assert {count["status"] for count in counts} == {"OPEN"}
    told = await outbox(OpportunityReopened)
    assert [(event.contract, str(event.amount)) for event in told] == [(contract["number"], "900.00 CNY")]
    assert [event.round for event in await outbox(RegistrationRestored)] == [2]
    next_product = await company.product(f"P-{new_id()}")
    again = await company.ok(
        company.seller, "POST", f"/opportunities/{won['id']}/win", a_win(next_product.product_id, price="540.00")
    )
    assert (again["status"], again["won_amount"]["amount"]) == ("WON", "1080.00")
    assert again["contract_id"] != contract["id"]
    drafted = await company.ok(company.seller, "GET", f"/contracts/{again['contract_id']}")
    assert [line["product_id"] for line in drafted["lines"]] == [str(next_product.product_id)]


async def test_case_c2_the_end_of_an_earlier_contract_changes_nothing(company: Company, outbox: Any) -> None:
    customer = await company.customer()
    won, contract, body = await won_by(company, company.seller, customer)
    await ends(company, contract, "rejected")
    again = await company.ok(company.seller, "POST", f"/opportunities/{won['id']}/win", body)
    await company.ok(company.process, "POST", f"/contracts/{contract['id']}/reject", {"reason": "again"})
    shown = await company.ok(company.seller, "GET", f"/opportunities/{won['id']}")
    assert (shown["status"], shown["contract_id"]) == ("WON", again["contract_id"])
    assert len(await outbox(OpportunityReopened)) == 1
    assert await outbox(ContractCancelled) == []


async def test_dea_39_a_protection_whose_time_is_over_is_not_restored(company: Company, outbox: Any) -> None:
    customer = await company.customer()
    won, contract, _ = await won_by(company, company.seller, customer)
    late = datetime.now(UTC) + timedelta(days=91)
    body, headers = {"reason": "late"}, {"x-as-of": late.isoformat()}
    await company.ok(company.seller, "POST", f"/contracts/{contract['id']}/submit")
    await company.ok(company.process, "POST", f"/contracts/{contract['id']}/reject", body, headers=headers)
    shown = await company.ok(company.seller, "GET", f"/opportunities/{won['id']}")
    assert (shown["status"], shown["registration_status"]) == ("OPEN", "CLOSED")
    assert await outbox(RegistrationRestored) == []


@pytest.mark.parametrize(
    "other",
    [
        {"currency": "USD"},
        {"clauses": "other"},
        {"terms": [{"percent": "100", "trigger": "EFFECTIVE", "days": 0}]},
        {"contract_id": str(new_id())},
    ],
)
async def test_case_c2_dea_37_winning_again_with_other_content_is_refused(
    company: Company, other: dict[str, Any]
) -> None:
    won, contract, body = await won_by(company, company.seller, await company.customer())
    path = f"/opportunities/{won['id']}/win"
    answer = await company.refused("DEA-37", company.seller, path, body | other)
    assert contract["number"] in answer["detail"]
    line = body["lines"][0]
    for changed in ({"quantity": 3}, {"price": "1.00"}):
        await company.refused("DEA-37", company.seller, path, body | {"lines": [line | changed]})
    assert (await company.ok(company.seller, "POST", path, body))["version"] == won["version"]


async def test_case_c3_dea_38_the_first_valid_time_counts_also_after_a_return(company: Company) -> None:
    customer = await company.customer()
    one = await company.opportunity(customer=customer, project="Line 7")
    two = await company.opportunity(company.rival, customer=customer, project="Line 8")
    first = await company.registered(one, None, "return")
    second = await company.registered(two, company.rival)
    assert second["conflict_with"] == first["id"]
    first = await company.ok(company.seller, "POST", f"/registrations/{first['id']}/resubmit", {})
    assert first["conflict_with"] is None
    await company.ok(company.process, "POST", f"/registrations/{second['id']}/return", {})
    second = await company.ok(company.rival, "POST", f"/registrations/{second['id']}/resubmit", {})
    assert second["conflict_with"] == first["id"]


async def test_case_c2_what_was_won_with_a_dead_contract_before_is_given_back_once(
    company: Company, outbox: Any
) -> None:
    """As releases left it that gave nothing back: the contract is cancelled, the opportunity still counts as won."""
    customer = await company.customer()
    won, contract, _ = await won_by(company, company.seller, customer)
    kept, alive, _ = await won_by(company, company.seller, customer, "Line 9")
    async with company.harness.database.engine.begin() as connection:
        dead = text("UPDATE contract SET status = 'CANCELLED' WHERE id = CAST(:id AS uuid)")
        await connection.execute(dead, {"id": contract["id"]})
    for _ in range(2):
        await migrate("deals", company.harness.database.url)
    back = await company.ok(company.seller, "GET", f"/opportunities/{won['id']}")
    assert (back["status"], back["contract_id"], back["won_amount"]) == ("OPEN", None, None)
    assert (back["stage"], back["registration_status"]) == ("Negotiating", "PROTECTED")
    [reopened], [restored] = await outbox(OpportunityReopened), await outbox(RegistrationRestored)
    assert (str(reopened.opportunity_id), reopened.contract) == (won["id"], contract["number"])
    assert (reopened.version, str(restored.registration_id)) == (back["version"], won["registration_id"])
    still = await company.ok(company.seller, "GET", f"/opportunities/{kept['id']}")
    assert (still["status"], still["contract_id"]) == ("WON", alive["id"])
    product = await company.product(f"P-{new_id()}")
    again = await company.ok(company.seller, "POST", f"/opportunities/{won['id']}/win", a_win(product.product_id))
    assert again["status"] == "WON"
