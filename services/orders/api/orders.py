"""How is one asked for orders?"""

from uuid import UUID

from fastapi import APIRouter

from chassis.identity import needs
from chassis.web import Uow
from messages.base import Page
from messages.matter import Matter
from messages.orders.orders import (
    CancelOrder,
    OrderCount,
    OrderStatus,
    OrderView,
    PlaceAgain,
    PlaceOrder,
    Reserved,
    ReturnOrder,
)
from services.orders.use_cases import show_orders
from services.orders.use_cases.cancel_order import cancel_order
from services.orders.use_cases.complete_order import complete_order
from services.orders.use_cases.confirm_order import confirm_order
from services.orders.use_cases.end_cancelling import end_cancelling
from services.orders.use_cases.place_again import place_again
from services.orders.use_cases.place_order import place_order
from services.orders.use_cases.release_stock import release_stock
from services.orders.use_cases.reserve_order import reserve_order
from services.orders.use_cases.return_order import return_order
from services.orders.use_cases.show_matter import show_matter
from services.orders.use_cases.take_back import take_back

SELLERS = ("sales", "sales_manager", "order_admin")

router = APIRouter(prefix="/orders", tags=["orders"])


@router.post("", dependencies=[needs(*SELLERS)], status_code=201)
async def place(command: PlaceOrder, uow: Uow) -> OrderView:
    return await place_order(command, uow)


@router.get("", dependencies=[needs()])
async def show_list(
    uow: Uow,
    status: OrderStatus | None = None,
    open: bool | None = None,
    customer_id: UUID | None = None,
    contract_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[OrderView]:
    wanted = {"status": status, "open": open, "customer_id": customer_id, "contract_id": contract_id}
    return await show_orders.list_orders(uow, **wanted, cursor=cursor, limit=limit)


@router.get("/counts", dependencies=[needs()])
async def counts(uow: Uow) -> list[OrderCount]:
    return await show_orders.count_orders(uow)


@router.get("/{order_id}", dependencies=[needs()])
async def show(order_id: UUID, uow: Uow) -> OrderView:
    return await show_orders.show_order(order_id, uow)


@router.post("/{order_id}/place-again", dependencies=[needs(*SELLERS)])
async def again(order_id: UUID, command: PlaceAgain, uow: Uow) -> OrderView:
    return await place_again(order_id, command, uow)


@router.post("/{order_id}/cancel", dependencies=[needs(*SELLERS, "process")])
async def cancel(order_id: UUID, command: CancelOrder, uow: Uow) -> OrderView:
    return await cancel_order(order_id, command, uow)


# ---- what the process OrderToCash calls; it may call each any number of times ----


@router.get("/{order_id}/matter", dependencies=[needs("process")])
async def matter(order_id: UUID, uow: Uow) -> Matter:
    return await show_matter(order_id, uow)


@router.post("/{order_id}/confirm", dependencies=[needs("process")])
async def confirm(order_id: UUID, uow: Uow) -> OrderView:
    return await confirm_order(order_id, uow)


@router.post("/{order_id}/return", dependencies=[needs("process")])
async def send_back(order_id: UUID, command: ReturnOrder, uow: Uow) -> OrderView:
    return await return_order(order_id, command, uow)


@router.post("/{order_id}/reserve", dependencies=[needs("process")])
async def reserve(order_id: UUID, uow: Uow) -> Reserved:
    return await reserve_order(order_id, uow)


@router.post("/{order_id}/complete", dependencies=[needs("process")])
async def complete(order_id: UUID, uow: Uow) -> OrderView:
    return await complete_order(order_id, uow)


@router.post("/{order_id}/release-stock", dependencies=[needs("process")])
async def release(order_id: UUID, uow: Uow) -> OrderView:
    return await release_stock(order_id, uow)


@router.post("/{order_id}/take-back", dependencies=[needs("process")])
async def bring_back(order_id: UUID, uow: Uow) -> OrderView:
    return await take_back(order_id, uow)


@router.post("/{order_id}/cancelled", dependencies=[needs("process")])
async def cancelled(order_id: UUID, uow: Uow) -> OrderView:
    return await end_cancelling(order_id, uow)
