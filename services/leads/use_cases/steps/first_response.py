"""What happens when an owner answers a lead for the first time, or does not by his time? A step of other use cases."""

from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.leads.deadlines import LeadDeadline
from messages.leads.events import LateAnswerEvent, LeadAnswered, LeadUnanswered, LeadUnansweredEscalated
from services.leads.domain.responses import ResponseClock, Told, told_by
from services.leads.store.distribution import responses
from services.leads.store.late_deadlines import Kept
from services.leads.tables import LeadRow

EVENTS: dict[Told, type[LateAnswerEvent]] = {Told.OWNER: LeadUnanswered, Told.MANAGER: LeadUnansweredEscalated}


async def answer(work: Work, lead: LeadRow) -> None:
    """Its owner worked on it; his next follow-ups are no first answer."""
    was_answered = lead.first_response_at is not None
    lead.first_response_at = lead.first_response_at or work.now
    his = await responses.record_answer(work, lead.id)
    if his is None:
        return
    lead.version += 1
    event = LeadAnswered(
        lead_id=lead.id,
        number=lead.number,
        pool_id=lead.pool_id,
        owner_id=his.owner_id,
        owned_since=his.during.lower or work.now,
        respond_by=his.respond_by,
        answered_at=work.now,
        captured_at=lead.created_at,
        first=not was_answered,
        version=lead.version,
    )
    work.emit(event)


async def tell_unanswered(work: Work, pool_id: UUID, limit: int) -> list[Kept]:
    """Of which leads of the pool somebody is told now, each time once."""
    found = await responses.lock_unanswered(work, pool_id, limit)
    kept = [Kept(lead.id, LeadDeadline.ANSWER, his.response_due_at or work.now) for his, lead in found]
    for his, lead in found:
        if his.respond_by is None:
            continue
        told, his.response_due_at = told_by(
            ResponseClock(his.respond_by, his.escalate_at, his.response_due_at), work.now
        )
        for one in told:
            lead.version += 1
            event = EVENTS[one](
                lead_id=lead.id,
                number=lead.number,
                pool_id=pool_id,
                owner_id=his.owner_id,
                respond_by=his.respond_by,
                version=lead.version,
            )
            work.emit(event)
    return kept
