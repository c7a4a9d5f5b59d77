"""What is on a returned order that is placed again? Part of resubmitting it, and of the preview of that."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.errors import NotFound
from messages.orders.placing import OrderLine, ResubmitOrder
from services.orders.domain import call_offs
from services.orders.store import orders as store
from services.orders.store import products as product_store
from services.orders.store import projections as contract_store
from services.orders.tables import ContractRow, OrderLineRow, OrderRow, ProductRow
from services.orders.use_cases.steps.contract_lines import call_off, deduct_from_contract, return_to_contract
from services.orders.use_cases.steps.listed_lines import take_from_price_list
from services.orders.use_cases.steps.order_lines import NewLines, price


async def write_again(
    work: Work, order: OrderRow, command: ResubmitOrder
) -> tuple[Sequence[OrderLineRow], Mapping[UUID, ProductRow]]:
    """A locked order as it is wanted, with the products on it. What is not said stays; other lines give the old
    ones back to the contract first."""
    lines = await store.lines_of(work, order.id)
    contract = await _contract_of(work, order)
    if command.ship_to is not None:
        order.ship_to = command.ship_to
    order.deliver_on = command.deliver_on or order.deliver_on
    if command.lines is not None:
        new = await _other_lines(work, order, contract, lines, command.lines)
        price(order, new.lines, command.pricing or order.agreed, new.products)
        deduct_from_contract(new)
        work.session.add_all(new.lines)
        return new.lines, new.products
    products = await product_store.list_known(work, [line.product_id for line in lines])
    if command.pricing is not None:
        price(order, lines, command.pricing, products)
    return lines, products


async def _contract_of(work: Work, order: OrderRow) -> ContractRow | None:
    """Locked; None: it has none."""
    if order.contract_id is None:
        return None
    contract = await contract_store.find_and_lock_contract(work, order.contract_id)
    if contract is None:
        raise NotFound("contract", order.contract_id)
    call_offs.must_be_effective(effective=contract.effective, number=contract.number)
    return contract


async def _other_lines(
    work: Work,
    order: OrderRow,
    contract: ContractRow | None,
    lines: list[OrderLineRow],
    wanted: list[OrderLine],
) -> NewLines:
    await return_to_contract(work, order, lines)
    for line in lines:
        await work.session.delete(line)
    await work.session.flush()
    if contract is not None:
        return await call_off(work, contract, order.id, wanted)
    new, order.currency = await take_from_price_list(work, order.id, order.legal_entity_id, wanted)
    return new
