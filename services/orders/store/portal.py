"""How is it found what a customer may order, and what he has ordered?"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlmodel import col

from chassis.db.database import in_scope
from chassis.db.paging import page_of
from chassis.db.unit_of_work import Work
from messages.base import Page
from messages.errors import NotFound
from messages.money import UnitPrice
from messages.orders.portal import PortalOffer
from services.orders.store.projections import find_effective_contract
from services.orders.tables import ContractLineRow, ContractRow, OrderRow, ProductRow

LEFT = col(ContractLineRow.quantity) - col(ContractLineRow.called_off)


async def list_orders(work: Work, *, cursor: str | None, limit: int) -> Page[OrderRow]:
    """The newest first, of those this actor may see."""
    query = select(OrderRow).where(in_scope(OrderRow, work.actor.scope))
    key = (col(OrderRow.placed_at), col(OrderRow.id))
    return await page_of(work, query, key=key, cursor=cursor, limit=limit, descending=True, view=lambda row: row)


async def list_contracts(work: Work) -> Sequence[ContractRow]:
    """Effective, with pieces left, of those this actor may see; by number."""
    some = select(ContractLineRow).where(col(ContractLineRow.contract_id) == col(ContractRow.id), LEFT > 0).exists()
    query = select(ContractRow).where(in_scope(ContractRow, work.actor.scope), col(ContractRow.effective), some)
    return (await work.session.execute(query.order_by(col(ContractRow.number)))).scalars().all()


async def list_offers(
    work: Work,
    *,
    contract_id: UUID | None = None,
    product_ids: Sequence[UUID] = (),
    q: str | None = None,
    cursor: str | None,
    limit: int,
) -> Page[PortalOffer]:
    """By code; of a contract each line that has pieces left. `product_ids`: only these, if any are named. Raises
    NotFound for a contract that is not seen."""
    if contract_id is not None and await find_effective_contract(work, contract_id) is None:
        raise NotFound("contract", contract_id)
    query = _of_list(work) if contract_id is None else _of_contract(contract_id)
    if q:
        named = col(ProductRow.code).icontains(q, autoescape=True) | col(ProductRow.name).icontains(q, autoescape=True)
        query = query.where(named)
    if product_ids:
        query = query.where(col(ProductRow.id).in_(product_ids))
    key = [col(ProductRow.code), *([] if contract_id is None else [col(ContractLineRow.line)])]
    view = _listed if contract_id is None else _agreed
    return await page_of(work, query, key=key, cursor=cursor, limit=limit, view=view)


def _of_list(work: Work) -> Select[Any]:
    """What has a price and is the whole house's or the legal entity's."""
    own = or_(col(ProductRow.legal_entity_id).is_(None), col(ProductRow.legal_entity_id).in_(work.actor.legal_entities))
    return select(ProductRow).where(own, col(ProductRow.price) > 0)


def _of_contract(contract_id: UUID) -> Select[Any]:
    found: Any = (
        select(ProductRow, ContractLineRow, col(ContractRow.currency))
        .join(ContractLineRow, col(ContractLineRow.product_id) == col(ProductRow.id))
        .join(ContractRow, col(ContractRow.id) == col(ContractLineRow.contract_id))
        .where(col(ContractLineRow.contract_id) == contract_id, LEFT > 0)
    )
    query: Select[Any] = found
    return query


def _listed(product: ProductRow) -> PortalOffer:
    return _offer(product, UnitPrice.of(product.price, product.currency))


def _agreed(row: Any) -> PortalOffer:
    product, line, currency = row[:3]
    return _offer(product, UnitPrice.of(line.price, currency), line.quantity - line.called_off)


def _offer(product: ProductRow, price: UnitPrice, left: int | None = None) -> PortalOffer:
    said = {name: getattr(product, name) for name in ("code", "name", "series", "tax_rate")}
    return PortalOffer(product_id=product.id, price=price, left=left, **said)
