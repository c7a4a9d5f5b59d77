"""Import the products of a file."""

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.errors import RuleViolation
from messages.imports import ImportBatch, ImportReport, Outcome, RowError, RowOutcome, parse_rows
from messages.money import Money
from messages.orders.products import ImportProductRow, ProductChanged
from messages.texts import text
from services.orders.domain.products import entity_of_product
from services.orders.store import products as store


async def import_products(batch: ImportBatch, uow: UnitOfWork) -> ImportReport:
    """A code that is known already is a duplicate and changes nothing; bad rows do not stop the good ones."""
    good, outcomes = parse_rows(batch, ImportProductRow, uow.actor.lang)
    async with uow.begin_import() as work:
        mine: list[ImportProductRow] = []
        for row in good:
            try:
                entity = entity_of_product(row.legal_entity_id, work.actor.legal_entities)
            except RuleViolation as no:
                outcomes.append(_invalid(work, row, no))
            else:
                mine.append(row.model_copy(update={"legal_entity_id": entity}))
        outcomes += await _add(work, mine)
    return ImportReport.of(sorted(outcomes, key=lambda row: row.line))


async def _add(work: Work, rows: list[ImportProductRow]) -> list[RowOutcome]:
    firsts: dict[str, ImportProductRow] = {}
    for row in rows:
        firsts.setdefault(row.code, row)
    fresh = [
        {**row.model_dump(exclude={"line"}), "id": row.id or work.new_id(), "version": 1} for row in firsts.values()
    ]
    added = await store.add_products(work, fresh)
    for values in fresh:
        if values["id"] in added:
            price = Money.of(values["price"], values["currency"])
            event_args = {"product_id": values["id"], "code": values["code"], "name": values["name"]}
            work.emit(ProductChanged(**event_args, price=price, version=1))
    known = await store.ids_of_codes(work, firsts)
    return [_outcome(row, known.get(row.code), added, first=row is firsts[row.code]) for row in rows]


def _outcome(row: ImportProductRow, product_id: object, added: object, *, first: bool) -> RowOutcome:
    is_new = first and isinstance(added, set) and product_id in added
    return RowOutcome.model_validate(
        {"line": row.line, "outcome": Outcome.ACCEPTED if is_new else Outcome.DUPLICATE, "id": product_id or row.id}
    )


def _invalid(work: Work, row: ImportProductRow, no: RuleViolation) -> RowOutcome:
    told = text(no.rule, work.actor.lang, **no.params)
    error = RowError(field="legal_entity_id", value=row.legal_entity_id, rule=no.rule, text=told)
    return RowOutcome(line=row.line, outcome=Outcome.INVALID, errors=[error])
