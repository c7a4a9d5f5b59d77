"""What can be done with shipments?"""

from services.orders.use_cases.shipments.decide_difference import decide_difference
from services.orders.use_cases.shipments.list_shipments import list_shipments
from services.orders.use_cases.shipments.receive_shipment import receive_shipment
from services.orders.use_cases.shipments.return_to_stock import return_to_stock
from services.orders.use_cases.shipments.ship_order import ship_order
from services.orders.use_cases.shipments.show_shipment import show_shipment

__all__ = [
    "decide_difference",
    "list_shipments",
    "receive_shipment",
    "return_to_stock",
    "ship_order",
    "show_shipment",
]
