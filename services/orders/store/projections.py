"""How is what others say of contracts and customers stored and found?"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from chassis.auth.reach import must_see
from chassis.db.database import in_scope, is_in_scope
from chassis.db.unit_of_work import Work
from chassis.db.watched_rows import columns
from messages.collections.credit import CreditChanged
from messages.collections.grading.grades import CreditStandingChanged
from messages.collections.offers.terms import TermsOfferChanged
from messages.deals.customers import CustomerEvent
from messages.deals.offered_terms import OfferedTerms
from messages.errors import NotFound
from services.orders.domain.credit import Credit, Standing, together
from services.orders.tables import (
    ContractLineRow,
    ContractRow,
    CreditRow,
    CreditStandingRow,
    CustomerRow,
    OrderRow,
    ProductRow,
    TermsOfferRow,
)

Ids = dict[str, UUID]
AGREED_ROWS = (ContractLineRow, ProductRow)
LOCK_CONTRACT = f"SELECT {columns(ContractRow, 'c')} FROM contracts c WHERE c.id = $1 FOR UPDATE"
AGREED = (
    f"SELECT {columns(ContractLineRow, 'n')}, {columns(ProductRow, 'p')} FROM contract_lines n"
    " LEFT JOIN products p ON p.id = n.product_id WHERE n.contract_id = $1 ORDER BY n.line"
)
# The customers that are one with him, the kept one first.
ONE = (
    "(SELECT c.id, c.id <> kept.id AS later"
    " FROM (SELECT coalesce((SELECT merged_into FROM customers WHERE id = $1), $1) AS id) kept,"
    " LATERAL (SELECT kept.id UNION SELECT id FROM customers WHERE merged_into = kept.id) c) k"
)
CREDITS = (
    f"SELECT {columns(CreditRow, 'c')} FROM {ONE} JOIN credits c ON c.customer_id = k.id ORDER BY c.currency, k.later"
)
KEEP_CREDIT = (
    'INSERT INTO credits AS c (id, customer_id, currency, owed, "limit", oldest_days_late, version)'
    " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO UPDATE SET customer_id = excluded.customer_id,"
    ' currency = excluded.currency, owed = excluded.owed, "limit" = excluded."limit",'
    " oldest_days_late = excluded.oldest_days_late, version = excluded.version WHERE c.version <= excluded.version"
)
CREDITS_AND_STANDING = (
    f"SELECT {columns(CreditRow, 'c')}, {columns(CreditStandingRow, 's')} FROM {ONE}"
    " LEFT JOIN credits c ON c.customer_id = k.id LEFT JOIN credit_standings s ON s.customer_id = k.id"
    " ORDER BY c.currency, k.later"
)
LOCK_CREDITS = (
    f"SELECT {columns(CreditRow, 'c')} FROM {ONE} JOIN credits c ON c.customer_id = k.id WHERE c.currency = $2"
    " ORDER BY k.later, c.id FOR UPDATE OF c"
)
STANDING = (
    f"SELECT {columns(CreditStandingRow, 's')} FROM {ONE} JOIN credit_standings s ON s.customer_id = k.id"
    " ORDER BY s.on_hold DESC, k.later, s.customer_id FOR SHARE OF s"
)
KEEP_STANDING = (
    "INSERT INTO credit_standings AS s (customer_id, grade, on_hold, hold_reason, most_days, version)"
    " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (customer_id) DO UPDATE SET grade = excluded.grade,"
    " on_hold = excluded.on_hold, hold_reason = excluded.hold_reason, most_days = excluded.most_days,"
    " version = excluded.version WHERE s.version <= excluded.version"
)
KEEP_OFFER = (
    "INSERT INTO terms_offers AS o (customer_id, offer, version) VALUES ($1, $2, $3) ON CONFLICT (customer_id)"
    " DO UPDATE SET offer = excluded.offer, version = excluded.version WHERE o.version <= excluded.version"
)
KEEP_RELEASE = (
    "INSERT INTO credit_releases (request_id, order_id, released_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
)
USE_RELEASE = (
    "UPDATE credit_releases SET used_at = $2 WHERE request_id = (SELECT request_id FROM credit_releases"
    " WHERE order_id = $1 AND used_at IS NULL ORDER BY released_at LIMIT 1 FOR UPDATE) RETURNING request_id"
)
CUSTOMER = (
    "SELECT (SELECT name FROM customers WHERE id = $1), EXISTS (SELECT FROM credits"
    ' WHERE customer_id = $1 AND currency = $2 AND "limit" IS NOT NULL)'
)


async def lock_contract(work: Work, contract_id: UUID) -> ContractRow:
    """Locked until the commit: only its holder computes what is left. Raises NotFound, also when out of scope."""
    found = await find_and_lock_contract(work, contract_id)
    if found is None or not is_in_scope(found, work.actor.scope):
        raise NotFound("contract", contract_id)
    return found


async def find_effective_contract(work: Work, contract_id: UUID) -> ContractRow | None:
    """In scope of the actor."""
    query = select(ContractRow).where(
        col(ContractRow.id) == contract_id, col(ContractRow.effective), in_scope(ContractRow, work.actor.scope)
    )
    return (await work.session.execute(query)).scalar_one_or_none()


async def ids_of_numbers(work: Work, table: type[ContractRow] | type[CustomerRow], numbers: Iterable[str]) -> Ids:
    """By number; whether the actor may see them is asked when they are used."""
    query = select(col(table.number), col(table.id)).where(col(table.number).in_(list(numbers)))
    return {row.number: row.id for row in (await work.session.execute(query)).all()}


async def find_and_lock_contract(work: Work, contract_id: UUID) -> ContractRow | None:
    """For what is not asked by a person; locked until the commit. None before the contract has arrived."""
    found = await work.read((ContractRow,), LOCK_CONTRACT, contract_id)
    return found[0][0] if found else None


async def list_contract_lines(work: Work, contract_id: UUID) -> list[ContractLineRow]:
    return [line for line, _ in await list_agreed(work, contract_id)]


async def list_agreed(work: Work, contract_id: UUID) -> list[tuple[ContractLineRow, ProductRow | None]]:
    """The lines of a contract, each with its product as it is now."""
    return [(line, product) for line, product in await work.read(AGREED_ROWS, AGREED, contract_id)]


async def lock_customer(work: Work, customer_id: UUID) -> CustomerRow:
    """Of a legal entity of the actor's, locked until the commit. Raises NotFound."""
    query = select(CustomerRow).where(col(CustomerRow.id) == customer_id).with_for_update()
    found = (await work.session.execute(query)).scalar_one_or_none()
    if found is None:
        raise NotFound("customer", customer_id)
    must_see(work.actor, found.legal_entity_id, kind="customer", id=customer_id)
    return found


