"""What ends when leads are no longer whose they were? A step of other use cases."""

from collections.abc import Sequence
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.leads.transfers import LeadTransferLapsed
from services.leads.store.deadlines import end_ownership
from services.leads.store.distribution import transfers
from services.leads.store.leads import find_by_id
from services.leads.tables import LeadRow, LeadTransferRow


async def end_owners(work: Work, lead_ids: Sequence[UUID], ended_by: str) -> None:
    """Their owners' time, and what was offered of them to colleagues."""
    if not lead_ids:
        return
    await end_ownership(work, lead_ids, ended_by)
    await lapse_offers(work, lead_ids)


async def lapse_offers(work: Work, lead_ids: Sequence[UUID]) -> None:
    if not lead_ids:
        return
    lapsed = await transfers.lapse(work, lead_ids)
    leads = await find_by_id(work, [one.lead_id for one in lapsed])
    for one in lapsed:
        said = offer_args(one, leads[one.lead_id]) | {"owner_id": one.to_id}
        work.emit(LeadTransferLapsed.model_validate(said))


def offer_args(row: LeadTransferRow, lead: LeadRow) -> dict[str, object]:
    """What all events of an offer have in common."""
    return {
        "lead_transfer_id": row.id,
        "lead_id": lead.id,
        "number": lead.number,
        "customer_name": lead.company or "",
        "legal_entity_id": lead.legal_entity_id,
        "from_id": row.from_id,
        "to_id": row.to_id,
        "version": row.version,
    }
