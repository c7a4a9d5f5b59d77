"""What does the leads service listen to? One event, one use case."""

from chassis.subscriptions import Subscriptions
from chassis.unit_of_work import UnitOfWork
from messages.approvals.events import CalendarChanged, LegalEntityChanged, PersonChanged
from services.leads.use_cases.move_owner import move_owner
from services.leads.use_cases.note_calendar import note_calendar, note_legal_entity

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
