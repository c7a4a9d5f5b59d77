"""Is the contract of a won opportunity made once, locked while approved, effective, cancelled?"""

import asyncio
from typing import Any

import pytest

from chassis.base.clock import new_id
from messages.deals import contracts as said
from messages.deals.opportunities import OpportunityWon
from messages.orders.orders import OrderCancelled, OrderPlaced
from tests import builders
from tests.services.deals.conftest import TERMS, Company, a_win


def if_match(version: object) -> dict[str, Any]:
    return {"headers": {"if-match": f'"{version}"'}}


async def test_feature_73_winning_makes_the_draft_once(company: Company, outbox: Any) -> None:
    product = await company.product(price="550.00")
    opportunity = await company.opportunity()
    await company.registered(opportunity, None, "protect")
    path, id = f"/opportunities/{opportunity['id']}/win", str(new_id())
    body = a_win(product.product_id, price="499.99", quantity=3, contract_id=id)
    answers = await asyncio.gather(*[company.ok(company.seller, "POST", path, body) for _ in range(6)])
    assert all(answer == answers[0] for answer in answers)
    assert (answers[0]["contract_id"], answers[0]["won_amount"]) == (id, {"amount": "1499.97", "currency": "CNY"})
    contract = await company.ok(company.seller, "GET", f"/contracts/{id}")
    assert (contract["status"], contract["round"], contract["discount_percent"]) == ("DRAFT", 0, "9.09")
    carried = ("customer_id", "owner_id", "legal_entity_id")
    assert [contract[name] for name in carried] == [opportunity[name] for name in carried]
    assert contract["opportunity_id"] == opportunity["id"]
    assert contract["lines"] == [
        {
            "product_id": str(product.product_id),
            "product_code": "GTX-1",
            "product_name": "GTX-1 型",
            "quantity": 3,
            "list_price": {"amount": "550.00", "currency": "CNY"},
            "price": {"amount": "499.99", "currency": "CNY"},
            "amount": {"amount": "1499.97", "currency": "CNY"},
        }
    ]
    assert len(await outbox(said.ContractDrafted)) == len(await outbox(OpportunityWon)) == 1


async def test_a_contract_is_returned_mended_submitted_and_effective(company: Company, outbox: Any) -> None:
    contract = await company.in_approval()
    path = f"/contracts/{contract['id']}"
    assert (contract["status"], contract["round"]) == ("IN_APPROVAL", 1)
    assert await company.ok(company.seller, "POST", f"{path}/submit") == contract
    back = await company.ok(company.process, "POST", f"{path}/return", {"guidance": "too cheap", "round": 1})
    assert (back["status"], back["guidance"]) == ("RETURNED", "too cheap")
    line = contract["lines"][0]
    lines = [{"product_id": line["product_id"], "quantity": 2, "price": "540.00"}]
    edited = await company.ok(
        company.seller, "PATCH", path, {"lines": lines, "clauses": ""}, **if_match(back["version"])
    )
    assert (edited["total"]["amount"], edited["clauses"], edited["terms"]) == ("1080.00", "", back["terms"])
    again = await company.ok(company.seller, "POST", f"{path}/submit")
    assert again["round"] == 2
    late = await company.ok(company.process, "POST", f"{path}/make-effective", {"round": 1})
    assert late["status"] == "IN_APPROVAL", "a decision on an earlier round changes nothing"
    done = await company.ok(company.process, "POST", f"{path}/make-effective", {"round": 2})
    assert (done["status"], done["guidance"]) == ("EFFECTIVE", None)
    assert await company.ok(company.process, "POST", f"{path}/make-effective") == done
    told = await outbox(said.ContractEffective)
    assert len(told) == 1
    assert told[0].lines == [said.ContractLine(**lines[0], list_price="550.00")]
    assert [str(term.percent) for term in told[0].terms] == ["30", "70"]
    assert told[0].customer_name.startswith("客户")
    versions = [event.version for event in await outbox() if event.noun() == "contract"]
    assert versions == sorted(set(versions))


