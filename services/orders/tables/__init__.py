"""What does the orders service remember?"""

from services.orders.tables.base import Table
from services.orders.tables.order_changes import OrderChangeRow
from services.orders.tables.orders import OrderLineRow, OrderRow, ReservationRow
from services.orders.tables.products import ProductRow, StockMoveRow, StockRow
from services.orders.tables.projections import (
    ContractLineRow,
    ContractRow,
    CreditReleaseRow,
    CreditRow,
    CreditStandingRow,
    CustomerRow,
    TermsOfferRow,
)
from services.orders.tables.returns import ReturnLineRow, ReturnRow
from services.orders.tables.shipments import DifferenceRow, ShipmentLineRow, ShipmentRow

__all__ = [
    "ContractLineRow",
    "ContractRow",
    "CreditReleaseRow",
    "CreditRow",
    "CreditStandingRow",
    "CustomerRow",
    "DifferenceRow",
    "OrderChangeRow",
    "OrderLineRow",
    "OrderRow",
    "ProductRow",
    "ReservationRow",
    "ReturnLineRow",
    "ReturnRow",
    "ShipmentLineRow",
    "ShipmentRow",
    "StockMoveRow",
    "StockRow",
    "Table",
    "TermsOfferRow",
]
