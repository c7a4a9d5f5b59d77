"""Which pieces of a contract do orders hold? Part of what placing, resubmitting and cancelling do."""

from collections.abc import Sequence
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.orders.placing import OrderLine
from services.orders.domain import call_offs
from services.orders.store import projections as contract_store
from services.orders.tables import ContractRow, OrderLineRow, OrderRow
from services.orders.use_cases.steps.order_lines import NewLines, line_of


async def call_off(work: Work, contract: ContractRow, order_id: UUID, wanted: Sequence[OrderLine]) -> NewLines:
    """The lines of an order under the (locked) contract, not deducted yet. ORD-3 when too little is left."""
    found = await contract_store.list_agreed(work, contract.id)
    agreed = {row.line: row for row, _ in found}
    products = {product.id: product for _, product in found if product is not None}
    codes = {id: product.code for id, product in products.items()}
    left = [row.agreed(codes.get(row.product_id, "")) for row in agreed.values()]
    called = call_offs.call_off(wanted, left, contract.currency)
    lines = []
    for number, part in enumerate(called, start=1):
        line = line_of(order_id, number, part, products.get(part.product_id))
        line.contract_price = agreed[part.contract_line or 0].price
        lines.append(line)
    return NewLines(lines, products, agreed)


def deduct_from_contract(new: NewLines) -> None:
    """The pieces of these lines are the order's now, where it has a contract."""
    for line in new.lines:
        if line.contract_line is not None:
            new.agreed[line.contract_line].called_off += line.quantity


async def return_to_contract(work: Work, order: OrderRow, lines: list[OrderLineRow]) -> None:
    """The pieces of these lines may be called off the (locked) contract again, where the order has one; those credited
    may be already."""
    if order.contract_id is None:
        return
    agreed = {row.line: row for row in await contract_store.list_contract_lines(work, order.contract_id)}
    for line in lines:
        agreed[line.contract_line or 0].called_off -= line.quantity - line.gone
