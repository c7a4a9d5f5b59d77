"""How does somebody say that money came for an order, wherever the form stands?"""

from typing import Any
from uuid import UUID

from console.form_input import amount as typed_amount
from console.service_gateway import ServiceGateway
from messages.collections.payments import PaymentView, RecordPayment
from messages.money import Money
from messages.orders.orders import OrderView


async def record_for_order(
    gateway: ServiceGateway, order_id: UUID, amount: str, *, key: str, received: str = "", **said: Any
) -> PaymentView:
    """In the currency of the order, or in that which was received, from its customer. `said`: other fields of the
    command."""
    paid = typed_amount("amount", amount)
    order = await gateway.get("orders", f"/orders/{order_id}", OrderView)
    money = Money(amount=paid, currency=received or order.total.currency)
    command = RecordPayment(customer_id=order.customer_id, order_id=order_id, amount=money, **said)
    return await gateway.post("collections", "/payments", command, PaymentView, key=key)
