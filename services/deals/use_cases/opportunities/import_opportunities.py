"""How is another system's history of opportunities imported?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.deals.opportunities import ImportOpportunityRow, OpportunityLost, OpportunityStatus, OpportunityWon
from messages.errors import RuleViolation
from messages.imports import ImportBatch, ImportReport, Outcome, RowError, RowOutcome, parse_rows
from messages.money import Money
from messages.texts import text
from services.deals.domain.authority import entity_of
from services.deals.domain.keys import KEY_VERSION, name_key, project_key
from services.deals.domain.opportunity_imports import FIELD_OF_RULE, KnownRecords, Resolved, resolve
from services.deals.store import customers, opportunities, projections, sales_rules
from services.deals.tables import Opportunity
from services.deals.use_cases.opportunities.open_opportunity import SERIES, opened_event

Batch = list[tuple[ImportOpportunityRow, str]]  # with the legal entity it is for


async def import_opportunities(batch: ImportBatch, uow: UnitOfWork) -> ImportReport:
    """Each row is kept as it ended there, once per legal entity and external id; no process starts for it."""
    rows, outcomes = parse_rows(batch, ImportOpportunityRow, uow.actor.lang)
    async with uow.begin_import() as work:
        wanted: Batch = []
        for row in rows:
            try:
                wanted.append((row, entity_of(row.legal_entity_id, work.actor.legal_entities)))
            except RuleViolation as no:
                outcomes.append(_invalid(row, no, work.actor.lang))
        known = await _known(work, wanted)
        resolved: dict[str, list[Resolved]] = {}
        for row, entity in wanted:
            try:
                resolved.setdefault(entity, []).append(resolve(row, entity, known))
            except RuleViolation as no:
                outcomes.append(_invalid(row, no, work.actor.lang))
        for entity in sorted(resolved):
            outcomes += await _import_rows(work, entity, resolved[entity])
    return ImportReport.of(sorted(outcomes, key=lambda outcome: outcome.line))


async def _known(work: Work, batch: Batch) -> KnownRecords:
    """Everything the rows name, in one query per kind."""
    named = {(entity, name_key(row.customer_name)) for row, entity in batch if row.customer_name}
    return KnownRecords(
        sellers=await projections.list_sellers(work, {row.seller.lower() for row, _ in batch}),
        products=await projections.find_product_codes(work, {row.product_code.casefold() for row, _ in batch}),
        customers=await customers.find_by_names(work, named),
        stages=await sales_rules.stages_of(work, {entity for _, entity in batch}),
    )


async def _import_rows(work: Work, entity: str, rows: list[Resolved]) -> list[RowOutcome]:
    wanted = {found.row.external_id for found in rows}
    existing = await opportunities.find_external(work, entity=entity, external_ids=wanted, history=True)
    new: dict[str, Opportunity] = {}
    for found in rows:
        if found.row.external_id not in existing and found.row.external_id not in new:
            new[found.row.external_id] = _opportunity(work, found)
    numbers = await work.next_numbers(len(new), SERIES, entity)
    for opportunity, number in zip(new.values(), numbers, strict=True):
        opportunity.number = number
    added = await opportunities.add_opportunities(work, list(new.values()))
    for opportunity in new.values():
        if opportunity.id in added:
            _publish(work, opportunity)
    if len(added) < len(new):
        existing |= await opportunities.find_external(work, entity=entity, external_ids=wanted, history=True)
    first: dict[str, UUID] = {key: row.id for key, row in new.items()} | {key: of[0] for key, of in existing.items()}
    return [_outcome(found, first, added) for found in rows]


def _opportunity(work: Work, found: Resolved) -> Opportunity:
    row, won = found.row, found.won
    return Opportunity(
        id=work.new_id(),
        number="",
        status=found.stage.status,
        stage=found.stage.code,
        customer_id=found.customer_id,
        project=row.external_id,
        project_key=project_key(row.external_id),
        key_version=KEY_VERSION,
        product_code=found.product_code,
        expected_amount=found.expected,
        expected_currency=row.currency if found.expected is not None else None,
        won_amount=won,
        won_currency=row.currency if won is not None else None,
        owner_id=found.seller.id,
        owner_unit=found.seller.unit,
        legal_entity_id=found.legal_entity_id,
        external_id=row.external_id,
        history=True,
        engaged_on=row.engaged_on,
        closed_on=row.closed_on,
        created_at=work.now,
    )


def _publish(work: Work, row: Opportunity) -> None:
    work.emit(opened_event(row))
    if row.status is OpportunityStatus.WON and row.won_amount is not None:
        amount = Money.of(row.won_amount, row.won_currency or "")
        work.emit(OpportunityWon.model_validate({**row.event_args(), "amount": amount, "history": True}))
    if row.status is OpportunityStatus.LOST:
        work.emit(OpportunityLost.model_validate({**row.event_args(), "reason": row.stage, "history": True}))


def _outcome(found: Resolved, first: dict[str, UUID], added: set[UUID]) -> RowOutcome:
    id = first[found.row.external_id]
    if id in added:
        added.discard(id)  # a second row of the same external id is a duplicate of this one
        return RowOutcome(line=found.row.line, outcome=Outcome.ACCEPTED, id=id)
    return RowOutcome(line=found.row.line, outcome=Outcome.DUPLICATE, id=id)


def _invalid(row: ImportOpportunityRow, no: RuleViolation, lang: str) -> RowOutcome:
    field = FIELD_OF_RULE[no.rule]
    value = getattr(row, field)
    message = text(no.rule, lang, **no.params)
    error = RowError(field=field, value=None if value is None else str(value), rule=no.rule, text=message)
    return RowOutcome(line=row.line, outcome=Outcome.INVALID, errors=[error])
