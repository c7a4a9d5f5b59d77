"""What does an order without a contract owe, and when?"""

from decimal import Decimal

from messages.deals.terms import Instalment, InstalmentTrigger
from messages.orders.orders import OrderConfirmed
from tests.services.collections.conftest import NOW, Company


async def test_feature_194_an_order_without_a_contract_owes_by_its_own_terms(company: Company) -> None:
    await company.hire(company.li)
    order = company.order(company.contract(await company.customer(), "100.01")) | {"contract_id": None}
    terms = [
        Instalment(percent=Decimal(50), trigger=InstalmentTrigger.ORDER, days=10),
        Instalment(percent=Decimal(50), trigger=InstalmentTrigger.RECEIPT, days=30),
    ]
    await company.deliver(OrderConfirmed(**order, confirmed_at=NOW, version=2, terms=terms), twice=True)
    found = await company.receivables(order)
    assert [(one["amount"]["amount"], one["due_on"]) for one in found] == [("50.01", "2026-03-12"), ("50.00", None)]
    await company.received(order)
    assert [one["due_on"] for one in await company.receivables(order)] == ["2026-03-12", "2026-04-01"]
    account = await company.get(company.li, f"/order-accounts/{order['order_id']}")
    assert account["receivable"]["amount"] == "100.01"
