"""How does deals find and keep customers?"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, text, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased
from sqlmodel import col

from chassis.db.database import in_one_statement
from chassis.db.paging import both, page_of
from chassis.db.unit_of_work import Work
from messages.base import Page
from messages.deals.customer_care.segments import CustomerFilter
from messages.deals.customers import OwnerCause
from messages.errors import NotFound
from services.deals.domain.customer_care.merging import must_stand_for_itself
from services.deals.domain.customers import KnownCustomer
from services.deals.store.customer_access import visible_customers
from services.deals.store.customer_owners import add_owners
from services.deals.store.customer_searches import is_named_like, is_sought, keep_found
from services.deals.tables import Customer, CustomerAlias

# By ids alone: a join by names had a bad plan as long as the table had no statistics, on the first import of all.
LINK = text(
    "UPDATE customer SET parent_id = pair.parent, version = version + 1"
    " FROM unnest(CAST(:children AS uuid[]), CAST(:parents AS uuid[])) AS pair (child, parent)"
    " WHERE id = pair.child AND parent_id IS NULL RETURNING id"
)


def _of_id(id: UUID) -> ColumnElement[bool]:
    """By its id or by another id that a conversion chose for it."""
    alias = select(col(CustomerAlias.customer_id)).where(col(CustomerAlias.id) == id).scalar_subquery()
    return or_(col(Customer.id) == id, col(Customer.id) == alias)


def is_of_customer(column: Any, id: UUID) -> ColumnElement[bool]:
    """The WHERE of records of a customer, and of those that were joined to it."""
    joined = select(col(Customer.id)).where(or_(col(Customer.id) == id, col(Customer.merged_into) == id))
    found: ColumnElement[bool] = column.in_(joined)
    return found


async def find_customer(work: Work, id: UUID) -> Customer | None:
    """Where its records are found: of one that was joined to another, that one."""
    kept = select(func.coalesce(col(Customer.merged_into), col(Customer.id))).where(_of_id(id)).limit(1)
    query = (await visible_customers(work)).where(col(Customer.id) == kept.scalar_subquery())
    found: Customer | None = (await work.session.scalars(query)).first()
    return found


async def kept_of(work: Work, id: UUID) -> UUID:
    """The customer to which it was joined, or itself: for the rules, not for eyes."""
    found = (await work.session.scalars(select(col(Customer.merged_into)).where(col(Customer.id) == id))).first()
    return found or id


async def get_itself(work: Work, id: UUID) -> Customer:
    """Also one that was joined to another."""
    found: Customer | None = (await work.session.scalars((await visible_customers(work)).where(_of_id(id)))).first()
    if found is None:
        raise NotFound("customer", id)
    return found


async def get_customer(work: Work, id: UUID) -> Customer:
    found = await find_customer(work, id)
    if found is None:
        raise NotFound("customer", id)
    return found


async def lock_for_edit(work: Work, id: UUID) -> Customer:
    found: Customer | None = (
        await work.session.scalars((await visible_customers(work)).where(col(Customer.id) == id).with_for_update())
    ).first()
    if found is None:
        raise NotFound("customer", id)
    must_stand_for_itself(found.number, await _number_of(work, found.merged_into))
    return found


async def lock_for_claim(work: Work, id: UUID) -> Customer:
    """Of two who claim it, one waits for the other; of one that was joined to another, there."""
    found = await get_customer(work, id)
    await work.session.refresh(found, with_for_update=True)
    return found


async def lock_both(work: Work, id: UUID, other_id: UUID) -> tuple[Customer, Customer]:
    """In the order of their ids, joined or not."""
    query = (await visible_customers(work)).where(col(Customer.id).in_((id, other_id))).order_by(col(Customer.id))
    found = {row.id: row for row in await work.session.scalars(query.with_for_update())}
    for one in (id, other_id):
        if one not in found:
            raise NotFound("customer", one)
    return found[id], found[other_id]


async def _number_of(work: Work, id: UUID | None) -> str | None:
    if id is None:
        return None
    return (await work.session.scalars(select(col(Customer.number)).where(col(Customer.id) == id))).one()


async def lock_customer(work: Work, id: UUID) -> Customer:
    """Whoever registers at this customer, or follows him up, waits here for his turn; of one that was joined to
    another, there."""
    itself = aliased(Customer)
    kept = select(func.coalesce(col(itself.merged_into), col(itself.id))).where(col(itself.id) == id)
    query = select(Customer).where(col(Customer.id) == kept.scalar_subquery()).with_for_update(key_share=True)
    return (await work.session.scalars(query)).one()


def of_customers_like(column: Any, q: str) -> ColumnElement[bool]:
    """The WHERE of records whose customer is so called."""
    named = select(col(Customer.id)).where(is_named_like(q))
    joined = select(col(Customer.id)).where(col(Customer.merged_into).in_(named))
    found: ColumnElement[bool] = or_(column.in_(named), column.in_(joined))
    return found


async def list_customers(work: Work, wanted: CustomerFilter, more: ColumnElement[bool]) -> Page[Customer]:
    """The newest first; what was joined to another is found there. `more`: what else the filter says."""
    query = (await visible_customers(work)).where(
        both(
            col(Customer.merged_into).is_(None),
            col(Customer.owner_id) == wanted.owner_id if wanted.owner_id else None,
            col(Customer.status) == wanted.status if wanted.status else None,
            is_sought(work, wanted.q) if wanted.q else None,
            more,
        )
    )
    key, cursor, limit = (Customer.created_at, Customer.id), wanted.cursor, wanted.limit
    return await page_of(work, query, key=key, cursor=cursor, limit=limit, descending=True, view=lambda row: row)


async def lock_of_erp(work: Work, entity: str, *, external_id: str, number: str | None) -> Customer | None:
    """By the ERP's number of it, or else by ours."""
    of_entity = select(Customer).where(col(Customer.legal_entity_id) == entity).with_for_update()
    fresh = of_entity.execution_options(populate_existing=True)
    found: Customer | None = (await work.session.scalars(fresh.where(col(Customer.external_id) == external_id))).first()
    if found is None and number is not None:
        found = (await work.session.scalars(fresh.where(col(Customer.number) == number))).first()
    return found


