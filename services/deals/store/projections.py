"""How does deals find and save what it knows of the records of others: products, orders, credit, sellers?"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from chassis.db.common_tables import people
from chassis.db.unit_of_work import Work
from chassis.records.people import OF_THE_HOUSE
from messages.deals.offered_terms import OfferedTerms
from services.deals.domain.contracts import ListedProduct
from services.deals.domain.opportunity_imports import Seller
from services.deals.domain.risk import UNKNOWN, Standing
from services.deals.tables import CreditProjection, OrderProjection, ProductProjection, TermsOfferProjection


async def list_products(work: Work, ids: Sequence[UUID]) -> dict[UUID, ListedProduct]:
    query = select(ProductProjection).where(col(ProductProjection.product_id).in_(ids))
    return {row.product_id: row.listed() for row in await work.session.scalars(query)}


async def find_product_codes(work: Work, codes: set[str]) -> dict[str, str]:
    """Casefolded code → code."""
    query = select(col(ProductProjection.code_key), col(ProductProjection.code)).where(
        col(ProductProjection.code_key).in_(codes)
    )
    return {row[0]: row[1] for row in await work.session.execute(query)}


async def list_sellers(work: Work, names: set[str]) -> list[Seller]:
    """People whose login or name is one of these (in lower case)."""
    same = or_(func.lower(people.c.login).in_(names), func.lower(people.c.name).in_(names))
    query = select(people.c.id, people.c.login, people.c.name, people.c.unit).where(same, OF_THE_HOUSE)
    return [Seller(*row) for row in await work.session.execute(query)]


async def project_product(work: Work, product: ProductProjection) -> None:
    """The newest version stands; an older one that comes late changes nothing."""
    fresh = insert(ProductProjection).values(product.model_dump())
    values = {name: fresh.excluded[name] for name in ("code", "code_key", "name", "amount", "currency", "version")}
    newer = col(ProductProjection.version) <= fresh.excluded.version
    await work.session.execute(fresh.on_conflict_do_update(index_elements=["product_id"], set_=values, where=newer))


async def project_order(work: Work, order: OrderProjection) -> None:
    """The newest version stands; a cancelled order stays cancelled."""
    fresh = insert(OrderProjection).values(order.model_dump())
    values = {"is_live": fresh.excluded.is_live, "version": fresh.excluded.version}
    newer = (col(OrderProjection.version) < fresh.excluded.version) & col(OrderProjection.is_live)
    late = ~fresh.excluded.is_live
    where = newer | late
    await work.session.execute(fresh.on_conflict_do_update(index_elements=["order_id"], set_=values, where=where))


async def project_credit(work: Work, credit: CreditProjection) -> None:
    """The newest version stands; an older one that comes late changes nothing."""
    fresh = insert(CreditProjection).values(credit.model_dump())
    values = {name: fresh.excluded[name] for name in CreditProjection.model_fields if name != "customer_id"}
    newer = col(CreditProjection.version) <= fresh.excluded.version
    await work.session.execute(fresh.on_conflict_do_update(index_elements=["customer_id"], set_=values, where=newer))


async def find_standing(work: Work, customer_id: UUID) -> Standing:
    """Of whom finance has said nothing yet: nothing."""
    found = await work.session.get(CreditProjection, customer_id)
    return found.standing() if found else UNKNOWN


async def project_terms_offer(work: Work, offered: TermsOfferProjection) -> None:
    """The newest version stands; an older one that comes late changes nothing."""
    fresh = insert(TermsOfferProjection).values(offered.model_dump())
    values = {name: fresh.excluded[name] for name in ("offer", "version")}
    newer = col(TermsOfferProjection.version) <= fresh.excluded.version
    await work.session.execute(fresh.on_conflict_do_update(index_elements=["customer_id"], set_=values, where=newer))


async def find_offer(work: Work, customer_id: UUID) -> OfferedTerms | None:
    """None: finance has offered him nothing yet."""
    found = await work.session.get(TermsOfferProjection, customer_id)
    return OfferedTerms.model_validate(found.offer) if found else None


async def list_orders_of(work: Work, contract_id: UUID) -> list[str]:
    """The numbers of the orders that stand under a contract."""
    query = select(col(OrderProjection.number)).where(
        col(OrderProjection.contract_id) == contract_id, col(OrderProjection.is_live)
    )
    return list((await work.session.scalars(query.order_by(OrderProjection.number))).all())
