"""What is answered of each lead of a batch?"""

from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.errors import NotFound, RuleViolation
from messages.leads.leads import BatchItem
from messages.texts import text

Violation = RuleViolation | NotFound


def batch_item(work: Work, lead_id: UUID, violation: Violation | None) -> BatchItem:
    """That it was done, or why not, in the reader's words."""
    if violation is None:
        return BatchItem(id=lead_id, done=True)
    if isinstance(violation, NotFound):
        params = {"kind": violation.kind, "id": str(violation.id)}
        return BatchItem(id=lead_id, done=False, text=text("problem.not_found", work.actor.lang, **params))
    said = text(violation.rule, work.actor.lang, **violation.params)
    return BatchItem(id=lead_id, done=False, rule=violation.rule, text=said)
