"""Has a contract the terms that its customer is offered, and does it keep them?"""

from typing import Any
from uuid import UUID

from chassis.base.clock import new_id
from messages.collections.offers.terms import TermsOfferChanged
from messages.deals.contracts import ContractEffective
from tests.services.deals.conftest import Company

LESS = {"percent": "2", "days": 10}


async def offered(company: Company, customer: Any, version: int, **said: Any) -> None:
    """Told by collections."""
    offer = {
        "policy_id": new_id(), "policy": "2026", "policy_version": 3, "policy_entity": "CS-CN", "grade": "B",
        "ways": ["bank transfer"], "usual_days": 60, "most_days": 75, "discount": LESS, "extension": "按期付款",
        "extension_days": 15,
    }  # fmt: skip
    told = {
        "terms_offer_id": customer, "customer_id": customer, "customer_name": "X", "legal_entity_id": "CS-CN",
        "offer": offer | said, "version": version,
    }  # fmt: skip
    await company.harness.deliver(TermsOfferChanged.model_validate(told))


def said(contract: Any) -> tuple[Any, ...]:
    [row] = contract["terms"]
    return row["percent"], row["trigger"], row["days"], row.get("discount")


async def test_feature_135_a_contract_without_terms_has_those_that_its_customer_is_offered(
    company: Company, outbox: Any
) -> None:
    customer = await company.customer()
    id = UUID(customer["id"])
    await offered(company, id, 2)
    await offered(company, id, 1, usual_days=5)
    contract = await company.won(customer=customer, terms=None)
    assert said(contract) == ("100", "RECEIPT", 60, LESS)
    offer = contract["offer"]
    assert (offer["policy"], offer["policy_version"], offer["grade"]) == ("2026", 3, "B")
    assert (offer["extension"], offer["extension_days"]) == ("按期付款", 15)
    await offered(company, id, 3, usual_days=5, grade="D", discount=None)
    path = f"/contracts/{contract['id']}"
    seen = await company.ok(company.seller, "GET", path)
    assert (said(seen), seen["offer"]) == (said(contract), offer), "what was agreed stays"
    edited = await company.ok(
        company.seller, "PATCH", path, {"clauses": "x"}, headers={"if-match": f'"{seen["version"]}"'}
    )
    assert edited["offer"] == offer, "its terms were not touched"
    body = {"terms": [{"percent": "100", "days": 40}]}
    other = await company.ok(company.seller, "PATCH", path, body, headers={"if-match": f'"{edited["version"]}"'})
    assert (other["terms"][0]["days"], other["offer"]["usual_days"]) == (40, 5), "agreed otherwise than offered"
    assert not await outbox(ContractEffective)


async def test_feature_135_of_whom_nothing_is_offered_yet_has_thirty_days(company: Company) -> None:
    contract = await company.won(terms=None)
    assert said(contract) == ("100", "RECEIPT", 30, None)
    assert contract["offer"] is None
