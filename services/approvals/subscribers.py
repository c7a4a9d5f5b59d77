"""What does approvals listen to? To what somebody is notified of, what other programs asked for, what was handed over,
and to who a customer is."""

from collections.abc import Sequence

from chassis.db.unit_of_work import UnitOfWork
from chassis.events.envelope import Envelope
from chassis.events.subscriptions import Subscriptions
from messages.collections.receivables import ReceivableOverdue, ReceivableReminded
from messages.deals.customer_care.merging import CustomerMerged, CustomerUnmerged
from messages.deals.customer_care.moves import CustomerHandedOver
from messages.deals.customers import CustomerAdded, CustomerChanged
from messages.hand_over import DealsHandedOver, DebtsHandedOver, LeadsHandedOver, OrdersHandedOver
from services.approvals.domain.notices.outgoing_facts import OUTGOING
from services.approvals.domain.notices.own_occasions import RECEIVED
from services.approvals.use_cases.notices.tell_people import tell_people
from services.approvals.use_cases.notices.tell_people_of_levels import tell_people_of_levels
from services.approvals.use_cases.people.follow_customer import follow_customer, follow_records
from services.approvals.use_cases.people.project_customer import project_customer
from services.approvals.use_cases.people.report_hand_over import report_hand_over

subscriptions = Subscriptions("approvals")


@subscriptions.on_each(*dict.fromkeys((*RECEIVED, *OUTGOING)))
async def notify(envelope: Envelope, uow: UnitOfWork) -> None:
    await tell_people(envelope, uow)


@subscriptions.on_many(notify, ReceivableOverdue, ReceivableReminded)
async def notify_of_levels(envelopes: Sequence[Envelope], uow: UnitOfWork) -> None:
    await tell_people_of_levels(envelopes, uow)


@subscriptions.on(CustomerAdded)
async def customer_added(event: CustomerAdded, uow: UnitOfWork) -> None:
    await project_customer(event, uow)


@subscriptions.on(CustomerChanged)
async def customer_changed(event: CustomerChanged, uow: UnitOfWork) -> None:
    await project_customer(event, uow)


@subscriptions.on(CustomerMerged)
async def customer_merged(event: CustomerMerged, uow: UnitOfWork) -> None:
    await project_customer(event, uow)


@subscriptions.on(CustomerUnmerged)
async def customer_unmerged(event: CustomerUnmerged, uow: UnitOfWork) -> None:
    await project_customer(event, uow)


@subscriptions.on(CustomerHandedOver)
async def customer_handed_over(event: CustomerHandedOver, uow: UnitOfWork) -> None:
    await follow_customer(event, uow)


@subscriptions.on(OrdersHandedOver)
async def orders_of_customer_handed_over(event: OrdersHandedOver, uow: UnitOfWork) -> None:
    await follow_records(event, uow)


@subscriptions.on(DebtsHandedOver)
async def debts_of_customer_handed_over(event: DebtsHandedOver, uow: UnitOfWork) -> None:
    await follow_records(event, uow)


@subscriptions.on(LeadsHandedOver)
async def leads_handed_over(event: LeadsHandedOver, uow: UnitOfWork) -> None:
    await report_hand_over(event, uow)


@subscriptions.on(DealsHandedOver)
async def deals_handed_over(event: DealsHandedOver, uow: UnitOfWork) -> None:
    await report_hand_over(event, uow)


@subscriptions.on(OrdersHandedOver)
async def orders_handed_over(event: OrdersHandedOver, uow: UnitOfWork) -> None:
    await report_hand_over(event, uow)


@subscriptions.on(DebtsHandedOver)
async def debts_handed_over(event: DebtsHandedOver, uow: UnitOfWork) -> None:
    await report_hand_over(event, uow)
