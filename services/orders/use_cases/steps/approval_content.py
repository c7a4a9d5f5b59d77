"""What of an order is signed? Part of putting it before its approvers.

An order without discounts, charges and tax is shown, and hashed, as before there were any.
"""

from collections.abc import Sequence
from typing import Any

from messages.money import Money
from services.orders.domain.credit import Credit, most_days_late
from services.orders.domain.deviations import below_floor, list_discount
from services.orders.tables import OrderLineRow, OrderRow
from services.orders.tables.charges import charges_of


def order_content(order: OrderRow, lines: Sequence[OrderLineRow], credits: Sequence[Credit]) -> dict[str, Any]:
    """Field codes of the catalogues and what they say; money as text."""
    return {
        "customer": order.customer_name,
        "contract": order.contract_number,
        "total": str(order.money),
        "ship_to": order.ship_to,
        "owed": ", ".join(str(credit.owed) for credit in credits),
        "exposure": "" if order.exposure is None else str(Money.of(order.exposure, order.currency)),
        "limit": ", ".join(str(credit.credit_limit) for credit in credits if credit.credit_limit is not None),
        "oldest_days_late": most_days_late(credits),
        "lines": [_line(line) for line in lines],
        **_prices(order, lines),
    }


def _prices(order: OrderRow, lines: Sequence[OrderLineRow]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    paid = [line.paid() for line in lines]
    low = below_floor(paid)
    if low:
        said["below_floor"] = ", ".join(low)
    if any(line.discount or line.share for line in lines):
        said |= {
            "discount": str(Money.of(sum(line.discount + line.share for line in lines), order.currency)),
            "discount_percent": str(list_discount(paid)),
        }
    if order.exchange_number:
        said["exchange_of"] = order.exchange_number
    own = {name: getattr(order, name) for name in ("ordered_by", "purchase_order_number", "remark")}
    said |= {name: value for name, value in own.items() if value}
    if order.deliver_on:
        said["deliver_on"] = order.deliver_on.isoformat()
    if order.tax:
        said["tax"] = str(Money.of(order.tax, order.currency))
    if order.agreed.charges:
        said["charges"] = [
            {"charge": one.kind.value, "name": one.name, "tax": str(one.tax.amount), "total": str(one.total.amount)}
            for one in charges_of(order.agreed, order.currency)
        ]
    return said


def _line(line: OrderLineRow) -> dict[str, Any]:
    said: dict[str, Any] = {
        "product_code": line.product_code,
        "product_name": line.product_name,
        "quantity": line.quantity,
        "price": str(line.price),
        **_agreed(line),
        "amount": str(line.price * line.quantity),
    }
    if line.discount or line.share:
        said |= {"discount": str(line.discount), "share": str(line.share), "net": str(line.net)}
    if line.tax:
        said |= {"tax_rate": str(line.tax_rate), "tax": str(line.tax), "total": str(line.total)}
    return said


def _agreed(line: OrderLineRow) -> dict[str, str]:
    """What its contract says; of an order without one, what its product is listed at."""
    if line.contract_price is not None:
        return {"contract_price": str(line.contract_price)}
    return {"list_price": str(line.list_price)}
