"""How is what others say of customers, contracts and orders found and stored?"""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, delete, exists, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.db.database import in_scope, is_in_scope
from chassis.db.unit_of_work import Work
from chassis.db.watched_rows import columns
from chassis.db.written_rows import insert_of, is_written
from messages.errors import NotFound
from messages.matching.companies import company_key
from messages.matching.identifiers import tax_key
from messages.orders.orders import OrderEvent
from services.collections.store.customers.joined import is_of_customer
from services.collections.store.offers.offers import await_offers
from services.collections.tables import (
    Customer,
    InstalmentRow,
    OrderAccountRow,
    PaymentPlan,
)
from services.collections.tables.columns import (
    Accounts,
    Customers,
    Dunnings,
    Instalments,
    Invoices,
    Payments,
    Plans,
    Receivables,
)

CUSTOMER = f"SELECT {columns(Customer, 'c')} FROM customers c WHERE c.id = $1"
LOCK_CUSTOMER = f"{CUSTOMER} FOR UPDATE"
ANY_ACCOUNT = f"SELECT {columns(OrderAccountRow, 'a')} FROM order_accounts a"
ACCOUNT = f"{ANY_ACCOUNT} WHERE a.order_id = $1"
ACCOUNTS = f"{ANY_ACCOUNT} WHERE a.order_id = ANY($1::uuid[]) ORDER BY a.order_id"
LOCK_ACCOUNT = f"{ACCOUNT} FOR UPDATE"
LOCK_ACCOUNTS = f"{ACCOUNTS} FOR UPDATE"
LOCK_ACCOUNT_AND_CUSTOMER = (
    f"SELECT {columns(OrderAccountRow, 'a')}, {columns(Customer, 'c')}"
    " FROM order_accounts a JOIN customers c ON c.id = a.customer_id WHERE a.order_id = $1 FOR UPDATE OF a, c"
)
PLAN = (
    f"SELECT {columns(PaymentPlan, 'p')}, {columns(InstalmentRow, 'i')} FROM payment_plans p"
    " LEFT JOIN instalments i ON i.plan_id = p.id WHERE p.contract_id = $1 ORDER BY i.number"
)
STANDING = (
    "WITH standing AS (INSERT INTO account_standings (order_id, version) VALUES (${place}, 0) ON CONFLICT DO NOTHING)"
)
OWNED = (Customers, Plans, Accounts, Receivables, Payments, Invoices, Dunnings)


class Named(NamedTuple):
    """How another system's file names a customer: his id there, and his name or the id again."""

    legal_entity_id: str
    id: str
    name: str


async def find_customer(work: Work, id: UUID) -> Customer | None:
    found: Customer | None = _only(await work.read((Customer,), CUSTOMER, id))
    return found


async def lock_customer(work: Work, id: UUID) -> Customer | None:
    """Whoever's it is: of two who divide the customer's money over its debts, one waits for the other."""
    found: Customer | None = _only(await work.read((Customer,), LOCK_CUSTOMER, id))
    return found


async def get_visible_customer(work: Work, id: UUID) -> Customer:
    """The customer, when it or one of its orders or receivables is in the actor's scope. Raises NotFound."""
    scope = work.actor.scope
    visible = [exists().where(T.customer_id == id, in_scope(T, scope)) for T in (Accounts, Receivables)]
    query = select(Customers).where(Customers.id == id, or_(in_scope(Customers, scope), *visible))
    found: Customer | None = (await work.session.execute(query)).scalar_one_or_none()
    if found is None:
        raise NotFound("customer", id)
    return found


async def project_customer(work: Work, customer: Customer) -> str | None:
    """Keep the newest version; what was named after it follows. The grade that it has; None: a newer one is known."""
    fresh = insert(Customers).values(customer.model_dump())
    fields = set(Customer.model_fields) - {"id", "kind", "external_id", "grade"}
    newer = fresh.on_conflict_do_update(
        index_elements=["id"],
        set_={name: fresh.excluded[name] for name in fields},
        where=Customers.version <= fresh.excluded.version,
    ).returning(Customers.grade)
    if (kept := (await work.session.execute(newer)).first()) is None:
        return None
    for table in (Receivables, Payments):
        renamed = update(table).where(table.customer_id == customer.id, table.customer_name != customer.name)
        await work.session.execute(renamed.values(customer_name=customer.name))
    grade: str = kept.grade
    return grade


