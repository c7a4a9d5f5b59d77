"""How are the rows of a file taken in as leads?"""

from chassis.unit_of_work import UnitOfWork, Work
from messages.errors import Malformed, Refused
from messages.imports import ImportBatch, ImportReport, Outcome, RowError, RowOutcome, check_rows
from messages.leads.leads import ImportLeadRow, LeadStatus
from messages.texts import text
from services.leads.domain.entities import entity_for
from services.leads.use_cases.capture_leads import Captured, Draft, capture_leads


async def import_leads(batch: ImportBatch, uow: UnitOfWork) -> ImportReport:
    """Good rows are kept, bad ones reported; a row that is known (source and external id) is a duplicate."""
    good, outcomes = check_rows(batch, ImportLeadRow)
    async with uow.begin() as work:
        mine = work.actor.legal_entities
        for entity in sorted({entity_for(row.legal_entity_id, mine) for row in good}):
            rows = [row for row in good if entity_for(row.legal_entity_id, mine) == entity]
            drafts = [Draft(work.new_id(), row, row.converted) for row in rows]
            captured = await capture_leads(work, entity, drafts)
            outcomes += [_outcome(work, row, found) for row, found in zip(rows, captured, strict=True)]
    return ImportReport.of(sorted(outcomes, key=lambda outcome: outcome.line))


def _outcome(work: Work, row: ImportLeadRow, found: Captured) -> RowOutcome:
    if found.lead is None:
        errors = [_error(work, found.wrong)] if found.wrong else []
        return RowOutcome(line=row.line, outcome=Outcome.INVALID, errors=errors)
    if found.new and found.lead.status is not LeadStatus.DUPLICATE:
        return RowOutcome(line=row.line, outcome=Outcome.ACCEPTED, id=found.lead.id)
    return RowOutcome(line=row.line, outcome=Outcome.DUPLICATE, id=found.lead.duplicate_of or found.lead.id)


def _error(work: Work, wrong: Refused | Malformed) -> RowError:
    told = text(wrong.rule, work.actor.lang, **wrong.params)
    if isinstance(wrong, Malformed):
        return RowError(field=wrong.field, value=str(wrong.value)[:200], rule=wrong.rule, text=told)
    return RowError(field=str(wrong.params.get("field", "source")), rule=wrong.rule, text=told)
