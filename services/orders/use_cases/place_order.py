"""Call goods off an effective contract."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from chassis.unit_of_work import UnitOfWork, Work
from messages.errors import NotFound
from messages.orders.orders import OrderLine, OrderPlaced, OrderStatus, OrderView, PlaceOrder
from services.orders.domain import call_off
from services.orders.domain.permission import Doer, check_acts_for
from services.orders.store import contracts as contract_store
from services.orders.store import orders as store
from services.orders.store import products as product_store
from services.orders.tables import ContractRow, OrderLineRow, OrderRow

SERIES = "SO"


async def place_order(command: PlaceOrder, uow: UnitOfWork) -> OrderView:
    """The contract's row is locked: two orders never take the same pieces. The same id again finds the first."""
    async with uow.begin() as work:
        order_id = command.id or work.new_id()
        contract = await contract_store.lock_contract(work, command.contract_id)
        if await store.has_order(work, order_id):
            return await _placed_before(work, order_id, contract)
        check_acts_for(doer(work), owner_id=contract.owner_id, owner_unit=contract.owner_unit, verb="place an order")
        call_off.check_effective(effective=contract.effective, number=contract.number)
        lines = await take_from_contract(work, contract, order_id, command.lines)
        order = _new_order(work, order_id, contract, lines)
        order.ship_to = command.ship_to
        customer = await contract_store.find_customer(work, order.customer_id)
        order.customer_name = customer.name if customer else order.customer_name
        order.number = await work.next_number(SERIES, contract.legal_entity_id)
        await write_order(work, order, lines)
        work.emit(OrderPlaced(**order.facts(), round=order.round))
        return order.view(lines)


def doer(work: Work) -> Doer:
    return Doer(work.actor.id, work.actor.roles, work.actor.unit)


async def take_from_contract(
    work: Work, contract: ContractRow, order_id: UUID, wanted: Sequence[OrderLine]
) -> list[OrderLineRow]:
    """The order's lines, their pieces taken from the (locked) contract's. ORD-3 when too little is left."""
    agreed = {row.line: row for row in await contract_store.list_contract_lines(work, contract.id)}
    called = call_off.call_off(wanted, [row.agreed() for row in agreed.values()])
    call_off.total_of(called, contract.currency)
    products = await product_store.list_named(work, {part.product_id for part in called})
    lines = []
    for number, part in enumerate(called, start=1):
        row, product = agreed[part.contract_line], products[part.product_id]
        row.called_off += part.quantity
        line = {"order_id": order_id, "line": number, "contract_price": row.price, **vars(part)}
        lines.append(OrderLineRow(**line, product_code=product.code, product_name=product.name))
    return lines


async def write_order(work: Work, order: OrderRow, lines: Sequence[OrderLineRow]) -> None:
    """The order before its lines, which point to it."""
    work.session.add(order)
    await work.session.flush()
    work.session.add_all(lines)


def _new_order(work: Work, order_id: UUID, contract: ContractRow, lines: Sequence[OrderLineRow]) -> OrderRow:
    of_contract = contract.model_dump(
        include={"customer_id", "customer_name", "owner_id", "owner_name", "owner_unit", "legal_entity_id", "currency"}
    )
    return OrderRow(
        id=order_id,
        number="",
        status=OrderStatus.PLACED,
        contract_id=contract.id,
        contract_number=contract.number,
        placed_by=work.actor.id,
        placed_at=work.now,
        total=sum((line.price * line.quantity for line in lines), Decimal(0)),
        **of_contract,
    )


async def _placed_before(work: Work, order_id: UUID, contract: ContractRow) -> OrderView:
    order = await store.find_order(work, order_id)
    if order is None or order.contract_id != contract.id:
        raise NotFound("order", order_id)
    return order.view(await store.lines_of(work, order_id))
