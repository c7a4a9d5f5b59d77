"""How are the rows of a file imported as leads?"""

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.errors import Malformed, RuleViolation
from messages.imports import ImportBatch, ImportReport, Outcome, RowError, RowOutcome, parse_rows
from messages.leads.leads import ImportLeadRow, LeadStatus
from messages.texts import text
from services.leads.domain.legal_entities import entity_for
from services.leads.use_cases.steps.assign_by_rules import assign_new
from services.leads.use_cases.steps.capture_leads import Captured, Draft, capture_leads


async def import_leads(batch: ImportBatch, uow: UnitOfWork) -> ImportReport:
    """Good rows are kept, bad ones reported; a row that is known (source and external id) is a duplicate."""
    good, outcomes = parse_rows(batch, ImportLeadRow, uow.actor.lang)
    async with uow.begin_import() as work:
        own = work.actor.legal_entities
        for entity in sorted({entity_for(row.legal_entity_id, own) for row in good}):
            rows = [row for row in good if entity_for(row.legal_entity_id, own) == entity]
            drafts = [Draft(work.new_id(), row, row.converted) for row in rows]
            captured = await capture_leads(work, entity, drafts)
            await assign_new(work, [one.lead for one in captured if one.lead and one.new])
            outcomes += [_outcome(work, row, found) for row, found in zip(rows, captured, strict=True)]
    return ImportReport.of(sorted(outcomes, key=lambda outcome: outcome.line))


def _outcome(work: Work, row: ImportLeadRow, found: Captured) -> RowOutcome:
    if found.lead is None:
        errors = [_error(work, found.violation)] if found.violation else []
        return RowOutcome(line=row.line, outcome=Outcome.INVALID, errors=errors)
    if found.new and found.lead.status is not LeadStatus.DUPLICATE:
        return RowOutcome(line=row.line, outcome=Outcome.ACCEPTED, id=found.lead.id)
    return RowOutcome(line=row.line, outcome=Outcome.DUPLICATE, id=found.lead.duplicate_of or found.lead.id)


def _error(work: Work, violation: RuleViolation | Malformed) -> RowError:
    message = text(violation.rule, work.actor.lang, **violation.params)
    if isinstance(violation, Malformed):
        return RowError(field=violation.field, value=str(violation.value)[:200], rule=violation.rule, text=message)
    return RowError(field=str(violation.params.get("field", "source")), rule=violation.rule, text=message)