async def test_the_approvers_see_the_whole_contract(company: Company) -> None:
    contract = await company.won(price="495.00", quantity=2)
    path = f"/contracts/{contract['id']}"
    await company.ok(company.manager, "PATCH", path, {"clauses": "新条款"}, **if_match(contract["version"]))
    subject = await company.ok(company.process, "GET", f"{path}/approval-subject")
    assert subject["facts"] == {
        "amount": "990.00", "currency": "CNY", "discount_percent": "10.00", "line_discount_percent": "10.00",
        "region": "East", "risk": 0, "on_hold": False, "over_limit": False, "terms_above_grade": False,
    }  # fmt: skip
    assert subject["requester_id"] == str(company.seller.id)
    assert set(subject["prepared_by"]) == {str(company.seller.id), str(company.manager.id)}
    content = subject["content"]
    assert (content["total"], content["list_total"], content["clauses"]) == ("990.00 CNY", "1100.00 CNY", "新条款")
    assert content["lines"][0]["price"] == "495.00 CNY"
    assert content["terms"][1] == {"percent": "70", "trigger": "RECEIPT", "days": 30}


async def test_dea_16_a_contract_is_locked_while_it_is_approved(company: Company) -> None:
    contract = await company.in_approval()
    path = f"/contracts/{contract['id']}"
    answer = await company.as_(company.seller).patch(path, json={"clauses": "x"}, **if_match(contract["version"]))
    assert (answer.status_code, answer.json()["rule"]) == (409, "DEA-16")
    back = await company.ok(company.seller, "POST", f"{path}/withdraw")
    assert back["status"] == "DRAFT"
    await company.ok(company.seller, "PATCH", path, {"clauses": "x"}, **if_match(back["version"]))


async def test_a_contract_binds_as_it_was_signed(company: Company) -> None:
    """A signer has changed the clauses while it was approved: the contract takes them over when it binds."""
    contract = await company.in_approval()
    body = {"round": contract["round"], "edited": {"clauses": "as legal wrote it"}}
    bound = await company.ok(company.process, "POST", f"/contracts/{contract['id']}/make-effective", body)
    assert (bound["status"], bound["clauses"]) == ("EFFECTIVE", "as legal wrote it")
    late = {"round": contract["round"], "edited": {"clauses": "something else"}}
    again = await company.ok(company.process, "POST", f"/contracts/{contract['id']}/make-effective", late)
    assert again["clauses"] == "as legal wrote it", "again changes nothing"


async def test_a_contract_that_nobody_changed_binds_as_it_was_submitted(company: Company) -> None:
    contract = await company.in_approval()
    bound = await company.ok(company.process, "POST", f"/contracts/{contract['id']}/make-effective", {"round": 1})
    assert bound["clauses"] == contract["clauses"]
    total = {"round": 1, "edited": {"total": "1.00"}}
    assert await company.status(company.process, "POST", f"/contracts/{contract['id']}/make-effective", total) == 422


async def test_an_edit_needs_the_version_that_was_read(company: Company) -> None:
    contract = await company.won()
    path = f"/contracts/{contract['id']}"
    shown = await company.as_(company.seller).get(path)
    tag = shown.headers["etag"]
    assert await company.status(company.seller, "PATCH", path, {"clauses": "a"}) == 428
    answers = await asyncio.gather(
        *[
            company.as_(company.seller).patch(path, json={"clauses": str(n)}, headers={"if-match": tag})
            for n in range(5)
        ]
    )
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 4
    version = next(answer.json()["version"] for answer in answers if answer.status_code == 200)
    keyed = {"headers": {"if-match": f'"{version}"', "idempotency-key": "e1"}}
    once = await company.ok(company.seller, "PATCH", path, {"clauses": "keyed"}, **keyed)
    assert await company.ok(company.seller, "PATCH", path, {"clauses": "keyed"}, **keyed) == once


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        pytest.param("DEA-10", {"terms": TERMS[:1]}, id="dea_10 terms add up to 100"),
        pytest.param("DEA-10", {"terms": [*TERMS, {"percent": "0.01"}]}, id="dea_10 and not to a cent more"),
        pytest.param("DEA-11", {"currency": "USD"}, id="dea_11 one currency"),
        pytest.param("DEA-13", {"lines": [{"product_id": str(new_id()), "quantity": 1, "price": "1"}]}, id="dea_13"),
    ],
)
async def test_a_contract_that_violates_a_rule_is_not_made(company: Company, rule: str, change: dict[str, Any]) -> None:
    product = await company.product()
    opportunity = await company.opportunity()
    await company.registered(opportunity, None, "protect")
    body = a_win(product.product_id) | change
    await company.refused(rule, company.seller, f"/opportunities/{opportunity['id']}/win", body)
    assert (await company.ok(company.seller, "GET", f"/opportunities/{opportunity['id']}"))["status"] == "OPEN"
    assert (await company.ok(company.seller, "GET", "/contracts"))["items"] == []


