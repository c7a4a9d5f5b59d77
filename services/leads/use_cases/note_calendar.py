"""By which calendar does a legal entity reckon?"""

from chassis.unit_of_work import UnitOfWork
from messages.approvals.events import CalendarChanged, LegalEntityChanged
from services.leads.store import pools


async def note_legal_entity(event: LegalEntityChanged, uow: UnitOfWork) -> None:
    async with uow.begin() as work:
        await pools.note_legal_entity(
            work, id=event.legal_entity_id, calendar=event.calendar, tz=event.tz, version=event.version
        )


async def note_calendar(event: CalendarChanged, uow: UnitOfWork) -> None:
    async with uow.begin() as work:
        told = event.model_dump(mode="json", include={"tz", "hours", "weekdays", "holidays", "makeup_days"})
        await pools.note_calendar(work, code=event.code, working_time=told, version=event.version)
