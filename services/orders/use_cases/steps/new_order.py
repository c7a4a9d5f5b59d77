"""Of what does a new order consist: customer, owner, lines and what they cost? Part of placing and previewing."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import Work
from chassis.records.people import lock_owner_for_share
from messages.errors import NotFound
from messages.orders.orders import OrderStatus
from messages.orders.placing import THIRTY_DAYS, PlaceOrder
from services.orders.domain import call_offs
from services.orders.domain.authority import must_act_for
from services.orders.domain.returns import must_be_exchangeable
from services.orders.domain.self_ordering import must_have_seller
from services.orders.store import projections as known_store
from services.orders.store import returns as return_store
from services.orders.tables import ContractRow, CustomerRow, OrderRow
from services.orders.use_cases.steps.actor import actor_of
from services.orders.use_cases.steps.contract_lines import call_off
from services.orders.use_cases.steps.listed_lines import take_from_price_list
from services.orders.use_cases.steps.order_lines import NewLines, price

Origin = ContractRow | CustomerRow


async def origin_of(work: Work, command: PlaceOrder) -> Origin:
    """Locked: its contract, or the customer of an order without one. Raises NotFound, also for what is not seen."""
    if command.contract_id is not None:
        return await known_store.lock_contract(work, command.contract_id)
    if command.customer_id is None:  # ORD-34 does not let it come this far
        raise NotFound("customer", "")
    return await known_store.lock_customer(work, command.customer_id)


async def compose(work: Work, order_id: UUID, origin: Origin, command: PlaceOrder) -> tuple[OrderRow, NewLines]:
    """The order and its lines with all their figures; nothing is kept or deducted yet, and it has no number."""
    if isinstance(origin, ContractRow):
        order, new = await _under_contract(work, order_id, origin, command)
    else:
        order, new = await _without_contract(work, order_id, origin, command)
    price(order, new.lines, command.pricing, new.products)
    order.ship_to, order.deliver_on = command.ship_to, command.deliver_on
    order.purchase_order_number, order.remark = command.purchase_order_number or "", command.remark
    if command.exchange_of is not None:
        found = await return_store.get_visible_return(work, command.exchange_of)
        must_be_exchangeable(found.status, returning=found.customer_id, ordering=order.customer_id)
        order.exchange_of, order.exchange_number = found.id, found.number
    return order, new


async def _under_contract(
    work: Work, order_id: UUID, contract: ContractRow, command: PlaceOrder
) -> tuple[OrderRow, NewLines]:
    must_act_for(
        actor_of(work),
        owner_id=contract.owner_id,
        owner_unit=contract.owner_unit,
        customer_id=contract.customer_id,
        verb="place an order",
    )
    call_offs.must_be_effective(effective=contract.effective, number=contract.number)
    new = await call_off(work, contract, order_id, command.lines)
    of_contract = contract.model_dump(
        include={"customer_id", "customer_name", "owner_id", "owner_name", "owner_unit", "legal_entity_id", "currency"}
    )
    own = {"contract_id": contract.id, "contract_number": contract.number}
    return _order(work, order_id, of_contract | own), new


async def _without_contract(
    work: Work, order_id: UUID, customer: CustomerRow, command: PlaceOrder
) -> tuple[OrderRow, NewLines]:
    """The customer's owner owns it; of a customer that nobody owns, the seller who places it."""
    actor = actor_of(work)
    if actor.customer_id is not None:
        must_have_seller(has_owner=customer.owner_id is not None)
    owner = await lock_owner_for_share(work, customer.owner_id or work.actor.id)
    if owner is None:
        raise NotFound("person", customer.owner_id or work.actor.id)
    must_act_for(actor, owner_id=owner.id, owner_unit=owner.unit, customer_id=customer.id, verb="place an order")
    offer = await known_store.find_offer(work, customer.id)
    terms = command.terms or (offer.terms if offer else [THIRTY_DAYS])
    call_offs.must_be_due_whole([one.percent for one in terms])
    entity = customer.legal_entity_id or owner.legal_entity_id
    new, currency = await take_from_price_list(work, order_id, entity, command.lines)
    origin: dict[str, Any] = {"contract_number": "", "currency": currency, "legal_entity_id": entity}
    origin |= {"customer_id": customer.id, "customer_name": customer.name}
    origin |= {"owner_id": owner.id, "owner_name": owner.name, "owner_unit": owner.unit}
    origin |= {"terms": [one.model_dump(mode="json") for one in terms]}
    return _order(work, order_id, origin | {"offer": offer.model_dump(mode="json") if offer else None}), new


def _order(work: Work, order_id: UUID, origin: dict[str, Any]) -> OrderRow:
    return OrderRow(
        id=order_id,
        number="",
        status=OrderStatus.PLACED,
        total=Decimal(0),
        placed_by=work.actor.id,
        placed_at=work.now,
        ordered_by=work.actor.name if work.actor.customer_id else "",
        **origin,
    )
