"""How is an order written in a row of a file, and what is said of one that had ended before?"""

from datetime import date, datetime
from typing import ClassVar

from messages.orders.orders import OrderEvent, OrderStatus
from messages.orders.placing import LineFields
from messages.text import LongStr, ShortStr


class ImportOrderRow(LineFields):
    """One line of an order. `external_id` is the order's number in the other system: rows with the same one, in one
    batch, are the lines of one order, and a file that is sent again makes none twice. The customer, or the contract,
    is named by its number, the product by its code. `number` and `placed_on` are the order's own, where it had them
    before it came here: it keeps them, and goes its way here like any other. `delivered_on`: it was delivered
    already, and stands here as it ended; what is still owed of it is a receivable that is brought in."""

    line: int
    external_id: ShortStr
    customer: ShortStr | None = None
    contract: ShortStr | None = None
    product_code: ShortStr
    ship_to: LongStr = ""
    number: ShortStr | None = None  # without it: the next one of the series
    placed_on: date | None = None  # without it: today
    delivered_on: date | None = None  # without it: it is still to be delivered


class OrderImported(OrderEvent):
    """It was delivered before it came here, and is kept as it ended: no process, nobody asked, nothing owed."""

    subject: ClassVar[str] = "orders.order.imported.v1"
    status: OrderStatus = OrderStatus.COMPLETED
    placed_at: datetime
    delivered_at: datetime
    history: bool = True
