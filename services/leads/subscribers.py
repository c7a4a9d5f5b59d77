"""What does the leads service listen to? One event, one use case."""

from chassis.db.unit_of_work import UnitOfWork
from chassis.events.subscriptions import Subscriptions
from messages.approvals.events import (
    AbsenceAdded,
    AbsenceEnded,
    CalendarChanged,
    LegalEntityChanged,
    PersonChanged,
    TodoDone,
)
from messages.deals.contact_persons import ContactPersonChanged, ContactPersonRemoved
from messages.deals.customer_care.merging import CustomerMerged, CustomerUnmerged
from messages.deals.customer_care.moves import CustomerHandedOver
from messages.deals.customers import CustomerAdded, CustomerChanged
from messages.deals.opportunities import (
    OpportunityLost,
    OpportunityOpened,
    OpportunityReopened,
    OpportunityWon,
)
from messages.hand_over import PersonHandedOver
from services.leads.use_cases.projections.complete_ticked_task import complete_ticked_task
from services.leads.use_cases.projections.hand_over_records import hand_over_records
from services.leads.use_cases.projections.move_owner import move_owner
from services.leads.use_cases.projections.project_absence import project_absence
from services.leads.use_cases.projections.project_calendar import project_calendar, project_legal_entity
from services.leads.use_cases.projections.project_contact_person import project_contact_person
from services.leads.use_cases.projections.project_customer import project_customer
from services.leads.use_cases.projections.project_sale import project_sale
from services.leads.use_cases.projections.project_won import project_won

subscriptions = Subscriptions("leads")
subscriptions.on_people()


@subscriptions.on(LegalEntityChanged)
async def legal_entity_changed(event: LegalEntityChanged, uow: UnitOfWork) -> None:
    await project_legal_entity(event, uow)


@subscriptions.on(CalendarChanged)
async def calendar_changed(event: CalendarChanged, uow: UnitOfWork) -> None:
    await project_calendar(event, uow)


@subscriptions.on(PersonChanged)
async def person_moved(event: PersonChanged, uow: UnitOfWork) -> None:
    await move_owner(event, uow)


@subscriptions.on(AbsenceAdded)
async def absence_added(event: AbsenceAdded, uow: UnitOfWork) -> None:
    await project_absence(event, uow)


@subscriptions.on(AbsenceEnded)
async def absence_ended(event: AbsenceEnded, uow: UnitOfWork) -> None:
    await project_absence(event, uow)


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
    await project_customer(event, uow)


@subscriptions.on(OpportunityWon)
async def customer_bought(event: OpportunityWon, uow: UnitOfWork) -> None:
    await project_won(event, uow)


@subscriptions.on(OpportunityReopened)
async def sale_undone(event: OpportunityReopened, uow: UnitOfWork) -> None:
    await project_won(event, uow)


@subscriptions.on(ContactPersonChanged)
async def contact_person_changed(event: ContactPersonChanged, uow: UnitOfWork) -> None:
    await project_contact_person(event, uow)


@subscriptions.on(ContactPersonRemoved)
async def contact_person_removed(event: ContactPersonRemoved, uow: UnitOfWork) -> None:
    await project_contact_person(event, uow)


@subscriptions.on(PersonHandedOver)
async def person_handed_over(event: PersonHandedOver, uow: UnitOfWork) -> None:
    await hand_over_records(event, uow)


@subscriptions.on(OpportunityOpened)
async def opportunity_opened(event: OpportunityOpened, uow: UnitOfWork) -> None:
    await project_sale(event, uow)


@subscriptions.on(OpportunityWon)
async def opportunity_won(event: OpportunityWon, uow: UnitOfWork) -> None:
    await project_sale(event, uow)


@subscriptions.on(OpportunityLost)
async def opportunity_lost(event: OpportunityLost, uow: UnitOfWork) -> None:
    await project_sale(event, uow)


@subscriptions.on(OpportunityReopened)
async def opportunity_reopened(event: OpportunityReopened, uow: UnitOfWork) -> None:
    await project_sale(event, uow)


@subscriptions.on(TodoDone)
async def todo_done(event: TodoDone, uow: UnitOfWork) -> None:
    await complete_ticked_task(event, uow)
