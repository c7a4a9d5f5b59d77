"""Send a returned order to approval again, changed or not."""

from decimal import Decimal
from uuid import UUID

from chassis.unit_of_work import UnitOfWork, Work
from messages.errors import NotFound
from messages.orders.orders import OrderPlaced, OrderStatus, OrderView, PlaceAgain
from services.orders.domain import call_off, lifecycle
from services.orders.domain.permission import check_acts_for
from services.orders.store import contracts as contract_store
from services.orders.store import orders as store
from services.orders.tables import ContractRow, OrderLineRow, OrderRow
from services.orders.use_cases.place_order import doer, take_from_contract


async def place_again(order_id: UUID, command: PlaceAgain, uow: UnitOfWork) -> OrderView:
    """A new round; other lines give the old ones back to the contract first."""
    async with uow.begin() as work:
        order = await store.lock_order(work, order_id)
        lines = await store.lines_of(work, order_id)
        if work.repeated:
            return order.view(lines)
        check_acts_for(doer(work), owner_id=order.owner_id, owner_unit=order.owner_unit, verb="place an order again")
        order.status = lifecycle.move(order.status, OrderStatus.PLACED)
        contract = await contract_store.find_contract(work, order.contract_id)
        if contract is None:
            raise NotFound("contract", order.contract_id)
        call_off.check_effective(effective=contract.effective, number=contract.number)
        if command.lines is not None:
            lines = await _other_lines(work, order, contract, lines, command)
        if command.ship_to is not None:
            order.ship_to = command.ship_to
        order.guidance, order.round, order.version = None, order.round + 1, order.version + 1
        work.emit(OrderPlaced(**order.facts(), round=order.round))
        return order.view(lines)


async def give_back(work: Work, order: OrderRow, lines: list[OrderLineRow]) -> None:
    """The pieces of these lines may be called off the (locked) contract again."""
    agreed = {row.line: row for row in await contract_store.list_contract_lines(work, order.contract_id)}
    for line in lines:
        agreed[line.contract_line].called_off -= line.quantity


async def _other_lines(
    work: Work, order: OrderRow, contract: ContractRow, lines: list[OrderLineRow], command: PlaceAgain
) -> list[OrderLineRow]:
    await give_back(work, order, lines)
    for line in lines:
        await work.session.delete(line)
    await work.session.flush()
    fresh = await take_from_contract(work, contract, order.id, command.lines or [])
    work.session.add_all(fresh)
    order.total = sum((line.price * line.quantity for line in fresh), Decimal(0))
    return fresh
