"""How is a lead given up?"""

from functools import cache
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.leads.events import LeadDropped
from messages.leads.leads import DropLead, LeadStatus, LeadView
from messages.roles import Role
from messages.texts import LANGUAGES, text
from services.leads.domain.drop_reasons import USUAL_REASONS, reason_named
from services.leads.domain.lifecycle import move, must_be_owner
from services.leads.store import drop_reasons
from services.leads.store import leads as store
from services.leads.store.identities import free_identities
from services.leads.store.views import view_of
from services.leads.use_cases.steps.end_owners import end_owners


async def drop_lead(lead_id: UUID, command: DropLead, uow: UnitOfWork) -> LeadView:
    """For one of the company's reasons; then the same company may come again as a new lead."""
    async with uow.begin() as work:
        lead = await store.lock_lead(work, lead_id)
        if lead.status is LeadStatus.DROPPED:
            return await view_of(work, lead)
        if not work.actor.may(Role.SALES_MANAGER, Role.OPS, Role.ADMIN, Role.DIRECTOR):
            must_be_owner(lead.number, owner_id=lead.owner_id, actor_id=work.actor.id)
        lead.status = move(lead.status, LeadStatus.DROPPED)
        reason = reason_named(
            command.reason, await drop_reasons.list_reasons(work, lead.legal_entity_id), reason_words()
        )
        lead.drop_reason, lead.drop_label, lead.drop_note = reason.code, reason.names, command.note
        store.stop_clock(lead)
        await end_owners(work, [lead.id], "dropped")
        await free_identities(work, lead.id)
        event = LeadDropped(
            lead_id=lead.id,
            number=lead.number,
            reason=reason.code,
            reason_name=reason.names,
            note=command.note,
            source=lead.source,
            version=lead.version,
        )
        work.emit(event)
        return await view_of(work, lead)


@cache
def reason_words() -> dict[str, str]:
    """What the usual reasons are called, to their codes."""
    return {text(f"drop_reason.{one.code}", lang).casefold(): one.code for one in USUAL_REASONS for lang in LANGUAGES}