async def list_named(work: Work, named: Collection[Named]) -> dict[Named, Customer]:
    """Our own customers whom a file names: by their number, else by their tax id, else by their name.

    However each is written. Of one name there is one customer in a legal entity.
    """
    numbers, taxes = {one.id.strip().upper() for one in named}, {tax_key(one.id) for one in named}
    names = {company_key(one.name) for one in named}
    known = or_(
        Customers.number.in_(numbers), Customers.tax_key.in_(taxes - {None}), Customers.name_key.in_(names - {None})
    )
    entities = {one.legal_entity_id for one in named}
    query = select(Customers).where(Customers.legal_entity_id.in_(entities), known).order_by(Customers.id)
    by: dict[tuple[str, str, str], Customer] = {}
    for row in (await work.session.execute(query)).scalars():
        for kind, key in (("number", row.number), ("tax", row.tax_key), ("name", row.name_key)):
            if key:
                by.setdefault((row.legal_entity_id, kind, key), row)
    found: dict[Named, Customer] = {}
    for one in named:
        keys = (("number", one.id.strip().upper()), ("tax", tax_key(one.id)), ("name", company_key(one.name)))
        places = [(one.legal_entity_id, kind, key) for kind, key in keys if key]
        if (place := next((place for place in places if place in by), None)) is not None:
            found[one] = by[place]
    return found


async def import_customers(work: Work, customers: Sequence[Customer]) -> None:
    """Those that are not known yet, in one statement; a keeper then looks up which terms they are offered."""
    if customers:
        rows = [customer.model_dump() for customer in sorted(customers, key=lambda customer: customer.id)]
        await work.session.execute(insert(Customers).values(rows).on_conflict_do_nothing())
        await await_offers(work, customers)


async def move_owner(work: Work, owner_id: UUID, unit: str) -> None:
    """Somebody works in another unit now: what is theirs goes along."""
    for table in OWNED:
        theirs = update(table).where(table.owner_id == owner_id, table.owner_unit != unit)
        await work.session.execute(theirs.values(owner_unit=unit))


async def find_plan(work: Work, contract_id: UUID) -> PaymentPlan | None:
    query = select(Plans).where(Plans.contract_id == contract_id)
    return (await work.session.execute(query)).scalar_one_or_none()


async def lock_plan(work: Work, id: UUID) -> PaymentPlan:
    """In the actor's scope. Raises NotFound."""
    query = select(Plans).where(Plans.id == id, in_scope(Plans, work.actor.scope)).with_for_update()
    found: PaymentPlan | None = (await work.session.execute(query)).scalar_one_or_none()
    if found is None:
        raise NotFound("payment_plan", id)
    return found


async def drop_instalments(work: Work, plan_id: UUID) -> None:
    """Others follow in the same act."""
    await work.session.execute(delete(Instalments).where(Instalments.plan_id == plan_id))


async def find_agreed(work: Work, contract_id: UUID) -> tuple[PaymentPlan | None, list[InstalmentRow]]:
    """The plan of the contract with its instalments, in one statement."""
    found = await work.read((PaymentPlan, InstalmentRow), PLAN, contract_id)
    return (found[0][0] if found else None), [row for _, row in found if row is not None]


async def instalments_of(work: Work, plan_ids: Sequence[UUID]) -> dict[UUID, list[InstalmentRow]]:
    query = select(Instalments).where(Instalments.plan_id.in_(plan_ids)).order_by(Instalments.number)
    found: dict[UUID, list[InstalmentRow]] = {id: [] for id in plan_ids}
    for row in (await work.session.execute(query)).scalars():
        found[row.plan_id].append(row)
    return found


def plans(
    work: Work, contract_id: UUID | None, *, customer_id: UUID | None = None, extra: dict[str, Any] | None = None
) -> Select[Any]:
    query = select(Plans).where(in_scope(Plans, work.actor.scope))
    query = query.where(is_of_customer(Plans.customer_id, customer_id)) if customer_id else query
    query = query.where(Plans.extra.contains(extra)) if extra is not None else query
    return query.where(Plans.contract_id == contract_id) if contract_id else query


async def get_plan(work: Work, id: UUID) -> PaymentPlan:
    """In the actor's scope. Raises NotFound."""
    query = select(Plans).where(Plans.id == id, in_scope(Plans, work.actor.scope))
    found: PaymentPlan | None = (await work.session.execute(query)).scalar_one_or_none()
    if found is None:
        raise NotFound("payment_plan", id)
    return found


async def customers_of(work: Work, ids: Collection[UUID]) -> dict[UUID, Customer]:
    """Whoever's they are."""
    found = await work.session.execute(select(Customers).where(Customers.id.in_(ids)))
    return {customer.id: customer for customer in found.scalars()}


