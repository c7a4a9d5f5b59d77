"""Has an order without a contract the terms that its customer is offered, and does it keep them?"""

from typing import Any
from uuid import UUID

from chassis.base.clock import new_id
from messages.collections.offers.terms import TermsOfferChanged
from messages.orders.orders import OrderConfirmed
from tests.services.orders.conftest import Company
from tests.services.orders.test_without_contract import line


async def offered(company: Company, customer: UUID, version: int, **said: Any) -> None:
    """Told by collections."""
    offer = {
        "policy_id": new_id(), "policy": "2026", "policy_version": 3, "policy_entity": "CS-CN", "grade": "B",
        "ways": ["bank transfer"], "usual_days": 60, "most_days": 75,
    }  # fmt: skip
    told = {
        "terms_offer_id": customer, "customer_id": customer, "customer_name": "X", "legal_entity_id": "CS-CN",
        "offer": offer | said, "version": version,
    }  # fmt: skip
    await company.harness.deliver(TermsOfferChanged.model_validate(told))


async def test_feature_135_an_order_without_a_contract_has_the_terms_that_are_offered(
    company: Company, outbox: Any
) -> None:
    cable = await company.product("CABLE")
    customer = await company.customer()
    await offered(company, customer, 2)
    await offered(company, customer, 1, usual_days=5)
    order = await company.sold(customer, line(cable))
    assert [row["days"] for row in order["terms"]] == [60]
    assert (order["offer"]["policy"], order["offer"]["policy_version"]) == ("2026", 3)
    await offered(company, customer, 3, usual_days=0)
    await company.stands(order, "confirm")
    told = (await outbox(OrderConfirmed))[-1]
    assert [row.days for row in told.terms] == [60], "what was agreed stays"
    agreed = await company.sold(customer, line(cable), terms=[{"percent": "100", "days": 20}])
    assert ([row["days"] for row in agreed["terms"]], agreed["offer"]["usual_days"]) == ([20], 0)