async def list_known(work: Work, entity: str, names: Sequence[str], tax_ids: Sequence[str]) -> list[KnownCustomer]:
    """Those of a legal entity that bear one of these name keys or tax ids; one that was joined to another is that one,
    by its names too."""
    same = or_(col(Customer.name_key).in_(names), col(Customer.tax_id).in_(tax_ids))
    kept = aliased(Customer)
    query = (
        select(
            func.coalesce(col(kept.id), col(Customer.id)),
            func.coalesce(col(kept.number), col(Customer.number)),
            col(Customer.name_key),
            col(Customer.tax_id),
        )
        .outerjoin(kept, col(kept.id) == col(Customer.merged_into))
        .where(col(Customer.legal_entity_id) == entity, same)
    )
    return [KnownCustomer(*row) for row in await work.session.execute(query)]


async def find_by_names(work: Work, names: set[tuple[str, str]]) -> dict[tuple[str, str], UUID]:
    """(legal entity, name key) → id."""
    key = tuple_(col(Customer.legal_entity_id), col(Customer.name_key))
    kept = func.coalesce(col(Customer.merged_into), col(Customer.id))
    stands = col(Customer.merged_into).is_(None)  # last: a name that the other took is its own
    query = select(col(Customer.legal_entity_id), col(Customer.name_key), kept).where(key.in_(names)).order_by(stands)
    return {(row[0], row[1]): row[2] for row in await work.session.execute(query)}


async def add_customers(
    work: Work, rows: Sequence[Customer], cause: OwnerCause = OwnerCause.RECORDED
) -> list[Customer]:
    """Those that could be put in; a row whose id, name or tax id stands already is left out."""
    if not rows:
        return []
    for row in rows:
        keep_found(row)
    fresh = insert(Customer).on_conflict_do_nothing().returning(Customer)
    added = (await work.session.scalars(in_one_statement(fresh), [row.model_dump() for row in rows])).all()
    await add_owners(work, [(row.id, row.owner_id) for row in added], cause)
    return list(added)


async def link_parents(work: Work, entity: str, added: Sequence[Customer]) -> None:
    """Parents named in `added` are found, and those that waited for one of `added`: a parent may be named first."""
    if not added:
        return
    waiting = await _waiting_for(work, entity, {row.name_key: row.id for row in added})
    named = {row.id: row.parent_key for row in added if row.parent_key}
    known = await list_known(work, entity, list(set(named.values())), []) if named else []
    parents = {one.name_key: one.id for one in known}
    pairs = waiting | {id: parents[key] for id, key in named.items() if key in parents}
    if not pairs:
        return
    values = {"children": list(pairs), "parents": list(pairs.values())}
    changed = {row[0] for row in await work.session.execute(LINK, values)}
    for row in added:
        if row.id in changed:
            await work.session.refresh(row)


async def _waiting_for(work: Work, entity: str, parents: dict[str, UUID]) -> dict[UUID, UUID]:
    """Child → the parent that it waited for, of these by their name keys."""
    query = select(col(Customer.id), col(Customer.parent_key)).where(
        col(Customer.legal_entity_id) == entity,
        col(Customer.parent_id).is_(None),
        col(Customer.parent_key).in_(list(parents)),
    )
    return {id: parents[str(key)] for id, key in await work.session.execute(query)}


async def add_alias(work: Work, id: UUID, customer_id: UUID) -> None:
    fresh = insert(CustomerAlias).values(id=id, customer_id=customer_id).on_conflict_do_nothing()
    await work.session.execute(fresh)
