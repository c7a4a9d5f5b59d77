"""Which rows of leads have keys of an older version, and what becomes of them?"""

from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from messages.errors import Malformed
from messages.matching.companies import company_key
from messages.matching.identifiers import project_key
from messages.matching.phone_regions import region_of
from services.leads.domain.duplicates import Keys, wide_pairs
from services.leads.domain.match_rules import MatchRules, identities
from services.leads.domain.normalization import KEY_VERSION, email_key, own_keys, person_key, phone_keys
from services.leads.domain.searches import lead_text, person_text

BATCH = 500
OLD_LEADS = text(
    "SELECT l.id, l.status, l.legal_entity_id, l.company, l.project, l.phone, l.email, l.phone_key, l.email_key,"
    " l.contact, l.extra, l.product_line, e.tz, e.calendar"
    " FROM lead l LEFT JOIN legal_entity e ON e.id = l.legal_entity_id"
    " WHERE l.key_version < :version ORDER BY l.id LIMIT :batch FOR UPDATE OF l SKIP LOCKED"
)
SET_LEAD = text(
    "UPDATE lead SET company_key = :company, company_pairs = :pairs, project_key = :project, phone_key = :phone,"
    " phone_keys = :phones, email_key = :email, key_version = :version WHERE id = :id"
)
FREE = text("DELETE FROM lead_identity WHERE lead_id = :id")
HOLD = text(
    "INSERT INTO lead_identity (legal_entity_id, identity, lead_id) VALUES (:entity, :identity, :id)"
    " ON CONFLICT DO NOTHING"
)
RULES = text("SELECT legal_entity_id, product_line, rules, version FROM match_rules")
Lines = dict[tuple[str, str], MatchRules]
OLD_CUSTOMERS = text(
    "SELECT id, name FROM customer WHERE key_version < :version ORDER BY id LIMIT :batch FOR UPDATE SKIP LOCKED"
)
UNFOUND = text(
    "SELECT id, number, external_id, company, company_key, contact, phone, phone_keys, email FROM lead"
    " WHERE search = '' ORDER BY id LIMIT :batch FOR UPDATE SKIP LOCKED"
)
SET_FOUND = text("UPDATE lead SET search = :search, search_person = :person WHERE id = :id")
SET_CUSTOMER = text("UPDATE customer SET name_key = :key, name_pairs = :pairs, key_version = :version WHERE id = :id")


async def backfill(connection: AsyncConnection) -> int:
    """One batch, in the transaction of the caller; how many rows it was. Two leads that are the same now both stay."""
    asked = {"version": KEY_VERSION, "batch": BATCH}
    leads = (await connection.execute(OLD_LEADS, asked)).all()
    lines = {(row.legal_entity_id, row.product_line): _rules(row) for row in await connection.execute(RULES)}
    for lead in leads:
        await _lead(connection, lead, lines)
    customers = (await connection.execute(OLD_CUSTOMERS, asked)).all()
    for customer in customers:
        key = company_key(customer.name)
        values = {"key": key, "pairs": wide_pairs(key), "version": KEY_VERSION, "id": customer.id}
        await connection.execute(SET_CUSTOMER, values)
    return len(leads) + len(customers) + await _find(connection)


async def _find(connection: AsyncConnection) -> int:
    """Those that no search finds yet, after their keys."""
    rows = (await connection.execute(UNFOUND, {"batch": BATCH})).all()
    found = [
        {
            "id": row.id,
            "search": lead_text(
                number=row.number, external_id=row.external_id, company=row.company, company_key=row.company_key
            ),
            "person": person_text(contact=row.contact, phone=row.phone, phone_keys=row.phone_keys, email=row.email),
        }
        for row in rows
    ]
    if found:
        await connection.execute(SET_FOUND, found)
    return len(rows)


async def _lead(connection: AsyncConnection, lead: Row[Any], lines: Lines) -> None:
    keys = _keys(lead)
    values = {
        "id": lead.id,
        "company": keys.company,
        "pairs": wide_pairs(keys.company),
        "project": keys.project,
        "phone": keys.phones[0] if keys.phones else None,
        "phones": list(keys.phones),
        "email": keys.email,
        "version": KEY_VERSION,
    }
    await connection.execute(SET_LEAD, values)
    held = _held(lead, keys, lines)
    if held is None:
        return
    await connection.execute(FREE, {"id": lead.id})
    for identity in sorted(held):
        await connection.execute(HOLD, {"entity": lead.legal_entity_id, "identity": identity, "id": lead.id})


def _held(lead: Row[Any], keys: Keys, lines: Lines) -> list[str] | None:
    """What a lead in its state holds; None: nothing, now as before."""
    if lead.status not in ("POOLED", "OWNED", "CONVERTED"):
        return None
    own = lines.get((lead.legal_entity_id, lead.product_line or ""))
    rules = own or lines.get((lead.legal_entity_id, "")) or MatchRules()
    return identities(keys, rules, people=lead.status != "CONVERTED")


def _rules(row: Row[Any]) -> MatchRules:
    return MatchRules(tuple(tuple(rule) for rule in row.rules), row.product_line, row.version)


def _keys(lead: Row[Any]) -> Keys:
    """A phone or an address that would be refused today keeps the form it was taken in with."""
    region = region_of(tz=lead.tz, calendar=lead.calendar)
    try:
        phones = phone_keys(lead.phone, region=region)
    except Malformed:
        phones = (lead.phone_key,) if lead.phone_key else ()
    try:
        email = email_key(lead.email)
    except Malformed:
        email = lead.email_key
    own = own_keys(lead.extra)
    return Keys(phones, email, company_key(lead.company), project_key(lead.project), person_key(lead.contact), own)
