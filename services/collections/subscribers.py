"""What does collections listen to?"""

from chassis.subscriptions import Subscriptions
from chassis.unit_of_work import UnitOfWork
from messages.approvals.events import PersonChanged
from messages.deals.contracts import ContractEffective
from messages.deals.customers import CustomerAdded, CustomerChanged
from messages.orders.orders import OrderCancelled, OrderConfirmed, OrderPlaced, OrderReceived, OrderShipped
from services.collections.use_cases import start_days
from services.collections.use_cases.cancel_order_receivables import note_cancelled
from services.collections.use_cases.make_payment_plan import make_payment_plan
from services.collections.use_cases.move_owner import move_owner
from services.collections.use_cases.note_customer import note_customer
from services.collections.use_cases.open_account import open_account
from services.collections.use_cases.open_receivables import open_receivables

subscriptions = Subscriptions("collections")


@subscriptions.on(CustomerAdded)
async def customer_added(event: CustomerAdded, uow: UnitOfWork) -> None:
    await note_customer(event, uow)


@subscriptions.on(CustomerChanged)
async def customer_changed(event: CustomerChanged, uow: UnitOfWork) -> None:
    await note_customer(event, uow)


@subscriptions.on(PersonChanged)
async def person_moved(event: PersonChanged, uow: UnitOfWork) -> None:
    await move_owner(event, uow)


@subscriptions.on(ContractEffective)
async def contract_effective(event: ContractEffective, uow: UnitOfWork) -> None:
    await make_payment_plan(event, uow)


@subscriptions.on(OrderPlaced)
async def order_placed(event: OrderPlaced, uow: UnitOfWork) -> None:
    await open_account(event, uow)


@subscriptions.on(OrderConfirmed)
async def order_confirmed(event: OrderConfirmed, uow: UnitOfWork) -> None:
    await open_receivables(event, uow)


@subscriptions.on(OrderShipped)
async def order_shipped(event: OrderShipped, uow: UnitOfWork) -> None:
    await start_days.note_shipped(event, uow)


@subscriptions.on(OrderReceived)
async def order_received(event: OrderReceived, uow: UnitOfWork) -> None:
    await start_days.note_received(event, uow)


@subscriptions.on(OrderCancelled)
async def order_cancelled(event: OrderCancelled, uow: UnitOfWork) -> None:
    await note_cancelled(event, uow)