async def customer_with_limit(work: Work, order: OrderRow) -> tuple[str | None, bool]:
    """What its customer is called now, if that is known, and whether he has a limit in its currency."""
    name, limited = (await work.fetch(CUSTOMER, order.customer_id, order.currency))[0]
    return name, limited


async def project_customer(work: Work, event: CustomerEvent) -> None:
    """Keep the newest version; an older one that comes late changes nothing."""
    values = {
        "id": event.customer_id,
        "name": event.name,
        "number": event.number,
        "owner_id": event.owner_id,
        "legal_entity_id": event.legal_entity_id,
        "merged_into": event.merged_into,
        "version": event.version,
    }
    fresh = insert(CustomerRow).values(values)
    newer = fresh.on_conflict_do_update(
        index_elements=["id"],
        set_={name: fresh.excluded[name] for name in values if name != "id"},
        where=col(CustomerRow.version) <= fresh.excluded.version,
    )
    await work.session.execute(newer)


async def project_credit(work: Work, event: CreditChanged) -> None:
    """Keep the newest version; an older one that comes late changes nothing."""
    limit = event.limit.amount if event.limit else None
    owed = (event.owed.currency, event.owed.amount, limit, event.oldest_days_late)
    await work.fetch(KEEP_CREDIT, event.credit_id, event.customer_id, *owed, event.version)


async def list_credits(work: Work, customer_id: UUID) -> list[Credit]:
    """One per currency that the customer has dealt in."""
    return together([row.credit() for (row,) in await work.read((CreditRow,), CREDITS, customer_id)])


async def list_credits_and_standing(work: Work, customer_id: UUID) -> tuple[list[Credit], Standing]:
    """The same with how far he is trusted, in one statement."""
    found = await work.read((CreditRow, CreditStandingRow), CREDITS_AND_STANDING, customer_id)
    standings = [row.standing() for _, row in found if row is not None]
    standing = next((one for one in standings if one.on_hold), standings[0] if standings else Standing())
    return together([row.credit() for row, _ in found if row is not None]), standing


async def find_standing(work: Work, customer_id: UUID) -> Standing:
    """Who holds him meanwhile waits for this shipment, or stops it."""
    found = await work.read((CreditStandingRow,), STANDING, customer_id)
    return found[0][0].standing() if found else Standing()


async def project_standing(work: Work, event: CreditStandingChanged) -> None:
    """Keep the newest version; an older one that comes late changes nothing."""
    said = (event.grade, event.on_hold, event.hold_reason, event.most_days)
    await work.fetch(KEEP_STANDING, event.customer_id, *said, event.version)


async def project_terms_offer(work: Work, event: TermsOfferChanged) -> None:
    """Keep the newest version; an older one that comes late changes nothing."""
    await work.fetch(KEEP_OFFER, event.customer_id, event.offer.model_dump_json(), event.version)


async def find_offer(work: Work, customer_id: UUID) -> OfferedTerms | None:
    """None: finance has offered him nothing yet."""
    found = await work.session.get(TermsOfferRow, customer_id)
    return OfferedTerms.model_validate(found.offer) if found else None


async def keep_release(work: Work, request_id: UUID, order_id: UUID) -> None:
    await work.fetch(KEEP_RELEASE, request_id, order_id, work.now)


async def use_release(work: Work, order_id: UUID) -> bool:
    """One of those that are left of this order, which is locked."""
    return bool(await work.fetch(USE_RELEASE, order_id, work.now))


async def lock_credit(work: Work, customer_id: UUID, currency: str) -> Credit | None:
    """Locked until the commit: of the orders of one customer, one at a time looks at his limit. None: no limit known,
    nothing to look at."""
    found = await work.read((CreditRow,), LOCK_CREDITS, customer_id, currency)
    credit = next(iter(together([row.credit() for (row,) in found])), None)
    return credit if credit is not None and credit.credit_limit is not None else None
