"""What would an order cost, and is there enough in stock? Nothing is kept."""

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.placing import PlaceOrder
from messages.orders.previews import OrderPreview
from services.orders.domain import deviations
from services.orders.store import products as product_store
from services.orders.use_cases.steps.new_order import compose, origin_of


async def preview_order(command: PlaceOrder, uow: UnitOfWork) -> OrderPreview:
    """Every figure as placing it now would write it; what placing refuses is refused here, too."""
    async with uow.begin() as work:
        order, new = await compose(work, command.id or work.new_id(), await origin_of(work, command), command)
        free = await product_store.free_pieces(work, [line.product_id for line in new.lines])
        paid = [line.paid() for line in new.lines]
        shown = order.view(new.lines)
        return OrderPreview(
            customer_id=shown.customer_id,
            customer_name=shown.customer_name,
            contract_id=shown.contract_id,
            contract_number=shown.contract_number,
            lines=shown.lines,
            charges=shown.charges,
            discount=shown.discount,
            tax=shown.tax,
            total=shown.total,
            discount_percent=deviations.list_discount(paid),
            price_deviation=deviations.price_deviation(paid),
            below_floor=deviations.below_floor(paid),
            free={id: pieces for id, pieces in free.items() if new.products[id].stocked},
        )
