"""How is one asked for the order in which goods are made?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.base import Page
from messages.orders.orders import OrderView
from messages.orders.production import ProductionOrder, RankOrder
from messages.roles import Role
from messages.text import ShortStr
from services.orders.use_cases import orders

router = APIRouter(tags=["production"])


@router.get("/production", dependencies=[needs()])
async def list_production(
    uow: Uow,
    owner_id: UUID | None = None,
    q: Annotated[ShortStr | None, Query()] = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[ProductionOrder]:
    return await orders.list_production(uow, owner_id=owner_id, q=q, cursor=cursor, limit=limit)


@router.post("/orders/{order_id}/rank", dependencies=[needs(Role.ORDER_ADMIN)])
async def rank_order(order_id: UUID, command: RankOrder, uow: Uow) -> OrderView:
    return await orders.rank_order(order_id, command, uow)
