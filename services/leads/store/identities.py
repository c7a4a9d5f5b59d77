"""Which live lead holds a phone, an e-mail, a company's project?"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import and_, delete, select, update

from chassis.db.unit_of_work import Work
from services.leads.tables import IDENTITY, LeadIdentityRow

CLAIM = (
    "INSERT INTO lead_identity (legal_entity_id, identity, lead_id) SELECT $1, u.identity, u.lead_id"
    " FROM unnest($2::text[], $3::uuid[]) WITH ORDINALITY AS u (identity, lead_id, place) ORDER BY u.place"
    " ON CONFLICT DO NOTHING"
)


async def claim_identities(work: Work, legal_entity_id: str, wanted: Mapping[str, UUID]) -> dict[str, UUID]:
    """Who holds each of them now. Free ones become the wanted lead's; the primary key decides between two at once.

    They are written in one order everywhere, so that two batches wait for each other and never lock up.
    """
    holders: dict[str, UUID] = {}
    missing = dict(sorted(wanted.items()))
    while missing:
        await work.fetch(CLAIM, legal_entity_id, list(missing), list(missing.values()))
        query = select(IDENTITY.identity, IDENTITY.lead_id).where(
            IDENTITY.legal_entity_id == legal_entity_id, IDENTITY.identity.in_(list(missing))
        )
        holders |= {row[0]: row[1] for row in await work.session.execute(query)}
        # One that was given free between the two statements is asked for again.
        missing = {identity: lead_id for identity, lead_id in missing.items() if identity not in holders}
    return holders


async def move_identities(work: Work, legal_entity_id: str, changed: Mapping[str, UUID | None]) -> None:
    """To another lead, or (None) to nobody. Rare: only after a row of the same batch turned out to be a duplicate."""
    for identity, lead_id in changed.items():
        at = and_(IDENTITY.legal_entity_id == legal_entity_id, IDENTITY.identity == identity)
        if lead_id is None:
            await work.session.execute(delete(LeadIdentityRow).where(at))
        else:
            await work.session.execute(update(LeadIdentityRow).where(at).values(lead_id=lead_id))


async def free_identities(work: Work, lead_id: UUID, identities: Sequence[str] | None = None) -> None:
    """All of a lead's, or only these."""
    query = delete(LeadIdentityRow).where(IDENTITY.lead_id == lead_id)
    if identities is not None:
        query = query.where(IDENTITY.identity.in_(identities))
    await work.session.execute(query)
