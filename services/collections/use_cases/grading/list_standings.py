"""How far is each customer trusted?"""

from chassis.db.paging import page_of
from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.collections.grading.grades import CreditGrade, CreditStandingView
from services.collections.store.grading import records
from services.collections.tables.columns import CreditStandings
from services.collections.use_cases.grading.show_credit_file import standing_view


async def list_standings(
    uow: UnitOfWork,
    *,
    cursor: str | None,
    limit: int,
    grade: CreditGrade | None = None,
    on_hold: bool | None = None,
    q: str | None = None,
) -> Page[CreditStandingView]:
    """Of the customers in the reader's scope, the lowest score first."""
    async with uow.begin() as work:
        return await page_of(
            work,
            records.query_standings(work, grade=grade, on_hold=on_hold, q=q),
            key=(CreditStandings.score, CreditStandings.customer_id),
            cursor=cursor,
            limit=limit,
            view=lambda row: standing_view(row[1], row[0]),
        )
