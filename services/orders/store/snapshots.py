"""What of an order does its process follow? One statement, on the driver: it is asked after every event."""

from uuid import UUID

import pydantic_core

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.base import OpenItem
from messages.errors import NotFound
from messages.money import Money
from messages.orders.orders import OrderSnapshot
from services.orders.domain.quantities import state_of_sums

SNAPSHOT = """
SELECT o.status, o.round, o.number, o.owner_id, o.legal_entity_id, o.customer_name AS title, o.version,
  CASE WHEN o.goods_asked_for OR o.goods_back_at IS NOT NULL THEN o.goods_requests ELSE 0 END AS goods_requests,
  o.goods_back_at IS NOT NULL AS goods_back, o.total, o.currency, o.open_change_id IS NOT NULL AS changing, o.changes,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'number', s.number, 'worth',
    (SELECT round(coalesce(sum(p.quantity * coalesce(n.total, n.quantity * n.price) / n.quantity), 0), 2)::text
     FROM shipment_lines p JOIN order_lines n ON n.order_id = s.order_id AND n.line = p.order_line
     WHERE p.shipment_id = s.id))
    ORDER BY s.sent_at, s.id), '[]')
   FROM shipments s WHERE s.order_id = o.id AND s.status = 'SENT')::text AS on_the_way,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'number', s.number, 'worth', w.worth::text)
    ORDER BY s.sent_at, s.id), '[]')
   FROM shipments s JOIN LATERAL (
     SELECT count(*) AS undecided,
       round(coalesce(sum(d.quantity * coalesce(n.total, n.quantity * n.price) / n.quantity), 0), 2) AS worth
     FROM shipment_differences d LEFT JOIN order_lines n ON n.order_id = s.order_id AND n.line = d.order_line
     WHERE d.shipment_id = s.id AND d.decision IS NULL) w ON w.undecided > 0
   WHERE s.order_id = o.id)::text AS differences,
  l.due, l.shipped, l.received, l.returned
FROM orders o CROSS JOIN LATERAL (SELECT sum(quantity - closed)::int AS due, sum(shipped)::int AS shipped,
  sum(received)::int AS received, sum(returned)::int AS returned FROM order_lines WHERE order_id = o.id) l
WHERE o.id = $1"""
LISTS = ("on_the_way", "differences")
SUMS = ("due", "shipped", "received", "returned")


async def find_snapshot(work: Work | UnitOfWork, order_id: UUID) -> OrderSnapshot:
    """As it is written by now: what the session has not flushed is not in it. Raises NotFound."""
    found = await work.fetch(SNAPSHOT, order_id)
    if not found:
        raise NotFound("order", order_id)
    row = dict(found[0])
    total = Money.of(row.pop("total"), row.pop("currency"))
    lists = {name: [_item(item, total.currency) for item in pydantic_core.from_json(row[name])] for name in LISTS}
    goods = state_of_sums(**{name: row.pop(name) or 0 for name in SUMS})
    return OrderSnapshot(**row | lists, total=total, goods=goods)


def _item(item: dict[str, str], currency: str) -> OpenItem:
    return OpenItem(id=UUID(item["id"]), number=item["number"], amount=Money.of(item["worth"], currency))
