"""Of what are the columns of orders' tables made?"""

from typing import Any

from sqlalchemy import CHAR, DateTime, Enum, Numeric
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

from messages.orders.orders import OrderStatus
from messages.orders.shipments import ShipmentStatus

AMOUNT = Numeric(18, 2)
UNIT_PRICE = Numeric()  # as many decimals as it has
PERCENT = Numeric(5, 2)
JSON: Any = JSONB()
CURRENCY = CHAR(3)
TIME: Any = DateTime(timezone=True)
ORDER_STATUS: Any = Enum(OrderStatus, native_enum=False, length=16)
SHIPMENT_STATUS: Any = Enum(ShipmentStatus, native_enum=False, length=16)


class Table(SQLModel, registry=registry()):
    """The tables of this service, apart from those of all others. Their rows go to the server together
    (chassis/db/written_rows.py)."""

    __written_together__ = True
