"""What does deals listen to?"""

from chassis.subscriptions import Subscriptions
from chassis.unit_of_work import UnitOfWork
from messages.approvals.events import PersonChanged
from messages.leads.events import LeadConverted
from messages.orders.call_offs import CallOffsClosed, CallOffsKept
from messages.orders.orders import OrderCancelled, OrderConfirmed, OrderPlaced
from messages.orders.products import ProductChanged
from services.deals.use_cases.end_cancelling import cancel_closed, keep_ordered
from services.deals.use_cases.move_owner import move_owner
from services.deals.use_cases.note_order import note_order
from services.deals.use_cases.note_product import note_product
from services.deals.use_cases.open_converted_lead import open_converted_lead

subscriptions = Subscriptions("deals")


@subscriptions.on(LeadConverted)
async def lead_converted(event: LeadConverted, uow: UnitOfWork) -> None:
    await open_converted_lead(event, uow)


@subscriptions.on(ProductChanged)
async def product_changed(event: ProductChanged, uow: UnitOfWork) -> None:
    await note_product(event, uow)


@subscriptions.on(OrderPlaced)
async def order_placed(event: OrderPlaced, uow: UnitOfWork) -> None:
    await note_order(event, uow)


@subscriptions.on(OrderConfirmed)
async def order_confirmed(event: OrderConfirmed, uow: UnitOfWork) -> None:
    await note_order(event, uow)


@subscriptions.on(OrderCancelled)
async def order_cancelled(event: OrderCancelled, uow: UnitOfWork) -> None:
    await note_order(event, uow)


@subscriptions.on(CallOffsClosed)
async def call_offs_closed(event: CallOffsClosed, uow: UnitOfWork) -> None:
    await cancel_closed(event, uow)


@subscriptions.on(CallOffsKept)
async def call_offs_kept(event: CallOffsKept, uow: UnitOfWork) -> None:
    await keep_ordered(event, uow)


@subscriptions.on(PersonChanged)
async def person_moved(event: PersonChanged, uow: UnitOfWork) -> None:
    await move_owner(event, uow)
