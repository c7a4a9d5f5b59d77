"""What does the orders service listen to?"""

from chassis.db.unit_of_work import UnitOfWork
from chassis.events.subscriptions import Subscriptions
from messages.approvals.events import PersonChanged
from messages.collections.credit import CreditChanged
from messages.collections.grading.grades import CreditStandingChanged
from messages.collections.grading.requests import CreditRequestConfirmed
from messages.collections.offers.terms import TermsOfferChanged
from messages.collections.plans import PaymentPlanMade
from messages.deals.contracts import ContractCancelled, ContractCancelRequested, ContractEffective
from messages.deals.customer_care.merging import CustomerMerged, CustomerUnmerged
from messages.deals.customer_care.moves import CustomerHandedOver
from messages.deals.customers import CustomerAdded, CustomerChanged
from messages.hand_over import PersonHandedOver
from services.orders.use_cases.orders.answer_contract_cancellation import answer_contract_cancellation
from services.orders.use_cases.projections.hand_over_records import hand_over_of_customer, hand_over_records
from services.orders.use_cases.projections.move_owner import move_owner
from services.orders.use_cases.projections.project_contract import (
    project_cancelled_contract,
    project_effective_contract,
    project_payment_plan,
)
from services.orders.use_cases.projections.project_credit import (
    keep_release,
    project_credit,
    project_standing,
    project_terms_offer,
)
from services.orders.use_cases.projections.project_customer import project_customer

subscriptions = Subscriptions("orders")
subscriptions.on_people()


@subscriptions.on(ContractEffective)
async def contract_effective(event: ContractEffective, uow: UnitOfWork) -> None:
    await project_effective_contract(event, uow)


@subscriptions.on(ContractCancelRequested)
async def contract_cancel_requested(event: ContractCancelRequested, uow: UnitOfWork) -> None:
    await answer_contract_cancellation(event, uow)


@subscriptions.on(ContractCancelled)
async def contract_cancelled(event: ContractCancelled, uow: UnitOfWork) -> None:
    await project_cancelled_contract(event, uow)


@subscriptions.on_newer(CustomerAdded)
async def customer_added(event: CustomerAdded, uow: UnitOfWork) -> None:
    await project_customer(event, uow)


@subscriptions.on_newer(CustomerChanged)
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
    await hand_over_of_customer(event, uow)


@subscriptions.on(CreditChanged)
async def credit_changed(event: CreditChanged, uow: UnitOfWork) -> None:
    await project_credit(event, uow)


@subscriptions.on_newer(CreditStandingChanged)
async def credit_standing_changed(event: CreditStandingChanged, uow: UnitOfWork) -> None:
    await project_standing(event, uow)


@subscriptions.on_newer(TermsOfferChanged)
async def terms_offer_changed(event: TermsOfferChanged, uow: UnitOfWork) -> None:
    await project_terms_offer(event, uow)


@subscriptions.on(CreditRequestConfirmed)
async def credit_request_confirmed(event: CreditRequestConfirmed, uow: UnitOfWork) -> None:
    await keep_release(event, uow)


@subscriptions.on(PersonChanged)
async def person_moved(event: PersonChanged, uow: UnitOfWork) -> None:
    await move_owner(event, uow)


@subscriptions.on(PaymentPlanMade)
async def payment_plan_made(event: PaymentPlanMade, uow: UnitOfWork) -> None:
    await project_payment_plan(event, uow)


@subscriptions.on(PersonHandedOver)
async def person_handed_over(event: PersonHandedOver, uow: UnitOfWork) -> None:
    await hand_over_records(event, uow)
