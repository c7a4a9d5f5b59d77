"""What can a customer do who orders for himself?"""

from services.orders.use_cases.portal.draft_portal_order import draft_portal_order
from services.orders.use_cases.portal.list_portal_offers import list_portal_contracts, list_portal_offers
from services.orders.use_cases.portal.list_portal_orders import list_portal_orders
from services.orders.use_cases.portal.place_portal_order import place_portal_order, preview_portal_order
from services.orders.use_cases.portal.receive_portal_shipment import receive_portal_shipment
from services.orders.use_cases.portal.show_portal_order import (
    cancel_portal_order,
    list_portal_shipments,
    show_portal_order,
)

__all__ = [
    "cancel_portal_order",
    "draft_portal_order",
    "list_portal_contracts",
    "list_portal_offers",
    "list_portal_orders",
    "list_portal_shipments",
    "place_portal_order",
    "preview_portal_order",
    "receive_portal_shipment",
    "show_portal_order",
]
