"""The ERP says how far orders are made, and for which day they are promised."""

from chassis.db.unit_of_work import UnitOfWork
from messages.imports import ImportBatch, ImportReport, RowOutcome, parse_rows
from messages.orders.erp import OrderProductionReported, ProductionRow
from services.orders.domain.erp import is_newer, must_be_in_production, must_have_happened
from services.orders.store import orders as store
from services.orders.use_cases.steps.take_rows import known_order, take_rows, taken

FIELDS = {"ORD-101": "order", "ORD-102": "as_of", "ORD-107": "order"}


async def import_production(batch: ImportBatch, uow: UnitOfWork) -> ImportReport:
    """The newest word of an order counts; its seller is told when something is different."""
    rows, outcomes = parse_rows(batch, ProductionRow, uow.actor.lang)

    async def take(row: ProductionRow) -> RowOutcome:
        async with uow.begin() as work:
            must_have_happened(row.as_of, work.now)
            order = await store.lock_order(work, await known_order(work, row.order))
            if not is_newer(row.as_of, order.erp_as_of):
                return taken(row, order.id, is_new=False)
            must_be_in_production(order.status)
            order.erp_as_of = row.as_of
            if (order.production, order.promised_on) == (row.status, row.promised_on):
                return taken(row, order.id, is_new=False)
            order.production, order.promised_on, order.version = row.status, row.promised_on, order.version + 1
            work.emit(OrderProductionReported(**order.event_args(), status=row.status, promised_on=row.promised_on))
            return taken(row, order.id, is_new=True)

    outcomes += await take_rows(rows, take, fields=FIELDS, lang=uow.actor.lang)
    return ImportReport.of(sorted(outcomes, key=lambda outcome: outcome.line))
