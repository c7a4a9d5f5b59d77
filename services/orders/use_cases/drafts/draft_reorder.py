"""How would a past order be placed again, at today's prices?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.orders.placing import OrderLine, PlaceOrder
from messages.orders.previews import OrderDraft
from messages.orders.pricing import OrderPricing
from services.orders.domain.reorders import again
from services.orders.store import orders as store
from services.orders.store import products as product_store
from services.orders.store import projections as known_store
from services.orders.tables import OrderLineRow, OrderRow


async def draft_reorder(order_id: UUID, uow: UnitOfWork) -> OrderDraft:
    """Under its contract while that has pieces left, else without one. Prices are left open, so they are today's; a
    discount in percent goes along, one as an amount or a final amount was that order's. Raises NotFound."""
    async with uow.begin() as work:
        order = await store.get_order(work, order_id)
        lines = await store.lines_of(work, order_id)
        rest = await _rest_of_contract(work, order, {line.product_id for line in lines})
        known = await product_store.list_known(work, [line.product_id for line in lines])
        wanted = [_as_wanted(line) for line in lines if line.product_id in known]
        drafted = again(wanted, rest)
        left = {line.product_id for line in drafted}
        origin = {"contract_id": order.contract_id} if rest else {"customer_id": order.customer_id}
        return OrderDraft(
            order=PlaceOrder(**origin, lines=drafted, ship_to=order.ship_to, pricing=_pricing(order)),
            left_out=[line.product_code for line in lines if line.product_id not in left],
        )


async def _rest_of_contract(work: Work, order: OrderRow, product_ids: set[UUID]) -> dict[UUID, int]:
    """Pieces of these products that its contract has left; nothing where there is no effective one."""
    contract = await known_store.find_effective_contract(work, order.contract_id) if order.contract_id else None
    rest: dict[UUID, int] = {}
    for row in await known_store.list_contract_lines(work, contract.id) if contract else ():
        if row.quantity > row.called_off and row.product_id in product_ids:
            rest[row.product_id] = rest.get(row.product_id, 0) + row.quantity - row.called_off
    return rest


def _as_wanted(line: OrderLineRow) -> OrderLine:
    return OrderLine(product_id=line.product_id, quantity=line.quantity, discount_percent=line.discount_percent)


def _pricing(order: OrderRow) -> OrderPricing:
    return order.agreed.model_copy(update={"discount_amount": None, "final_amount": None})
