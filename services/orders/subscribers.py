"""What does the orders service listen to?"""

from chassis.subscriptions import Subscriptions
from chassis.unit_of_work import UnitOfWork
from messages.approvals.events import PersonChanged
from messages.collections.receivables import CreditChanged
from messages.deals.contracts import ContractCancelled, ContractCancelRequested, ContractEffective
from messages.deals.customers import CustomerAdded, CustomerChanged
from services.orders.use_cases.move_owner import move_owner
from services.orders.use_cases.note_contract import answer_cancelling, note_cancelled, note_effective
from services.orders.use_cases.note_customer import note_credit, note_name

subscriptions = Subscriptions("orders")


@subscriptions.on(ContractEffective)
async def contract_effective(event: ContractEffective, uow: UnitOfWork) -> None:
    await note_effective(event, uow)


@subscriptions.on(ContractCancelRequested)
async def contract_cancel_requested(event: ContractCancelRequested, uow: UnitOfWork) -> None:
    await answer_cancelling(event, uow)


@subscriptions.on(ContractCancelled)
async def contract_cancelled(event: ContractCancelled, uow: UnitOfWork) -> None:
    await note_cancelled(event, uow)


@subscriptions.on(CustomerAdded)
async def customer_added(event: CustomerAdded, uow: UnitOfWork) -> None:
    await note_name(event, uow)


@subscriptions.on(CustomerChanged)
async def customer_changed(event: CustomerChanged, uow: UnitOfWork) -> None:
    await note_name(event, uow)


@subscriptions.on(CreditChanged)
async def credit_changed(event: CreditChanged, uow: UnitOfWork) -> None:
    await note_credit(event, uow)


@subscriptions.on(PersonChanged)
async def person_moved(event: PersonChanged, uow: UnitOfWork) -> None:
    await move_owner(event, uow)
