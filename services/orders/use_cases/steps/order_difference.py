"""In what does an order after a change differ from what it is, and what of that is asked anew?"""

from collections.abc import Sequence
from decimal import Decimal

from chassis.db.unit_of_work import Work
from messages.money import Money, UnitPrice, minor_unit
from messages.orders.order_changes import LineChange, OrderDifference
from services.orders.domain import order_changes as rules
from services.orders.domain.stock import backordered_pieces
from services.orders.store import products as product_store
from services.orders.tables import OrderLineRow, OrderRow
from services.orders.use_cases.steps.changed_order import ChangedOrder, paid_of


async def difference_of(work: Work, order: OrderRow, changed: ChangedOrder) -> OrderDifference:
    """ORD-90 where there is none."""
    before, after = net_of(order, changed.before), net_of(changed.order, changed.lines)
    lines = _lines(changed.before, changed.lines, order.currency)
    said = OrderDifference(
        lines=lines,
        total_before=Money.of(before[0], order.currency),
        total_after=Money.of(after[0], order.currency),
        difference=Money.of(after[0] - before[0], order.currency),
        ship_to_before=order.ship_to,
        ship_to_after=changed.order.ship_to,
        deliver_on_before=order.deliver_on,
        deliver_on_after=changed.order.deliver_on,
        short=await _short(work, changed),
        **_prices(changed, minor_unit(order.currency)),
    )
    rules.must_differ(
        differs=any(line.differs for line in lines)
        or (order.total, order.pricing, order.ship_to, order.deliver_on)
        != (changed.order.total, changed.order.pricing, changed.order.ship_to, changed.order.deliver_on)
    )
    return said


def net_of(order: OrderRow, lines: Sequence[OrderLineRow]) -> tuple[Decimal, Decimal]:
    """What it costs by now, and what of its total is credited."""
    return rules.net_of(order.total, [(line.costs, line.quantity, line.gone) for line in lines], order.currency)


def _prices(changed: ChangedOrder, unit: Decimal) -> dict[str, object]:
    before, after = paid_of(changed.before), paid_of(changed.lines)
    pairs = [(before.get(line), now) for line, now in after.items()]
    return {
        "lower_price": any(rules.costs_less(was, now, unit) for was, now in pairs),
        "deviates_more": any(rules.deviates_more(was, now, unit) for was, now in pairs),
        "below_floor": sorted({now.code for was, now in pairs if rules.is_further_below_floor(was, now)}),
    }


async def _short(work: Work, changed: ChangedOrder) -> list[str]:
    added = changed.added
    if not added:
        return []
    missing = backordered_pieces(added, await product_store.free_pieces(work, list(added)))
    return sorted({line.product_code for line in changed.lines if line.product_id in missing})


def _lines(before: Sequence[OrderLineRow], after: Sequence[OrderLineRow], currency: str) -> list[LineChange]:
    were, are = {line.line: line for line in before}, {line.line: line for line in after}
    found = []
    for number in sorted(were.keys() | are.keys()):
        known = are.get(number) or were[number]
        product = known.model_dump(include={"line", "product_id", "product_code", "product_name"})
        said: dict[str, object] = {}
        for name, row in (("before", were.get(number)), ("after", are.get(number))):
            if row is not None:
                said |= {
                    f"quantity_{name}": row.quantity,
                    f"price_{name}": UnitPrice.of(row.price, currency),
                    f"discount_{name}": Money.of(row.discount + row.share, currency),
                    f"tax_rate_{name}": row.tax_rate,
                    f"total_{name}": Money.of(row.costs, currency),
                }
        found.append(LineChange.model_validate(product | said))
    return found
