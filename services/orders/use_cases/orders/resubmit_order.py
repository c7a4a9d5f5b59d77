"""Send a returned order to approval again, changed or not."""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.errors import NotFound
from messages.orders.orders import OrderPlaced, OrderStatus, OrderView
from messages.orders.placing import OrderLine, ResubmitOrder
from services.orders.domain import call_offs, lifecycle
from services.orders.domain.authority import must_act_for
from services.orders.store import orders as store
from services.orders.store import products as product_store
from services.orders.store import projections as contract_store
from services.orders.tables import ContractRow, OrderLineRow, OrderRow
from services.orders.use_cases.steps.actor import actor_of
from services.orders.use_cases.steps.contract_lines import call_off, deduct_from_contract, return_to_contract
from services.orders.use_cases.steps.credit import note_exposure
from services.orders.use_cases.steps.listed_lines import take_from_price_list
from services.orders.use_cases.steps.order_lines import NewLines, price


async def resubmit_order(order_id: UUID, command: ResubmitOrder, uow: UnitOfWork) -> OrderView:
    """A new round; other lines give the old ones back to the contract first."""
    async with uow.begin() as work:
        order = await store.lock_order(work, order_id)
        lines = await store.lines_of(work, order_id)
        if work.repeated:
            return order.view(lines)
        must_act_for(actor_of(work), owner_id=order.owner_id, owner_unit=order.owner_unit, verb="place an order again")
        order.status = lifecycle.move(order.status, OrderStatus.PLACED)
        contract = await _contract_of(work, order)
        lines = await _as_wanted(work, order, contract, lines, command)
        if command.ship_to is not None:
            order.ship_to = command.ship_to
        await note_exposure(work, order)
        order.guidance, order.round, order.version = None, order.round + 1, order.version + 1
        work.emit(OrderPlaced(**order.event_args(), round=order.round))
        return order.view(lines)


async def _contract_of(work: Work, order: OrderRow) -> ContractRow | None:
    """Locked; None: it has none."""
    if order.contract_id is None:
        return None
    contract = await contract_store.find_and_lock_contract(work, order.contract_id)
    if contract is None:
        raise NotFound("contract", order.contract_id)
    call_offs.must_be_effective(effective=contract.effective, number=contract.number)
    return contract


async def _as_wanted(
    work: Work, order: OrderRow, contract: ContractRow | None, lines: list[OrderLineRow], command: ResubmitOrder
) -> list[OrderLineRow]:
    """What is not said stays as it is."""
    agreed = command.pricing or order.agreed
    if command.lines is not None:
        new = await _other_lines(work, order, contract, lines, command.lines)
        price(order, new.lines, agreed, new.products)
        deduct_from_contract(new)
        work.session.add_all(new.lines)
        return new.lines
    if command.pricing is not None:
        price(order, lines, agreed, await product_store.list_known(work, [line.product_id for line in lines]))
    return lines


async def _other_lines(
    work: Work, order: OrderRow, contract: ContractRow | None, lines: list[OrderLineRow], wanted: list[OrderLine]
) -> NewLines:
    await return_to_contract(work, order, lines)
    for line in lines:
        await work.session.delete(line)
    await work.session.flush()
    if contract is not None:
        return await call_off(work, contract, order.id, wanted)
    new, order.currency = await take_from_price_list(work, order.id, order.legal_entity_id, wanted)
    return new
