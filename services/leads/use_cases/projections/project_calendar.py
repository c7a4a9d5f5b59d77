"""What does leads know of a legal entity and its calendar?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.events import CalendarChanged, LegalEntityChanged
from services.leads.store import projections


async def project_legal_entity(event: LegalEntityChanged, uow: UnitOfWork) -> None:
    async with uow.begin() as work:
        await projections.project_legal_entity(
            work, id=event.legal_entity_id, calendar=event.calendar, tz=event.tz, version=event.version
        )


async def project_calendar(event: CalendarChanged, uow: UnitOfWork) -> None:
    async with uow.begin() as work:
        working_time = event.model_dump(mode="json", include={"tz", "hours", "weekdays", "holidays", "makeup_days"})
        await projections.project_calendar(work, code=event.code, working_time=working_time, version=event.version)
