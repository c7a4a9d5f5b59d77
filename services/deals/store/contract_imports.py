"""What do the rows of a file of contracts name, and is a number taken?"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from chassis.db.unit_of_work import Work
from services.deals.tables import Contract, Customer, ProductProjection

Ids = dict[str, UUID]


async def customers_of(work: Work, entity: str, numbers: Collection[str]) -> tuple[Ids, dict[UUID, str]]:
    """By number, in lower case; and what each is called."""
    query = select(col(Customer.number), col(Customer.id), col(Customer.name)).where(
        col(Customer.number).in_(numbers), col(Customer.legal_entity_id) == entity
    )
    found = (await work.session.execute(query)).all()
    return {row[0].casefold(): row[1] for row in found}, {row[1]: row[2] for row in found}


async def products_of(work: Work, codes: Collection[str]) -> Ids:
    """By code, in lower case."""
    keys = {code.casefold() for code in codes}
    query = select(col(ProductProjection.code_key), col(ProductProjection.product_id)).where(
        col(ProductProjection.code_key).in_(keys)
    )
    return {row[0]: row[1] for row in await work.session.execute(query)}


async def find_any(work: Work, id: UUID) -> Contract | None:
    """Whoever's it is."""
    return await work.session.get(Contract, id)


async def lock_imports(work: Work, entity: str) -> None:
    """Until the commit nobody else brings in contracts of the legal entity: no one twice, no two of one number."""
    key = func.hashtextextended(f"contracts imported/{entity}", 0)
    await work.session.execute(select(func.pg_advisory_xact_lock(key)))


async def is_taken(work: Work, entity: str, number: str) -> bool:
    """Has a contract of the legal entity this number?"""
    query = select(col(Contract.id)).where(col(Contract.number) == number, col(Contract.legal_entity_id) == entity)
    return (await work.session.execute(query.limit(1))).first() is not None