async def test_dea_12_dea_14_dea_15_what_may_not_stand_on_a_line(company: Company) -> None:
    product = await company.product(price="550.00")
    opportunity = await company.opportunity()
    await company.registered(opportunity, None, "protect")
    path = f"/opportunities/{opportunity['id']}/win"
    body = a_win(product.product_id)
    line = body["lines"][0]
    await company.refused("DEA-14", company.seller, path, body | {"lines": [line, line]})
    cheap = {"lines": [line | {"list_price": "549.99"}]}
    await company.refused("DEA-15", company.seller, path, body | cheap)
    vast = {"lines": [line | {"price": "9999999999999999.99", "quantity": 1000000}]}
    await company.refused("DEA-12", company.seller, path, body | vast)
    await company.ok(company.seller, "POST", path, body | {"lines": [line | {"list_price": "550.00"}]})


@pytest.mark.parametrize(
    "line",
    [
        pytest.param({"quantity": 1, "price": "10.005"}, id="three decimals"),
        pytest.param({"quantity": 1, "price": "-1"}, id="a negative price"),
        pytest.param({"quantity": 0, "price": "1"}, id="nothing"),
        pytest.param({"quantity": 1, "price": 10.5}, id="a binary float"),
        pytest.param({"quantity": 1, "price": "1", "discount": 5}, id="an unknown field"),
    ],
)
async def test_a_malformed_line_is_named(company: Company, line: dict[str, Any]) -> None:
    body = a_win(new_id()) | {"lines": [{"product_id": str(new_id())} | line]}
    assert await company.status(company.seller, "POST", f"/opportunities/{new_id()}/win", body) == 422


async def test_dea_9_a_contract_ends_once(company: Company) -> None:
    contract = await company.in_approval()
    path = f"/contracts/{contract['id']}"
    no = await company.ok(company.process, "POST", f"{path}/reject", {"reason": "never", "round": 1})
    assert no["status"] == "REJECTED"
    assert await company.ok(company.process, "POST", f"{path}/reject") == no
    for verb in ("submit", "withdraw"):
        await company.refused("DEA-9", company.seller, f"{path}/{verb}")
    await company.refused("DEA-9", company.seller, f"{path}/cancel", {"reason": "x"})
    await company.refused("DEA-9", company.process, f"{path}/make-effective")


async def test_a_contract_may_be_cancelled_while_it_is_approved(company: Company, outbox: Any) -> None:
    contract = await company.in_approval()
    path = f"/contracts/{contract['id']}"
    gone = await company.ok(company.seller, "POST", f"{path}/cancel", {"reason": "the plant closes"})
    assert gone["status"] == "CANCELLED"
    assert await company.ok(company.seller, "POST", f"{path}/cancel", {"reason": "again"}) == gone
    assert [event.reason for event in await outbox(said.ContractCancelled)] == ["the plant closes"]


