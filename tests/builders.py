"""What do the other services tell, sensible and overridable?

`builders.a_contract(owner=seller, lines=[(product, 5, "10.00")])` is the event as its service would emit it; every
field can be named to say otherwise. Import it as `from tests import builders`.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.auth.identity import Actor
from chassis.base.clock import new_id
from messages.approvals.events import PersonChanged
from messages.collections.credit import CreditChanged
from messages.collections.plans import PaymentPlanMade
from messages.deals.contracts import ContractCancelled, ContractEffective, ContractLine
from messages.deals.customers import CustomerAdded
from messages.deals.terms import Instalment, InstalmentTrigger
from messages.money import Money, total
from messages.orders.call_offs import CallOffsClosed, CallOffsKept, call_offs_of
from messages.orders.orders import OrderConfirmed
from messages.orders.products import ProductChanged

ENTITY = "CS-CN"
A_DAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # a Monday, 10:00 in Shanghai


def cny(amount: str | int | Decimal) -> Money:
    """So many yuan."""
    return Money.of(amount, "CNY")


def a_person(who: Actor, **other: Any) -> PersonChanged:
    """What the directory tells of this actor."""
    told = {
        "person_id": who.id,
        "login": f"p-{str(who.id)[-12:]}",
        "name": who.name,
        "unit": who.unit,
        "manager_id": None,
        "roles": sorted(who.roles),
        "active": True,
        "tz": who.tz,
        "lang": who.lang,
        "legal_entity_id": ENTITY,
        "version": 1,
    }
    return PersonChanged(**told | other)


def a_customer(**other: Any) -> CustomerAdded:
    """A company in Shanghai."""
    told = {
        "customer_id": new_id(),
        "number": "CU-2026-CS-CN-000001",
        "name": "上海东方机电有限公司",
        "legal_entity_id": ENTITY,
        "version": 1,
    }
    return CustomerAdded(**told | other)


def a_product(**other: Any) -> ProductChanged:
    """A product of the price list."""
    told = {"product_id": new_id(), "code": "GTX-1", "name": "GTX One", "price": cny("550.00"), "version": 1}
    return ProductChanged(**told | other)


def a_contract(*, owner: Actor, lines: list[tuple[UUID, int, str]], **other: Any) -> ContractEffective:
    """Effective: these (product, quantity, agreed price), all due 30 days after receipt."""
    agreed = [ContractLine(product_id=product, quantity=n, price=Decimal(price)) for product, n, price in lines]
    told = {
        "contract_id": new_id(),
        "number": "CT-2026-CS-CN-000001",
        "opportunity_id": new_id(),
        "customer_id": new_id(),
        "customer_name": "上海东方机电有限公司",
        "owner_id": owner.id,
        "legal_entity_id": ENTITY,
        "total": total([cny(line.price) * line.quantity for line in agreed], "CNY"),
        "lines": agreed,
        "terms": [Instalment(percent=Decimal(100), trigger=InstalmentTrigger.RECEIPT, days=30)],
        "effective_at": A_DAY,
        "version": 3,
    }
    return ContractEffective(**told | other)


def a_plan(contract: ContractEffective, **other: Any) -> PaymentPlanMade:
    """What collections says when it knows the contract's instalments."""
    told = {
        "payment_plan_id": new_id(),
        "contract_id": contract.contract_id,
        "customer_id": contract.customer_id,
        "total": contract.total,
        "instalments": len(contract.terms),
        "version": 1,
    }
    return PaymentPlanMade(**told | other)


def a_cancelled(contract: ContractEffective, **other: Any) -> ContractCancelled:
    """The same contract, cancelled."""
    told = {name: getattr(contract, name) for name in ContractCancelled.model_fields if hasattr(contract, name)}
    return ContractCancelled(**told | {"reason": "the customer stepped back", "version": contract.version + 1} | other)


def an_answer(contract: Any, *, orders: Sequence[str] = ()) -> CallOffsClosed | CallOffsKept:
    """What orders says when this contract (its view) is to be cancelled and these orders stand under it."""
    named = {"calloffs_id": call_offs_of(UUID(contract["id"])), "contract_id": contract["id"]}
    told = named | {"number": contract["number"], "legal_entity_id": ENTITY}
    return CallOffsKept(**told, orders=list(orders)) if orders else CallOffsClosed(**told)


def an_order(*, owner_id: UUID | None = None, amount: str = "5500.00", **other: Any) -> OrderConfirmed:
    """Confirmed, worth this amount."""
    told = {
        "order_id": new_id(),
        "number": "SO-2026-CS-CN-000001",
        "contract_id": new_id(),
        "customer_id": new_id(),
        "owner_id": owner_id or new_id(),
        "legal_entity_id": ENTITY,
        "total": cny(amount),
        "confirmed_at": A_DAY,
        "version": 2,
    }
    return OrderConfirmed(**told | other)


def a_credit(customer_id: UUID, *, owed: str = "0.00", limit: str | None = None, **other: Any) -> CreditChanged:
    """What the customer owes in yuan."""
    told = {
        "credit_id": new_id(),
        "customer_id": customer_id,
        "owed": cny(owed),
        "oldest_days_late": 0,
        "limit": None if limit is None else cny(limit),
        "version": 1,
    }
    return CreditChanged(**told | other)
