"""What does leads know of when people are away?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.events import AbsenceAdded, AbsenceEnded
from services.leads.store.distribution.assignment import save_absence
from services.leads.tables import AbsenceRow


async def project_absence(event: AbsenceAdded | AbsenceEnded, uow: UnitOfWork) -> None:
    """So that no rule gives him leads meanwhile; its end may be heard of before it."""
    if isinstance(event, AbsenceAdded):
        times = {"starts_at": event.starts_at, "ends_at": event.ends_at}
    else:
        times = {"ended_at": event.ended_at}
    async with uow.begin() as work:
        await save_absence(work, AbsenceRow(id=event.absence_id, person_id=event.person_id, **times))
