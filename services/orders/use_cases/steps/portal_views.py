"""What is a customer shown of his orders? Part of all that he does in the portal."""

from collections.abc import Sequence
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.errors import Forbidden
from messages.orders.orders import OrderLineView
from messages.orders.placing import OrderLine, PlaceOrder
from messages.orders.portal import (
    PlacePortalOrder,
    PortalLineView,
    PortalOrderView,
    PortalShipment,
    PortalShipmentLine,
)
from messages.orders.shipments import ShipmentView
from services.orders.domain.self_ordering import WAITING, portal_status
from services.orders.tables import OrderLineRow, OrderRow

LINE = frozenset(PortalLineView.model_fields)
SAME = frozenset(PortalOrderView.model_fields) - {"status", "lines", "seller", "may_cancel"}


def customer_of(work: Work) -> UUID:
    """Of the account that acts; what others do goes by other routes."""
    if work.actor.customer_id is None:
        raise Forbidden("portal")
    return work.actor.customer_id


def order_command(work: Work, command: PlacePortalOrder) -> PlaceOrder:
    """The same as a seller places it: for this customer, at no price but the contract's or the list's."""
    origin = {"contract_id": command.contract_id} if command.contract_id else {"customer_id": customer_of(work)}
    return PlaceOrder(
        **command.model_dump(exclude={"contract_id", "lines"}),
        **origin,
        lines=[OrderLine(product_id=line.product_id, quantity=line.quantity) for line in command.lines],
    )


def portal_line(line: OrderLineView) -> PortalLineView:
    """Without what the house thinks of its price."""
    return PortalLineView(**{name: getattr(line, name) for name in LINE - {"total"}}, total=line.worth)


def portal_order(order: OrderRow, lines: Sequence[OrderLineRow]) -> PortalOrderView:
    seen = order.view(list(lines))
    return PortalOrderView(
        **{name: getattr(seen, name) for name in SAME},
        status=portal_status(seen.status, seen.goods),
        lines=[portal_line(line) for line in seen.lines],
        seller=seen.owner_name,
        may_cancel=seen.status in WAITING,
    )


def portal_shipment(seen: ShipmentView) -> PortalShipment:
    """Without who sent it from where, and what is decided of what differed."""
    own = {name: getattr(seen, name) for name in PortalShipment.model_fields if name != "lines"}
    lines = [
        PortalShipmentLine(**{name: getattr(line, name) for name in PortalShipmentLine.model_fields})
        for line in seen.lines
    ]
    return PortalShipment(**own, lines=lines)
