"""How does deals find and keep what others told: products, orders, sellers?"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from chassis.ledger import people
from chassis.unit_of_work import Work
from services.deals.domain.contracts import ListedProduct
from services.deals.domain.history import Seller
from services.deals.tables import OrderFact, ProductFact


async def list_products(work: Work, ids: Sequence[UUID]) -> dict[UUID, ListedProduct]:
    query = select(ProductFact).where(col(ProductFact.product_id).in_(ids))
    return {row.product_id: row.listed() for row in await work.session.scalars(query)}


async def find_product_codes(work: Work, codes: set[str]) -> dict[str, str]:
    """Casefolded code → code."""
    query = select(col(ProductFact.code_key), col(ProductFact.code)).where(col(ProductFact.code_key).in_(codes))
    return {row[0]: row[1] for row in await work.session.execute(query)}


async def list_sellers(work: Work, names: set[str]) -> list[Seller]:
    """People whose login or name is one of these (in lower case)."""
    same = or_(func.lower(people.c.login).in_(names), func.lower(people.c.name).in_(names))
    query = select(people.c.id, people.c.login, people.c.name, people.c.unit).where(same)
    return [Seller(*row) for row in await work.session.execute(query)]


async def note_product(work: Work, fact: ProductFact) -> None:
    """The newest version stands; an older one that comes late changes nothing."""
    fresh = insert(ProductFact).values(fact.model_dump())
    values = {name: fresh.excluded[name] for name in ("code", "code_key", "name", "amount", "currency", "version")}
    newer = col(ProductFact.version) <= fresh.excluded.version
    await work.session.execute(fresh.on_conflict_do_update(index_elements=["product_id"], set_=values, where=newer))


async def note_order(work: Work, fact: OrderFact) -> None:
    """The newest version stands; a cancelled order stays cancelled."""
    fresh = insert(OrderFact).values(fact.model_dump())
    values = {"stands": fresh.excluded.stands, "version": fresh.excluded.version}
    newer = (col(OrderFact.version) < fresh.excluded.version) & col(OrderFact.stands)
    late = ~fresh.excluded.stands
    where = newer | late
    await work.session.execute(fresh.on_conflict_do_update(index_elements=["order_id"], set_=values, where=where))


async def list_orders_of(work: Work, contract_id: UUID) -> list[str]:
    """The numbers of the orders that stand under a contract."""
    query = select(col(OrderFact.number)).where(col(OrderFact.contract_id) == contract_id, col(OrderFact.stands))
    return list((await work.session.scalars(query.order_by(OrderFact.number))).all())
