"""What does the leads service listen to? One event, one use case."""

from chassis.subscriptions import Subscriptions
from chassis.unit_of_work import UnitOfWork
from messages.approvals.events import CalendarChanged, LegalEntityChanged, PersonChanged
from messages.deals.customers import CustomerAdded, CustomerChanged
from services.leads.use_cases.move_owner import move_owner
from services.leads.use_cases.note_calendar import note_calendar, note_legal_entity
from services.leads.use_cases.note_customer import note_customer

subscriptions = Subscriptions("leads")


@subscriptions.on(LegalEntityChanged)
async def legal_entity_changed(event: LegalEntityChanged, uow: UnitOfWork) -> None:
    await note_legal_entity(event, uow)


@subscriptions.on(CalendarChanged)
async def calendar_changed(event: CalendarChanged, uow: UnitOfWork) -> None:
    await note_calendar(event, uow)


@subscriptions.on(PersonChanged)
async def person_moved(event: PersonChanged, uow: UnitOfWork) -> None:
    await move_owner(event, uow)


@subscriptions.on(CustomerAdded)
async def customer_added(event: CustomerAdded, uow: UnitOfWork) -> None:
    await note_customer(event, uow)


@subscriptions.on(CustomerChanged)
async def customer_changed(event: CustomerChanged, uow: UnitOfWork) -> None:
    await note_customer(event, uow)
