"""Which goods of the price list does an order without a contract take? Part of placing and resubmitting."""

from collections.abc import Sequence
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.orders.placing import OrderLine
from services.orders.domain.call_offs import from_price_list, must_have_one_currency
from services.orders.store import products as product_store
from services.orders.use_cases.steps.order_lines import NewLines, line_of


async def take_from_price_list(
    work: Work, order_id: UUID, legal_entity_id: str, wanted: Sequence[OrderLine]
) -> tuple[NewLines, str]:
    """The order's lines, and their currency. Raises NotFound where a product is another legal entity's."""
    known = await product_store.list_known(work, {line.product_id for line in wanted})
    products = {id: one for id, one in known.items() if one.legal_entity_id in (None, legal_entity_id)}
    called = from_price_list(wanted, {id: product.price for id, product in products.items()})
    lines = [line_of(order_id, n, part, products.get(part.product_id)) for n, part in enumerate(called, start=1)]
    currency = must_have_one_currency({product.code: product.currency for product in products.values()})
    return NewLines(lines, products), currency
