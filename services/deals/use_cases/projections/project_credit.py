"""How far does finance trust a customer?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.grading.grades import CreditStandingChanged
from services.deals.store import projections
from services.deals.tables import CreditProjection


async def project_credit(event: CreditStandingChanged, uow: UnitOfWork) -> None:
    """What was said last; an older event that comes late changes nothing."""
    async with uow.begin() as work:
        credit = CreditProjection(
            customer_id=event.customer_id,
            grade=event.grade,
            on_hold=event.on_hold,
            hold_reason=event.hold_reason,
            most_days=event.most_days,
            days_late=event.days_late,
            room={one.currency: str(one.amount) for one in event.room},
            version=event.version,
        )
        await projections.project_credit(work, credit)