async def add_account(work: Work, event: OrderEvent, *, owner_id: UUID, owner_unit: str) -> OrderAccountRow:
    """The order's account, locked; made unless another event of the order was first."""
    first = OrderAccountRow(
        order_id=event.order_id,
        number=event.number,
        contract_id=event.contract_id,
        customer_id=event.customer_id,
        owner_id=owner_id,
        owner_unit=owner_unit,
        legal_entity_id=event.legal_entity_id,
        amount=event.total.amount,
        currency=event.total.currency,
        order_version=event.version,
    )
    made = insert_of(first)
    standing = STANDING.format(place=len(made.values) + 1)
    found = await work.fetch(f"{standing} {made.sql} ON CONFLICT DO NOTHING RETURNING 1", *made.values, event.order_id)
    if found:
        is_written(work.session, first)
        return first
    return await lock_account(work, event.order_id)


async def find_account(work: Work, order_id: UUID) -> OrderAccountRow:
    """In the actor's scope. Raises NotFound."""
    return _account(work, await _found(work, ACCOUNT, order_id), order_id)


async def list_accounts(work: Work, order_ids: Collection[UUID]) -> list[OrderAccountRow]:
    """Of those of these orders that are in the actor's scope, by id."""
    found = [account for (account,) in await work.read((OrderAccountRow,), ACCOUNTS, list(order_ids))]
    return [account for account in found if is_in_scope(account, work.actor.scope)]


async def lock_account(work: Work, order_id: UUID) -> OrderAccountRow:
    """In the actor's scope, locked until the end. Raises NotFound."""
    return _account(work, await find_and_lock_account(work, order_id), order_id)


async def lock_accounts(work: Work, order_ids: Collection[UUID], *, visible: bool = False) -> list[OrderAccountRow]:
    """Locked until the end, by id; `visible`: in the actor's scope, else whoever's they are. Raises NotFound."""
    found = [row for (row,) in await work.read((OrderAccountRow,), LOCK_ACCOUNTS, sorted(set(order_ids)))]
    if visible:
        found = [row for row in found if is_in_scope(row, work.actor.scope)]
    missing = sorted(set(order_ids) - {account.order_id for account in found})
    if missing:
        raise NotFound("order", missing[0])
    return found


async def list_joinable(work: Work, account: OrderAccountRow, most: int) -> list[OrderAccountRow]:
    """Other orders that can be on an invoice with this one, in the actor's scope, by number."""
    shared = ("customer_id", "legal_entity_id", "currency")
    same = (getattr(Accounts, name) == getattr(account, name) for name in shared)
    query = select(Accounts).where(
        *same,
        Accounts.order_id != account.order_id,
        Accounts.confirmed_at.is_not(None),
        Accounts.cancelled_at.is_(None),
        Accounts.amount - Accounts.credited > Accounts.invoiced + Accounts.requested,
        in_scope(Accounts, work.actor.scope),
    )
    return list((await work.session.execute(query.order_by(Accounts.number).limit(most))).scalars())


async def numbers_of(work: Work, order_ids: Collection[UUID]) -> dict[UUID, str]:
    """The numbers of these orders, whoever's they are."""
    query = select(Accounts.order_id, Accounts.number).where(Accounts.order_id.in_(order_ids))
    return {row.order_id: row.number for row in await work.session.execute(query)}


async def lock_account_and_customer(work: Work, order_id: UUID) -> tuple[OrderAccountRow, Customer | None]:
    """Both in one statement, the account before. Raises NotFound."""
    found = await work.read((OrderAccountRow, Customer), LOCK_ACCOUNT_AND_CUSTOMER, order_id)
    if not found:
        return await lock_account(work, order_id), None
    return _account(work, found[0][0], order_id), found[0][1]


async def find_and_lock_account(work: Work, order_id: UUID) -> OrderAccountRow | None:
    """Whoever's it is, locked until the end."""
    return await _found(work, LOCK_ACCOUNT, order_id)


async def _found(work: Work, sql: str, order_id: UUID) -> OrderAccountRow | None:
    found: OrderAccountRow | None = _only(await work.read((OrderAccountRow,), sql, order_id))
    return found


def _account(work: Work, found: OrderAccountRow | None, order_id: UUID) -> OrderAccountRow:
    if found is None or not is_in_scope(found, work.actor.scope):
        raise NotFound("order", order_id)
    return found


def _only(found: Sequence[tuple[Any, ...]]) -> Any:
    return found[0][0] if found else None
