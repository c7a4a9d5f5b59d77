"""What does collections listen to?"""

from collections.abc import Sequence

from chassis.db.unit_of_work import UnitOfWork
from chassis.events.envelope import Envelope
from chassis.events.subscriptions import Subscriptions
from messages.approvals.events import PersonChanged
from messages.approvals.notices import NoticeConfirmed
from messages.deals.contracts import ContractEffective
from messages.deals.customer_care.merging import CustomerMerged, CustomerUnmerged
from messages.deals.customer_care.moves import CustomerHandedOver
from messages.deals.customers import CustomerAdded, CustomerChanged
from messages.hand_over import PersonHandedOver
from messages.orders.order_changes import OrderChanged
from messages.orders.orders import (
    OrderCancelled,
    OrderCancelRequested,
    OrderClosedShort,
    OrderConfirmed,
    OrderPlaced,
    OrderReceived,
    OrderShipped,
)
from messages.orders.returns import ReturnReceived
from messages.orders.shipments import (
    DifferenceDecided,
    ShipmentPartlyReceived,
    ShipmentReceived,
    ShipmentReturned,
)
from services.collections.use_cases.accounts.close_account import close_account
from services.collections.use_cases.accounts.open_account import open_account
from services.collections.use_cases.allowances import grant_allowance
from services.collections.use_cases.commission import follow_goods
from services.collections.use_cases.dunning.confirm_notified import confirm_all_notified, confirm_notified
from services.collections.use_cases.plans.make_payment_plan import make_payment_plan
from services.collections.use_cases.projections.hand_over_records import hand_over_of_customer, hand_over_records
from services.collections.use_cases.projections.move_owner import move_owner
from services.collections.use_cases.projections.project_customer import project_customer
from services.collections.use_cases.receivables import set_due_dates
from services.collections.use_cases.receivables.cancel_receivables_on_cancellation import (
    cancel_receivables_on_cancellation,
)
from services.collections.use_cases.receivables.open_receivables import (
    open_receivables,
    open_receivables_for_change,
)

subscriptions = Subscriptions("collections")
subscriptions.on_people()


@subscriptions.on(CustomerAdded)
async def customer_added(event: CustomerAdded, uow: UnitOfWork) -> None:
    await project_customer(event, uow)


@subscriptions.on(CustomerChanged)
async def customer_changed(event: CustomerChanged, uow: UnitOfWork) -> None:
    await project_customer(event, uow)


@subscriptions.on(PersonChanged)
async def person_moved(event: PersonChanged, uow: UnitOfWork) -> None:
    await move_owner(event, uow)


@subscriptions.on(NoticeConfirmed)
async def notice_confirmed(event: NoticeConfirmed, uow: UnitOfWork) -> None:
    await confirm_notified(event, uow)


@subscriptions.on_many(notice_confirmed, NoticeConfirmed)
async def notices_confirmed(envelopes: Sequence[Envelope], uow: UnitOfWork) -> None:
    await confirm_all_notified([NoticeConfirmed.model_validate(one.data) for one in envelopes], uow)


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
    await set_due_dates.set_due_dates_on_shipment(event, uow)


@subscriptions.on(OrderReceived)
async def order_received(event: OrderReceived, uow: UnitOfWork) -> None:
    await set_due_dates.set_due_dates_on_receipt(event, uow)


@subscriptions.on(OrderCancelRequested)
async def order_cancel_requested(event: OrderCancelRequested, uow: UnitOfWork) -> None:
    await close_account(event, uow)


@subscriptions.on(OrderCancelled)
async def order_cancelled(event: OrderCancelled, uow: UnitOfWork) -> None:
    await cancel_receivables_on_cancellation(event, uow)


@subscriptions.on(OrderClosedShort)
async def order_closed_short(event: OrderClosedShort, uow: UnitOfWork) -> None:
    await grant_allowance.grant_allowance_for_closing(event, uow)


@subscriptions.on(OrderChanged)
async def order_changed(event: OrderChanged, uow: UnitOfWork) -> None:
    follow = grant_allowance.grant_allowance_for_change if event.difference.amount < 0 else open_receivables_for_change
    await follow(event, uow)


@subscriptions.on(DifferenceDecided)
async def difference_decided(event: DifferenceDecided, uow: UnitOfWork) -> None:
    await grant_allowance.grant_allowance_for_difference(event, uow)


@subscriptions.on(ReturnReceived)
async def return_received(event: ReturnReceived, uow: UnitOfWork) -> None:
    await grant_allowance.grant_allowance_for_return(event, uow)


@subscriptions.on(CustomerMerged)
async def customer_merged(event: CustomerMerged, uow: UnitOfWork) -> None:
    await project_customer(event, uow)


@subscriptions.on(CustomerUnmerged)
async def customer_unmerged(event: CustomerUnmerged, uow: UnitOfWork) -> None:
    await project_customer(event, uow)


@subscriptions.on(CustomerHandedOver)
async def customer_handed_over(event: CustomerHandedOver, uow: UnitOfWork) -> None:
    await hand_over_of_customer(event, uow)


@subscriptions.on(PersonHandedOver)
async def person_handed_over(event: PersonHandedOver, uow: UnitOfWork) -> None:
    await hand_over_records(event, uow)


@subscriptions.on(ShipmentReceived)
async def shipment_received(event: ShipmentReceived, uow: UnitOfWork) -> None:
    await follow_goods.follow_receipt(event, uow)


@subscriptions.on(ShipmentPartlyReceived)
async def shipment_partly_received(event: ShipmentPartlyReceived, uow: UnitOfWork) -> None:
    await follow_goods.follow_receipt(event, uow)


@subscriptions.on(ShipmentReturned)
async def shipment_returned(event: ShipmentReturned, uow: UnitOfWork) -> None:
    await follow_goods.follow_cancellation(event, uow)


@subscriptions.on(ReturnReceived)
async def returned_goods_followed(event: ReturnReceived, uow: UnitOfWork) -> None:
    await follow_goods.follow_return(event, uow)


@subscriptions.on(OrderReceived)
async def arrived_goods_followed(event: OrderReceived, uow: UnitOfWork) -> None:
    await follow_goods.follow_arrival(event, uow)
