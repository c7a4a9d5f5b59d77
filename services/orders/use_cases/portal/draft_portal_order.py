"""How would a customer place a past order of his again?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.portal import PlacePortalOrder, PortalDraft, PortalLine
from services.orders.use_cases.drafts.draft_reorder import draft_reorder


async def draft_portal_order(order_id: UUID, uow: UnitOfWork) -> PortalDraft:
    """At today's prices: what was taken off that order was agreed for it alone. Raises NotFound; ORD-38."""
    draft = await draft_reorder(order_id, uow)
    lines: dict[UUID, int] = {}
    for line in draft.order.lines:
        lines[line.product_id] = lines.get(line.product_id, 0) + line.quantity
    return PortalDraft(
        order=PlacePortalOrder(
            contract_id=draft.order.contract_id,
            lines=[PortalLine(product_id=id, quantity=quantity) for id, quantity in lines.items()],
            ship_to=draft.order.ship_to,
        ),
        left_out=draft.left_out,
    )
