"""How are customers imported from a file?"""

from collections.abc import Iterable
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.records.custom_fields import find_template, valid_extra
from messages.deals.customer_care.rules import CustomerRules
from messages.deals.customers import CustomerStatus, ImportCustomerRow, SalesWay
from messages.errors import Malformed, RuleViolation
from messages.imports import ImportBatch, ImportReport, Outcome, RowError, RowOutcome, parse_rows
from messages.texts import text
from services.deals.domain.authority import entity_of
from services.deals.domain.customer_care.admissions import is_claimed
from services.deals.domain.customers import KnownCustomer, must_have_valid_tax_id
from services.deals.store import customers
from services.deals.store.customer_care.rules import rules_of
from services.deals.tables import Customer
from services.deals.use_cases.customers.add_customer import SERIES, added_event, begin_as, customer_of
from services.deals.use_cases.customers.set_fields import CUSTOMER
from services.deals.use_cases.steps.customer_clock import begin_clocks
from services.deals.use_cases.steps.submit_admission import Claimed, submit_admissions, way_of

FIELD_OF_RULE = {"DEA-25": "legal_entity_id", "DEA-27": "parent_name", "DEA-85": "tax_id", "SYS-4": "extra"}


async def import_customers(batch: ImportBatch, uow: UnitOfWork) -> ImportReport:
    """New names are recorded, known ones reported as duplicates; a bad row does not stop the others. What somebody
    brings in for himself waits for its admission like what he records one by one."""
    rows, outcomes = parse_rows(batch, ImportCustomerRow, uow.actor.lang)
    async with uow.begin_import() as work:
        template = await find_template(work, CUSTOMER)
        fresh: list[tuple[ImportCustomerRow, Customer]] = []
        rules: dict[str, CustomerRules] = {}
        for row in rows:
            try:
                entity = entity_of(row.legal_entity_id, work.actor.legal_entities)
                must_have_valid_tax_id(row.tax_id)
                customer = customer_of(row, work, id=work.new_id(), entity=entity)
                customer.extra = valid_extra(template, row.extra)
                if entity not in rules:
                    rules[entity] = await rules_of(work, entity)
                begin_as(customer, rules[entity], work.now)
                if is_claimed(work.actor, rules[entity].admission):
                    customer.status = CustomerStatus.PENDING
                fresh.append((row, customer))
            except (RuleViolation, Malformed) as no:
                outcomes.append(_invalid(row, no, work.actor.lang))
        for entity in sorted({customer.legal_entity_id for _, customer in fresh}):
            of_entity = [pair for pair in fresh if pair[1].legal_entity_id == entity]
            outcomes += await _import_rows(work, entity, of_entity)
    return ImportReport.of(sorted(outcomes, key=lambda outcome: outcome.line))


async def _import_rows(work: Work, entity: str, fresh: list[tuple[ImportCustomerRow, Customer]]) -> list[RowOutcome]:
    known = await _known(work, entity, [customer for _, customer in fresh])
    new: dict[str, Customer] = {}
    for _, customer in fresh:
        names = {customer.name_key, customer.tax_id or customer.name_key}
        if not names & known.keys() and not any(names & {other.name_key, other.tax_id} for other in new.values()):
            new[customer.name_key] = customer
    numbers = await work.next_numbers(len(new), SERIES, entity)
    for customer, number in zip(new.values(), numbers, strict=True):
        customer.number = number
    added = await customers.add_customers(work, list(new.values()))
    await customers.link_parents(work, entity, added)
    await begin_clocks(work, added)
    for customer in added:
        work.emit(added_event(customer))
    claimed = Claimed(work.actor.id, work.actor.unit, way_of(work, SalesWay.DIRECT))
    await submit_admissions(work, [row for row in added if row.status is CustomerStatus.PENDING], claimed)
    existing = await _known(work, entity, [customer for _, customer in fresh])
    ids = {customer.id for customer in added}
    return [_outcome(row, customer, existing, ids) for row, customer in fresh]


async def _known(work: Work, entity: str, rows: Iterable[Customer]) -> dict[str, UUID]:
    """Name key or tax id → the customer who bears it."""
    names = [row.name_key for row in rows]
    known: list[KnownCustomer] = await customers.list_known(
        work, entity, names, [row.tax_id for row in rows if row.tax_id]
    )
    by_tax_id = {customer.tax_id: customer.id for customer in known if customer.tax_id}
    return by_tax_id | {customer.name_key: customer.id for customer in known}


def _outcome(row: ImportCustomerRow, customer: Customer, existing: dict[str, UUID], added: set[UUID]) -> RowOutcome:
    if customer.id in added:
        return RowOutcome(line=row.line, outcome=Outcome.ACCEPTED, id=customer.id)
    first = existing.get(customer.name_key) or existing.get(customer.tax_id or "")
    return RowOutcome(line=row.line, outcome=Outcome.DUPLICATE, id=first)


def _invalid(row: ImportCustomerRow, no: RuleViolation | Malformed, lang: str) -> RowOutcome:
    field = no.field if isinstance(no, Malformed) else FIELD_OF_RULE[no.rule]
    message = text(no.rule, lang, **no.params)
    value = str(getattr(row, field))[:200]
    return RowOutcome(
        line=row.line, outcome=Outcome.INVALID, errors=[RowError(field=field, value=value, rule=no.rule, text=message)]
    )
