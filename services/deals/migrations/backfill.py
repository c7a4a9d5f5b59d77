"""Which rows of deals have keys of an older version or are found by nothing, and what becomes of them?"""

from sqlalchemy import Table, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.db.search import fill_search
from messages.matching.identifiers import tax_key
from services.deals.domain.keys import KEY_VERSION, name_key, project_key
from services.deals.domain.searches import customer_text, person_text
from services.deals.migrations.given_back import give_back
from services.deals.tables import ContactPerson, Contract, Customer

BATCH = 500
OLD = " WHERE key_version < :version ORDER BY id LIMIT :batch FOR UPDATE SKIP LOCKED"
CUSTOMERS = text(f"SELECT id, name, tax_id, parent_key FROM customer{OLD}")
# Two customers that are the same by today's rules both stay: the later one's key bears its number, until a person has
# looked at them. A tax id that another bears in its normal form stays as it was written.
SET_CUSTOMER = text(
    "UPDATE customer c SET key_version = :version, parent_key = :parent,"
    " name_key = CASE WHEN EXISTS (SELECT FROM customer o WHERE o.legal_entity_id = c.legal_entity_id"
    "  AND o.name_key = :key AND o.id <> c.id) THEN left(:key, 180) || '~' || c.number ELSE :key END,"
    " tax_id = CASE WHEN EXISTS (SELECT FROM customer o WHERE o.legal_entity_id = c.legal_entity_id"
    "  AND o.tax_id = :tax AND o.id <> c.id) THEN c.tax_id ELSE :tax END"
    " WHERE c.id = :id"
)
OPPORTUNITIES = text(f"SELECT id, project FROM opportunity{OLD}")
SET_OPPORTUNITY = text("UPDATE opportunity SET project_key = :key, key_version = :version WHERE id = :id")
REGISTRATIONS = text(f"SELECT id, project FROM registration{OLD}")
SET_REGISTRATION = text(
    "UPDATE registration r SET key_version = :version,"
    " project_key = CASE WHEN EXISTS (SELECT FROM registration o WHERE o.customer_id = r.customer_id"
    "  AND o.project_key = :key AND o.id <> r.id AND o.status IN ('SUBMITTED', 'RETURNED', 'PROTECTED'))"
    "  THEN left(:key, 180) || '~' || r.number ELSE :key END"
    " WHERE r.id = :id"
)
CONTRACT: Table = Contract.__table__  # type: ignore[attr-defined]
CUSTOMER: Table = Customer.__table__  # type: ignore[attr-defined]
CUSTOMER_TEXTS = select(*[CUSTOMER.c[name] for name in ("id", "number", "name", "name_key", "tax_id", "external_id")])
PERSON: Table = ContactPerson.__table__  # type: ignore[attr-defined]
PERSON_TEXTS = select(*[PERSON.c[name] for name in ("id", "name", "phones", "phone_keys", "emails")])
CONTRACT_TEXTS = select(CONTRACT.c.id, CONTRACT.c.number, CUSTOMER.c.name).join(CUSTOMER)


async def backfill(connection: AsyncConnection) -> int:
    """One batch of each table, in the transaction of the caller; how many rows it was."""
    asked = {"version": KEY_VERSION, "batch": BATCH}
    customers = (await connection.execute(CUSTOMERS, asked)).all()
    for row in customers:
        values = {"key": name_key(row.name), "tax": tax_key(row.tax_id), "parent": _parent(row.parent_key)}
        await connection.execute(SET_CUSTOMER, {**values, "id": row.id, "version": KEY_VERSION})
    count = len(customers)
    for old, change in ((OPPORTUNITIES, SET_OPPORTUNITY), (REGISTRATIONS, SET_REGISTRATION)):
        rows = (await connection.execute(old, asked)).all()
        for row in rows:
            await connection.execute(change, {"key": project_key(row.project), "id": row.id, "version": KEY_VERSION})
        count += len(rows)
    count += await fill_search(connection, PERSON, PERSON_TEXTS, _person_text)
    count += await fill_search(connection, CUSTOMER, CUSTOMER_TEXTS, _customer_text)
    count += await give_back(connection, BATCH)
    return count + await fill_search(connection, CONTRACT, CONTRACT_TEXTS)


def _customer_text(number: str, name: str, name_key: str, tax_id: str | None, external_id: str | None) -> str:
    return customer_text(number=number, name=name, name_key=name_key, tax_id=tax_id, external_id=external_id)


def _person_text(name: str, phones: list[str], phone_keys: list[str], emails: list[str]) -> str:
    return person_text(name=name, phones=phones, phone_keys=phone_keys, emails=emails)


def _parent(key: str | None) -> str | None:
    """Only the old key of a parent's name was kept; most of them are their own key today."""
    return name_key(key) if key else None