async def test_dea_17_an_effective_contract_is_cancelled_only_without_orders(company: Company) -> None:
    contract = await company.in_approval()
    path = f"/contracts/{contract['id']}"
    await company.ok(company.process, "POST", f"{path}/make-effective")
    confirmed = builders.an_order(contract_id=contract["id"], version=2)
    fact = {name: getattr(confirmed, name) for name in OrderPlaced.model_fields if hasattr(confirmed, name)}
    placed = OrderPlaced.model_validate(fact | {"version": 1})
    cancelled = OrderCancelled.model_validate(fact | {"version": 5})
    await company.harness.deliver(placed, twice=True)
    no = await company.refused("DEA-17", company.seller, f"{path}/cancel", {"reason": "x"})
    assert no["params"]["orders"] == placed.number
    await company.harness.deliver(cancelled)
    await company.harness.deliver(confirmed)  # late
    assert (await company.ok(company.seller, "POST", f"{path}/cancel", {"reason": "x"}))["status"] == "CANCELLING"


async def test_dea_17_a_cancellation_that_comes_first_still_counts(company: Company) -> None:
    contract = await company.in_approval()
    path = f"/contracts/{contract['id']}"
    await company.ok(company.process, "POST", f"{path}/make-effective")
    order = builders.an_order(contract_id=contract["id"], version=2)
    fact = {name: getattr(order, name) for name in OrderCancelled.model_fields if hasattr(order, name)}
    await company.harness.deliver(OrderCancelled.model_validate(fact | {"version": 5}))
    await company.harness.deliver(order)
    assert (await company.ok(company.seller, "POST", f"{path}/cancel", {"reason": "x"}))["status"] == "CANCELLING"


async def test_an_effective_contract_is_cancelled_once_orders_has_none_under_it(company: Company, outbox: Any) -> None:
    contract = await company.in_approval()
    path = f"/contracts/{contract['id']}"
    await company.ok(company.process, "POST", f"{path}/make-effective")
    asked = await company.ok(company.seller, "POST", f"{path}/cancel", {"reason": "the plant closes"})
    assert asked["status"] == "CANCELLING"
    assert await company.ok(company.seller, "POST", f"{path}/cancel", {"reason": "again"}) == asked
    assert await company.ok(company.process, "POST", f"{path}/make-effective") == asked
    kept = builders.an_answer(contract, orders=["SO-2026-CS-CN-000001"])
    await company.harness.deliver(kept, twice=True)
    assert (await company.ok(company.seller, "GET", path))["status"] == "EFFECTIVE"
    assert [event.orders for event in await outbox(said.ContractKept)] == [["SO-2026-CS-CN-000001"]]
    await company.ok(company.seller, "POST", f"{path}/cancel", {"reason": "it closes all the same"})
    await company.harness.deliver(builders.an_answer(contract), twice=True)
    await company.harness.deliver(builders.an_answer(contract))
    await company.harness.deliver(kept)
    assert (await company.ok(company.seller, "GET", path))["status"] == "CANCELLED"
    assert [event.reason for event in await outbox(said.ContractCancelled)] == ["it closes all the same"]


async def test_who_may_do_what_with_a_contract(company: Company) -> None:
    contract = await company.in_approval()
    path = f"/contracts/{contract['id']}"
    for verb in ("make-effective", "return", "reject"):
        assert await company.status(company.seller, "POST", f"{path}/{verb}") == 403
    assert await company.status(company.rival, "GET", path) == 404
    assert await company.status(company.rival, "POST", f"{path}/cancel", {"reason": "x"}) == 404
    assert await company.status(company.legal, "GET", path) == 200
    assert await company.status(company.legal, "POST", f"{path}/cancel", {"reason": "x"}) == 403
    draft = await company.ok(company.process, "POST", f"{path}/withdraw", {"round": 1})
    assert draft["status"] == "DRAFT"
    page = await company.ok(company.process, "GET", "/contracts", params={"open": "true"})
    assert page["items"] == []


async def test_submitting_and_cancelling_at_once_end_in_one_truth(company: Company, outbox: Any) -> None:
    contract = await company.won()
    path = f"/contracts/{contract['id']}"
    await asyncio.gather(
        company.as_(company.seller).post(f"{path}/submit"),
        company.as_(company.seller).post(f"{path}/cancel", json={"reason": "x"}),
    )
    assert (await company.ok(company.seller, "GET", path))["status"] == "CANCELLED"
    versions = [event.version for event in await outbox() if event.noun() == "contract"]
    assert versions == sorted(set(versions))
