"""Which live lead holds a phone, an e-mail, a company's project, and which leads are alike?"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, and_, any_, cast, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY, insert

from chassis.identity import ALL
from chassis.unit_of_work import Work
from messages.leads.leads import LeadStatus
from services.leads.domain.duplicates import Keys, wide_pairs
from services.leads.tables import IDENTITY, LEAD, LeadIdentityRow, LeadRow

MOST_ALIKE = 50


async def claim_identities(work: Work, legal_entity_id: str, wanted: Mapping[str, UUID]) -> dict[str, UUID]:
    """Who holds each of them now. Free ones become the wanted lead's; the primary key decides between two at once.

    They are written in one order everywhere, so that two batches wait for each other and never lock up.
    """
    holders: dict[str, UUID] = {}
    missing = dict(sorted(wanted.items()))
    while missing:
        rows = [
            {"legal_entity_id": legal_entity_id, "identity": identity, "lead_id": lead_id}
            for identity, lead_id in missing.items()
        ]
        await work.session.execute(insert(IDENTITY.__table__).on_conflict_do_nothing(), rows)
        query = select(IDENTITY.identity, IDENTITY.lead_id).where(
            IDENTITY.legal_entity_id == legal_entity_id, IDENTITY.identity.in_(list(missing))
        )
        holders |= {row[0]: row[1] for row in await work.session.execute(query)}
        # One that was given free between the two statements is asked for again.
        missing = {identity: lead_id for identity, lead_id in missing.items() if identity not in holders}
    return holders


async def hand_identities(work: Work, legal_entity_id: str, changed: Mapping[str, UUID | None]) -> None:
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


async def list_alike(work: Work, keys: Keys) -> list[tuple[LeadRow, float]]:
    """Leads of the actor's legal entities with the same phone or e-mail or an alike company, and how alike."""
    asked = keys.company or ""
    pairs = cast(wide_pairs(asked), ARRAY(Text))
    similarity = func.greatest(func.similarity(LEAD.company_key, asked), _dice(pairs), 0.0)
    ways = [
        LEAD.phone_key == keys.phone if keys.phone else None,
        LEAD.email_key == keys.email if keys.email else None,
        or_(LEAD.company_key == asked, LEAD.company_key.op("%")(asked), LEAD.company_pairs.overlap(pairs))
        if asked
        else None,
    ]
    given = [way for way in ways if way is not None]
    if not given:
        return []
    query = select(LeadRow, similarity).where(or_(*given), LEAD.status != LeadStatus.DUPLICATE)
    if ALL not in work.actor.legal_entities:
        query = query.where(LEAD.legal_entity_id.in_(work.actor.legal_entities))
    sure = or_(*given[:-1], LEAD.company_key == asked) if asked else or_(*given)
    query = query.order_by(func.coalesce(sure, False).desc(), similarity.desc(), LEAD.created_at).limit(MOST_ALIKE)
    return [(row[0], float(row[1])) for row in await work.session.execute(query)]


def _dice(pairs: Any) -> ColumnElement[Any]:
    """Of the pairs beyond ASCII (pg_trgm sees no Chinese where the database's locale is C)."""
    pair = func.unnest(LEAD.company_pairs).column_valued("pair")
    shared = select(func.count()).where(pair == any_(pairs)).correlate(LeadRow).scalar_subquery()
    both = func.cardinality(LEAD.company_pairs) + func.cardinality(pairs)
    return 2.0 * shared / func.nullif(both, 0)
