"""The ERP says which customers there are, and what they are called."""

from typing import Any

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.deals.customers import CustomerFields
from messages.deals.erp import ErpCustomerRow
from messages.errors import RuleViolation
from messages.imports import ImportBatch, ImportReport, Outcome, RowOutcome, parse_rows, refused_row
from messages.matching.identifiers import tax_key
from services.deals.domain.authority import entity_of
from services.deals.domain.customers import must_be_new
from services.deals.domain.erp import is_newer, must_agree, must_be_found, must_be_its_own, must_have_happened
from services.deals.domain.keys import name_key
from services.deals.store import customers
from services.deals.tables import Customer
from services.deals.use_cases.customers.add_customer import SERIES, added_event, customer_of
from services.deals.use_cases.customers.edit_customer import change

FIELDS = {
    "DEA-1": "name", "DEA-2": "tax_id", "DEA-25": "legal_entity_id", "DEA-48": "as_of", "DEA-49": "number",
    "DEA-50": "external_id", "DEA-51": "number",
}  # fmt: skip
SAID = ("name", "tax_id", "sector", "region", "country", "tz", "external_id")


async def import_erp_customers(batch: ImportBatch, uow: UnitOfWork) -> ImportReport:
    """By the ERP's number: a new one is recorded, a known one is as the newest word says. A bad row stops no other."""
    rows, outcomes = parse_rows(batch, ErpCustomerRow, uow.actor.lang)
    for row in rows:
        try:
            async with uow.begin_import() as work:
                outcomes.append(await _take(work, row))
        except RuleViolation as no:
            field = FIELDS[no.rule]
            outcomes.append(refused_row(row.line, no, field=field, value=getattr(row, field), lang=uow.actor.lang))
    return ImportReport.of(sorted(outcomes, key=lambda outcome: outcome.line))


async def _take(work: Work, row: ErpCustomerRow) -> RowOutcome:
    must_have_happened(row.as_of, work.now)
    entity = entity_of(row.legal_entity_id, work.actor.legal_entities)
    found = await _find(work, row, entity)
    if found is None:
        added = await _add(work, row, entity)
        if added is not None:
            return RowOutcome(line=row.line, outcome=Outcome.ACCEPTED, id=added.id)
        found = await _find(work, row, entity)  # somebody was a moment faster
        assert found is not None
    must_agree(row.number, found=found.number, external_id=row.external_id)
    must_be_its_own(row.external_id, known=found.external_id, number=found.number)
    if not is_newer(row.as_of, found.erp_as_of):
        return RowOutcome(line=row.line, outcome=Outcome.DUPLICATE, id=found.id)
    found.erp_as_of = row.as_of
    changed = _changed(row, found)
    if changed:
        await change(work, found, changed)
    return RowOutcome(line=row.line, outcome=Outcome.ACCEPTED if changed else Outcome.DUPLICATE, id=found.id)


async def _find(work: Work, row: ErpCustomerRow, entity: str) -> Customer | None:
    """Locked. At the first time a customer is found by our number; without one, by its tax id or name."""
    found = await customers.lock_of_erp(work, entity, external_id=row.external_id, number=row.number)
    must_be_found(row.number, found=found is not None)
    if found is not None:
        return found
    tax = tax_key(row.tax_id)
    known = await customers.list_known(work, entity, [name_key(row.name)], [tax] if tax else [])
    return await customers.lock_for_edit(work, known[0].id) if len(known) == 1 else None


async def _add(work: Work, row: ErpCustomerRow, entity: str) -> Customer | None:
    """None when it stands by now. Raises RuleViolation when its name and its tax id are of two others."""
    given = row.model_dump(include=set(CustomerFields.model_fields), exclude_none=True)
    new = customer_of(CustomerFields(**given), work, id=work.new_id(), entity=entity)
    known = await customers.list_known(work, entity, [new.name_key], [new.tax_id] if new.tax_id else [])
    must_be_new(row.name, new.tax_id, known)
    new.external_id, new.erp_as_of = row.external_id, row.as_of
    new.number = await work.next_number(SERIES, entity)
    added = await customers.add_customers(work, [new])
    if added:
        await customers.link_parents(work, entity, added)
        work.emit(added_event(added[0]))
    return added[0] if added else None


def _changed(row: ErpCustomerRow, found: Customer) -> dict[str, Any]:
    said = row.model_dump(include=set(SAID), exclude_none=True)
    if row.tax_id is not None:
        said["tax_id"] = tax_key(row.tax_id)
    return {name: value for name, value in said.items() if getattr(found, name) != value}
