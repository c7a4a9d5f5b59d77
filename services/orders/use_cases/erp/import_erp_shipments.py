"""The ERP says what left its warehouses."""

from collections import Counter
from uuid import NAMESPACE_URL, UUID, uuid5

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.errors import RuleViolation
from messages.imports import ImportBatch, ImportReport, Outcome, RowOutcome, parse_rows, refused_row
from messages.orders.erp import ErpShipmentRow
from messages.orders.shipments import Ship, ShipmentLine
from services.orders.domain.erp import (
    must_be_of_one_order,
    must_be_the_same,
    must_be_whole,
    must_have_happened,
    unknown,
)
from services.orders.store import orders as order_store
from services.orders.store import products as product_store
from services.orders.store import shipments as store
from services.orders.use_cases.shipments.ship_order import Departure, ship
from services.orders.use_cases.steps.take_rows import known_order

FIELDS = {"ORD-7": "quantity", "ORD-92": "quantity", "ORD-100": "site", "ORD-102": "shipped_at", "ORD-108": "quantity"}


async def import_erp_shipments(batch: ImportBatch, uow: UnitOfWork) -> ImportReport:
    """One shipment is taken whole or not at all; told again it is the first. ORD-7 for more than is open."""
    rows, outcomes = parse_rows(batch, ErpShipmentRow, uow.actor.lang)
    shipments: dict[str, list[ErpShipmentRow]] = {}
    for row in rows:
        shipments.setdefault(row.shipment, []).append(row)
    unread = _unread(batch, outcomes)
    for reference, parts in shipments.items():
        try:
            must_be_whole(reference, unread)
            async with uow.begin() as work:
                outcomes += await _take(work, reference, parts)
        except RuleViolation as no:
            outcomes += [_refused(part, no, uow.actor.lang) for part in parts]
    return ImportReport.of(sorted(outcomes, key=lambda outcome: outcome.line))


async def _take(work: Work, reference: str, parts: list[ErpShipmentRow]) -> list[RowOutcome]:
    first = parts[0]
    must_be_of_one_order(reference, [part.order for part in parts])
    for part in parts:
        must_have_happened(part.shipped_at, work.now)
    order = await order_store.lock_order(work, await known_order(work, first.order))
    lines = await _lines(work, parts)
    id = uuid5(NAMESPACE_URL, f"erp-shipment/{order.legal_entity_id}/{reference}")
    known = await store.find_shipment(work, id)
    if known is not None:
        sent = Counter[UUID]()
        for row in (await store.list_lines(work, [id]))[id]:
            sent[row.product_id] += row.quantity
        must_be_the_same(reference, known=sent, said=_pieces(lines))
    else:
        command = Ship(id=id, lines=lines, carrier=first.carrier, tracking=first.tracking)
        await ship(work, order.id, command, Departure(first.shipped_at, reference))
    outcome = Outcome.DUPLICATE if known else Outcome.ACCEPTED
    return [RowOutcome(line=part.line, outcome=outcome, id=id) for part in parts]


async def _lines(work: Work, parts: list[ErpShipmentRow]) -> list[ShipmentLine]:
    """Products are not locked here: who counts locks them before orders."""
    known = await product_store.ids_of_codes(work, {part.code for part in parts})
    if missing := [part.code for part in parts if part.code not in known]:
        raise unknown("product", missing[0])
    return [
        ShipmentLine(product_id=known[part.code], quantity=part.quantity, line=part.order_line, site=part.site)
        for part in parts
    ]


def _pieces(lines: list[ShipmentLine]) -> Counter[UUID]:
    found = Counter[UUID]()
    for line in lines:
        found[line.product_id] += line.quantity
    return found


def _unread(batch: ImportBatch, outcomes: list[RowOutcome]) -> set[str]:
    """Shipments of which a row has not the shape of one."""
    lines = {outcome.line for outcome in outcomes}
    return {str(raw.get("shipment")) for raw in batch.rows if raw.get("line", 0) in lines}


def _refused(part: ErpShipmentRow, no: RuleViolation, lang: str) -> RowOutcome:
    field = "code" if no.params.get("kind") == "product" else FIELDS.get(no.rule, "order")
    return refused_row(part.line, no, field=field, value=getattr(part, field), lang=lang)
