"""Of what do the lines of an order consist, and may they be sold at this price? Part of placing and resubmitting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from messages.errors import NotFound
from messages.orders.pricing import OrderPricing
from messages.orders.products import BelowFloor
from services.orders.domain import deviations
from services.orders.domain.call_offs import Called
from services.orders.tables import ContractLineRow, OrderLineRow, OrderRow, ProductRow


@dataclass(frozen=True)
class NewLines:
    """The lines of an order, without what they cost, the products that may be on them, the lines of its contract."""

    lines: list[OrderLineRow]
    products: Mapping[UUID, ProductRow]
    agreed: Mapping[int, ContractLineRow] = field(default_factory=dict)


def line_of(order_id: UUID, number: int, part: Called, product: ProductRow | None) -> OrderLineRow:
    """With what the product says today; what it costs is written by `price`. Raises NotFound."""
    if product is None:
        raise NotFound("product", part.product_id)
    said = vars(part)
    return OrderLineRow(
        **{name: value for name, value in said.items() if name not in ("discount_amount", "tax_rate")},
        order_id=order_id,
        line=number,
        product_code=product.code,
        product_name=product.name,
        list_price=product.price,
        floor_price=product.floor,
        discount=part.discount_amount or Decimal(0),
        tax_rate=product.tax_rate if part.tax_rate is None else part.tax_rate,
    )


def price(
    order: OrderRow, lines: Sequence[OrderLineRow], agreed: OrderPricing, products: Mapping[UUID, ProductRow]
) -> None:
    """Each line and the order get their figures. ORD-26, ORD-27 of discounts, ORD-31, ORD-32 of what it gives away."""
    order.price(agreed, lines)
    paid = [line.paid() for line in lines]
    deviations.must_not_be_given_away(paid)
    final = [product.code for product in products.values() if product.below_floor == BelowFloor.REFUSE]
    deviations.must_keep_floor(paid, final)
