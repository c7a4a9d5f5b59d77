"""Which leads and customers may be the one that is asked for?"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, any_, cast, delete, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, insert

from chassis.auth.identity import ALL
from chassis.db.paging import both
from chassis.db.unit_of_work import Work
from messages.leads.leads import LeadStatus
from messages.matching.companies import name_of_key, pairs_of
from services.leads.domain.duplicates import Keys, telling_pairs, wide_pairs
from services.leads.tables import (
    APART,
    CONTACT_PERSON,
    CUSTOMER,
    IDENTITY,
    LEAD,
    ContactPersonRow,
    CustomerRow,
    LeadApartRow,
    LeadRow,
)

MOST_ALIKE = 50
SHARES = (
    "SELECT u.pair, u.share FROM pg_stats s, unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs)"
    " AS u (pair, share) WHERE s.schemaname = current_schema() AND s.tablename = $1 AND s.attname = $2"
    " AND u.pair = ANY($3)"
)


async def list_leads_like(work: Work, keys: Keys) -> list[LeadRow]:
    """Leads of the actor's legal entities with a phone, the e-mail or an alike company; the domain says how alike."""
    if not (keys.phones or keys.email or keys.company):
        return []
    query = leads_like(work, keys, await _shares(work, keys, "lead", "company_pairs"))
    return list((await work.session.execute(query)).scalars())


def leads_like(work: Work, keys: Keys, shares: Mapping[str, float]) -> Select[Any]:
    named = _named(LEAD.company_key, LEAD.company_pairs, keys, shares)
    matches = [
        LEAD.phone_keys.overlap(cast(list(keys.phones), ARRAY(Text))) if keys.phones else None,
        LEAD.email_key == keys.email if keys.email else None,
        LEAD.company_key == keys.company if keys.company else None,
    ]
    sure = [match for match in matches if match is not None]
    given = [*sure, named] if named is not None else sure
    similar = _similarity(LEAD.company_key, LEAD.company_pairs, keys, LeadRow)
    query = select(LeadRow).where(or_(*given), LEAD.status != LeadStatus.DUPLICATE, _own(work, LEAD))
    first = func.coalesce(or_(*sure), False).desc()
    return query.order_by(first, similar.desc(), LEAD.created_at).limit(MOST_ALIKE)


async def list_customers_like(work: Work, keys: Keys) -> list[CustomerRow]:
    """Customers of the actor's legal entities with the same or an alike name."""
    named = _named(CUSTOMER.name_key, CUSTOMER.name_pairs, keys, await _shares(work, keys, "customer", "name_pairs"))
    if named is None:
        return []
    similar = _similarity(CUSTOMER.name_key, CUSTOMER.name_pairs, keys, CustomerRow)
    query = select(CustomerRow).where(
        or_(CUSTOMER.name_key == keys.company, named), _own(work, CUSTOMER), CUSTOMER.merged_into.is_(None)
    )
    ordered = query.order_by((CUSTOMER.name_key == keys.company).desc(), similar.desc(), CUSTOMER.id)
    return list((await work.session.execute(ordered.limit(MOST_ALIKE))).scalars())


async def list_persons_like(work: Work, keys: Keys) -> list[tuple[ContactPersonRow, CustomerRow]]:
    """People at customers of the actor's legal entities with one of the phones, or the e-mail."""
    same = [
        CONTACT_PERSON.phone_keys.overlap(cast(list(keys.phones), ARRAY(Text))) if keys.phones else None,
        CONTACT_PERSON.email_keys.overlap(cast([keys.email], ARRAY(Text))) if keys.email else None,
    ]
    given = [one for one in same if one is not None]
    if not given:
        return []
    query = (
        select(ContactPersonRow, CustomerRow)
        .join(CustomerRow, CUSTOMER.id == CONTACT_PERSON.customer_id)
        .where(or_(*given), _own(work, CONTACT_PERSON))
        .order_by(CONTACT_PERSON.id)
    )
    return [(row[0], row[1]) for row in await work.session.execute(query.limit(MOST_ALIKE))]


async def list_holders(work: Work, identities: Sequence[str]) -> list[LeadRow]:
    """Leads of the actor's legal entities that hold one of these."""
    if not identities:
        return []
    held = select(IDENTITY.lead_id).where(IDENTITY.identity.in_(identities), _own(work, IDENTITY))
    query = select(LeadRow).where(LEAD.id.in_(held)).order_by(LEAD.created_at).limit(MOST_ALIKE)
    return list((await work.session.execute(query)).scalars())


async def tell_apart(work: Work, lead_id: UUID, other_id: UUID) -> bool:
    """False: they were told apart before."""
    low, high = sorted((lead_id, other_id))
    row = {"lead_id": low, "other_id": high, "by_id": work.actor.id, "at": work.now}
    fresh = insert(LeadApartRow).values(row).on_conflict_do_nothing().returning(APART.lead_id)
    return (await work.session.execute(fresh)).first() is not None


async def tell_together(work: Work, lead_id: UUID, other_id: UUID) -> None:
    low, high = sorted((lead_id, other_id))
    await work.session.execute(delete(LeadApartRow).where(APART.lead_id == low, APART.other_id == high))


async def list_apart_from(work: Work, lead_id: UUID) -> set[UUID]:
    """The leads that a person told apart from this one."""
    query = select(APART.lead_id, APART.other_id).where(or_(APART.lead_id == lead_id, APART.other_id == lead_id))
    rows: Sequence[Any] = (await work.session.execute(query)).all()
    return {row[1] if row[0] == lead_id else row[0] for row in rows}


def _own(work: Work, table: Any) -> ColumnElement[bool]:
    mine = work.actor.legal_entities
    return both(None if ALL in mine else table.legal_entity_id.in_(mine))


async def _shares(work: Work, keys: Keys, table: str, column: str) -> dict[str, float]:
    """How common these pairs are, as the database estimates it: nothing before it has looked at a table."""
    if not wide_pairs(keys.company):
        return {}
    return {row["pair"]: row["share"] for row in await work.fetch(SHARES, table, column, wide_pairs(keys.company))}


def _named(key: Any, pairs: Any, keys: Keys, shares: Mapping[str, float]) -> ColumnElement[bool] | None:
    if not keys.company:
        return None
    wanted = cast(telling_pairs(keys.company, shares), ARRAY(Text))
    by_pairs: ColumnElement[bool] = pairs.overlap(wanted)
    core = name_of_key(keys.company).core
    if not any(pair.isascii() for pair in pairs_of(core)):
        return by_pairs  # of Chinese alone there may be no trigram: the index of them would be read from end to end
    return or_(key.op("%")(core), by_pairs)


def _similarity(key: Any, pairs: Any, keys: Keys, table: Any) -> ColumnElement[Any]:
    """Only to order. Pairs beyond ASCII are counted here (pg_trgm sees no Chinese where the database's locale is C)."""
    core = name_of_key(keys.company).core if keys.company else ""
    wanted = cast(wide_pairs(keys.company), ARRAY(Text))
    pair = func.unnest(pairs).column_valued("pair")
    shared = select(func.count()).where(pair == any_(wanted)).correlate(table).scalar_subquery()
    dice = 2.0 * shared / func.nullif(func.cardinality(pairs) + func.cardinality(wanted), 0)
    return func.greatest(func.similarity(key, core), dice, 0.0)
