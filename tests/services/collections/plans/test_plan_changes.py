"""Are the rows of a plan changed with a reason, keeping the contract's sum and what is owed already? (feature 131)"""

from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx
import pytest

from chassis.auth.identity import Actor
from messages.collections.plans import PaymentPlanChanged
from messages.deals.contracts import ContractEffective
from messages.money import Money
from messages.payment_terms.reading import terms_from
from tests.services.collections.conftest import HALVES, Company


async def approved(company: Company) -> ContractEffective:
    """Under a contract of a seller whose manager sees it."""
    await company.hire(company.li, company.boss)
    contract = company.contract(await company.customer(), "1000.00", HALVES)
    await company.deliver(contract)
    return contract


async def plan_of(company: Company, contract_id: UUID) -> Any:
    (plan,) = (await company.get(company.boss, "/payment-plans", contract_id=contract_id))["items"]
    return plan


def rows(terms: str, **more: str) -> list[dict[str, Any]]:
    return [row.model_dump(mode="json") | more for row in terms_from(terms)]


async def change(company: Company, plan: Any, terms: str, *, by: Actor | None = None, **said: Any) -> httpx.Response:
    body = {"rows": rows(terms), "reason": "agreed anew"} | said
    headers = {"idempotency-key": f"{len(terms)}-{plan['id']}", "if-match": f'"{plan["version"]}"'}
    path = f"/payment-plans/{plan['id']}/change"
    return await company.as_(by or company.boss).post(path, json=body, headers=headers)


def amounts(found: Any, name: str) -> list[str]:
    return [row["amount"]["amount"] for row in found[name]]


async def test_feature_131_rows_change_with_a_reason_and_orders_that_stand_keep_what_they_owe(
    company: Company, outbox: Any
) -> None:
    contract = await approved(company)
    before = company.order(contract, "500.00")
    await company.confirmed(before)
    plan = await plan_of(company, contract.contract_id)
    answer = await change(
        company, plan, "100% 收货后 每月31日 分3期", rows=rows("100% 分3期", method="letter of credit", note="x")
    )
    assert answer.status_code == 200, answer.text
    changed = answer.json()
    assert amounts(changed, "instalments") == ["333.33", "333.34", "333.33"]
    assert {(row["method"], row["note"], row["owner_id"]) for row in changed["instalments"]} == {
        ("letter of credit", "x", str(company.li.id))
    }
    assert (changed["version"], changed["reason"]) == (plan["version"] + 1, "agreed anew")
    after = company.order(contract, "500.00")
    await company.confirmed(after)
    owed = [[row["amount"]["amount"] for row in await company.receivables(order)] for order in (before, after)]
    assert owed == [["150.00", "350.00"], ["166.67", "166.66", "166.67"]]
    assert sum(map(Decimal, owed[1])) == Decimal("500.00")
    (event,) = await outbox(PaymentPlanChanged)
    assert (event.reason, event.instalments, event.total) == ("agreed anew", 3, Money.of("1000.00", "CNY"))


async def test_feature_131_rows_that_are_not_the_whole_are_refused_and_nothing_changes(company: Company) -> None:
    contract = await approved(company)
    plan = await plan_of(company, contract.contract_id)
    refused = await change(company, plan, "50% 预付; 49.99% 收货后")
    assert (refused.status_code, refused.json()["rule"]) == (409, "COL-4")
    assert await plan_of(company, contract.contract_id) == plan


@pytest.mark.parametrize(
    ("said", "status"),
    [
        pytest.param({"reason": ""}, 422, id="without a reason"),
        pytest.param({"rows": []}, 422, id="without rows"),
    ],
)
async def test_feature_131_a_change_says_why_and_what(company: Company, said: dict[str, Any], status: int) -> None:
    contract = await approved(company)
    plan = await plan_of(company, contract.contract_id)
    assert (await change(company, plan, "100% 收货后", **said)).status_code == status


async def test_feature_131_the_seller_does_not_change_what_was_approved(company: Company) -> None:
    contract = await approved(company)
    plan = await plan_of(company, contract.contract_id)
    assert (await change(company, plan, "100% 收货后", by=company.li)).status_code == 403
    assert (await change(company, plan, "100% 收货后", by=company.foreign)).status_code == 404


async def test_feature_131_a_change_of_an_older_version_is_stale_and_the_same_again_changes_nothing(
    company: Company,
) -> None:
    contract = await approved(company)
    plan = await plan_of(company, contract.contract_id)
    first = await change(company, plan, "100% 收货后")
    again = await change(company, plan, "100% 收货后")
    assert (first.status_code, again.json()) == (200, first.json())
    stale = await change(company, plan, "100% 预付")
    assert stale.status_code == 412
