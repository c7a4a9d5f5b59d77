"""What is somebody's commission of a month, line by line?"""

from uuid import UUID

from chassis.db.paging import page_of
from chassis.db.unit_of_work import UnitOfWork
from chassis.records.people import find_person
from messages.collections.commission import CommissionStatement
from messages.errors import NotFound
from services.collections.store.commission import lines
from services.collections.tables.columns import CommissionLines
from services.collections.use_cases.commission.book_commission import book_commission
from services.collections.use_cases.commission.sum_commission import sum_of


async def show_commission_statement(
    person_id: UUID, month: str, uow: UnitOfWork, *, cursor: str | None, limit: int
) -> CommissionStatement:
    """Up to date; its sums are those of the whole month, on each page of its lines. Raises NotFound of somebody whose
    commission the reader may not see."""
    unbooked = await book_commission(uow)
    async with uow.begin() as work:
        person = await find_person(work, person_id)
        sums = [sum_of(row) for row in await lines.sums(work, month, person_id)]
        if not sums and (person is None or not lines.may_see(work.actor, person)):
            raise NotFound("person", person_id)
        key = (CommissionLines.happened_on, CommissionLines.id)
        page = await page_of(work, lines.query_lines(work, month, person_id), key=key, cursor=cursor, limit=limit)
        name = person.name if person else sums[0].person_name
        return CommissionStatement(
            person_id=person_id, person_name=name, month=month, sums=sums, lines=page.items, next=page.next,
            unbooked=unbooked,
        )  # fmt: skip
