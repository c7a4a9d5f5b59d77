"""Import the orders of a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.errors import Forbidden, Malformed, NotFound, RuleViolation
from messages.imports import ImportBatch, ImportReport, Outcome, RowError, RowOutcome, parse_rows
from messages.orders.order_imports import ImportOrderRow
from messages.orders.orders import OrderView
from messages.orders.placing import OrderLine, PlaceOrder
from messages.texts import text
from services.orders.domain.order_imports import (
    kept_of,
    must_agree,
    must_be_kept,
    must_be_known,
    must_bring_in_history,
    must_stand_in,
    orders_of,
)
from services.orders.store import orders as store
from services.orders.store import products as product_store
from services.orders.store import projections as known_store
from services.orders.tables import ContractRow, CustomerRow
from services.orders.use_cases.orders.place_order import place

IMPORTED = UUID("a3b9b2a4-3f0c-5c5e-9a7d-6f0f5f6c1d10")


@dataclass(frozen=True)
class Known:
    """What the rows name, by number or code."""

    customers: dict[str, UUID]
    contracts: dict[str, UUID]
    products: dict[str, UUID]


async def import_orders(batch: ImportBatch, uow: UnitOfWork) -> ImportReport:
    """Each order is placed whole, as its seller would place it, or not at all; bad ones do not stop the good ones. One
    that was brought in before is a duplicate and changes nothing. What was delivered already is kept as it ended."""
    good, outcomes = parse_rows(batch, ImportOrderRow, uow.actor.lang)
    async with uow.begin_import() as work:
        known = await _known(work, good)
        for rows in orders_of(good):
            outcomes += await _bring_in(work, rows, known)
    return ImportReport.of(sorted(outcomes, key=lambda row: row.line))


async def _known(work: Work, rows: Sequence[ImportOrderRow]) -> Known:
    customers = {row.customer for row in rows if row.customer}
    contracts = {row.contract for row in rows if row.contract}
    return Known(
        await known_store.ids_of_numbers(work, CustomerRow, customers),
        await known_store.ids_of_numbers(work, ContractRow, contracts),
        await product_store.ids_of_codes(work, {row.product_code for row in rows}),
    )


async def _bring_in(work: Work, rows: Sequence[ImportOrderRow], known: Known) -> list[RowOutcome]:
    try:
        must_agree(rows)
        command = _command(rows, known)
        kept = kept_of(rows[0], now=work.now, tz=work.tz)
        if kept.delivered_at is not None:
            must_bring_in_history(work.actor.roles)
        placed_before = await store.has_order(work, command.id or UUID(int=0))
        async with work.session.begin_nested():
            order = await place(work, command, kept)
        if placed_before:
            return [_known_row(work, row, order) for row in rows]
    except (RuleViolation, Malformed, NotFound, Forbidden) as no:
        return [_invalid(work, row, no) for row in rows]
    return [RowOutcome(line=row.line, outcome=Outcome.ACCEPTED, id=order.id) for row in rows]


def _command(rows: Sequence[ImportOrderRow], known: Known) -> PlaceOrder:
    first, products = rows[0], known.products
    contract = must_be_known("contract", first.contract, known.contracts) if first.contract else None
    customer = None if contract else must_be_known("customer", first.customer, known.customers)
    fields = {"quantity", "price", "discount_percent", "discount_amount", "tax_rate"}
    lines = [
        OrderLine(
            product_id=must_be_known("product_code", row.product_code, products), **row.model_dump(include=fields)
        )
        for row in rows
    ]
    order_id = uuid5(IMPORTED, f"{contract or customer}/{first.external_id}")
    return PlaceOrder(id=order_id, contract_id=contract, customer_id=customer, lines=lines, ship_to=first.ship_to)


def _known_row(work: Work, row: ImportOrderRow, order: OrderView) -> RowOutcome:
    """Of an order that stands: its own line, or one that came too late for it."""
    zone = ZoneInfo(work.tz)
    placed_on = order.placed_at.astimezone(zone).date()
    delivered_on = order.completed_at.astimezone(zone).date() if order.completed_at else None
    try:
        must_be_kept(row, number=order.number, placed_on=placed_on, delivered_on=delivered_on)
        must_stand_in(row, [(line.product_code, line.quantity) for line in order.lines], order.number)
    except (RuleViolation, Malformed) as no:
        return _invalid(work, row, no)
    return RowOutcome(line=row.line, outcome=Outcome.DUPLICATE, id=order.id)


def _invalid(work: Work, row: ImportOrderRow, no: Exception) -> RowOutcome:
    lang = work.actor.lang
    if isinstance(no, RuleViolation):
        error = RowError(
            field="external_id", value=row.external_id, rule=no.rule, text=text(no.rule, lang, **no.params)
        )
    elif isinstance(no, Malformed):
        error = RowError(field=no.field, value=str(no.value), rule=no.rule, text=text(no.rule, lang, **no.params))
    else:
        named = "contract" if row.contract else "customer"
        told = text("problem.not_found", lang, kind=named, id=row.contract or row.customer or "")
        error = RowError(field=named, value=row.contract or row.customer, rule="not_found", text=told)
    return RowOutcome(line=row.line, outcome=Outcome.INVALID, errors=[error])
