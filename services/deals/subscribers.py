"""What does deals listen to?"""

from chassis.db.unit_of_work import UnitOfWork
from chassis.events.subscriptions import Subscriptions
from messages.approvals.events import PersonChanged
from messages.collections.grading.grades import CreditStandingChanged
from messages.collections.offers.terms import TermsOfferChanged
from messages.hand_over import PersonHandedOver
from messages.leads.events import LeadConverted
from messages.orders.call_offs import CallOffsClosed, CallOffsKept
from messages.orders.orders import OrderCancelled, OrderConfirmed, OrderPlaced
from messages.orders.products import ProductChanged
from services.deals.use_cases.contracts.finish_cancellation import finish_cancellation, keep_contract
from services.deals.use_cases.opportunities.open_converted_lead import open_converted_lead
from services.deals.use_cases.projections.hand_over_records import hand_over_records
from services.deals.use_cases.projections.move_owner import move_owner
from services.deals.use_cases.projections.project_credit import project_credit
from services.deals.use_cases.projections.project_order import project_order
from services.deals.use_cases.projections.project_product import project_product
from services.deals.use_cases.projections.project_terms_offer import project_terms_offer

subscriptions = Subscriptions("deals")
subscriptions.on_people()


@subscriptions.on(LeadConverted)
async def lead_converted(event: LeadConverted, uow: UnitOfWork) -> None:
    await open_converted_lead(event, uow)


@subscriptions.on(ProductChanged)
async def product_changed(event: ProductChanged, uow: UnitOfWork) -> None:
    await project_product(event, uow)


@subscriptions.on_newer(CreditStandingChanged)
async def credit_standing_changed(event: CreditStandingChanged, uow: UnitOfWork) -> None:
    await project_credit(event, uow)


@subscriptions.on_newer(TermsOfferChanged)
async def terms_offer_changed(event: TermsOfferChanged, uow: UnitOfWork) -> None:
    await project_terms_offer(event, uow)


@subscriptions.on_newer(OrderPlaced)
async def order_placed(event: OrderPlaced, uow: UnitOfWork) -> None:
    await project_order(event, uow)


@subscriptions.on_newer(OrderConfirmed)
async def order_confirmed(event: OrderConfirmed, uow: UnitOfWork) -> None:
    await project_order(event, uow)


@subscriptions.on(OrderCancelled)
async def order_cancelled(event: OrderCancelled, uow: UnitOfWork) -> None:
    await project_order(event, uow)


@subscriptions.on(CallOffsClosed)
async def call_offs_closed(event: CallOffsClosed, uow: UnitOfWork) -> None:
    await finish_cancellation(event, uow)


@subscriptions.on(CallOffsKept)
async def call_offs_kept(event: CallOffsKept, uow: UnitOfWork) -> None:
    await keep_contract(event, uow)


@subscriptions.on(PersonChanged)
async def person_moved(event: PersonChanged, uow: UnitOfWork) -> None:
    await move_owner(event, uow)


@subscriptions.on(PersonHandedOver)
async def person_handed_over(event: PersonHandedOver, uow: UnitOfWork) -> None:
    await hand_over_records(event, uow)
