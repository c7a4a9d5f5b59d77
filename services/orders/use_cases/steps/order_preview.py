"""What is shown of an order before it is placed?"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.orders.previews import OrderPreview
from services.orders.domain import deviations
from services.orders.store import products as product_store
from services.orders.tables import OrderLineRow, OrderRow, ProductRow


async def preview_of(
    work: Work, order: OrderRow, lines: Sequence[OrderLineRow], products: Mapping[UUID, ProductRow]
) -> OrderPreview:
    """Every figure, what its approvers will see of it, and what of its goods nobody has."""
    free = await product_store.free_pieces(work, [line.product_id for line in lines])
    paid = [line.paid() for line in lines]
    shown = order.view(list(lines))
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
        free={id: pieces for id, pieces in free.items() if products[id].stocked},
    )
