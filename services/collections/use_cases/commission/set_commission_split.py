"""Among whom is the commission of an order split from now on?"""

from uuid import UUID

from chassis.auth.reach import must_see
from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.records.people import Person, find_person
from messages.collections.commission import CommissionSplitView, SetCommissionSplit
from messages.errors import NotFound
from services.collections.domain.commission.shares import percents_of
from services.collections.store.commission import plans
from services.collections.tables import CommissionSplit
from services.collections.use_cases.commission.show_commission_split import split_of


async def set_commission_split(order_id: UUID, command: SetCommissionSplit, uow: UnitOfWork) -> CommissionSplitView:
    """For what happens from now on. Who may: a manager, of an order of his unit; finance. The same again changes
    nothing. Raises NotFound, also of somebody who is not of the house."""
    async with uow.begin() as work:
        account = await plans.get_visible_account(work, order_id)
        percents = percents_of([(one.person_id, one.percent) for one in command.shares], command.remainder_to)
        parts = []
        for person_id, percent in percents:
            person = await _person(work, person_id)
            parts.append([str(person.id), person.name, person.unit, str(percent)])
        last = await plans.find_split(work, order_id)
        if last is None or last.parts != parts:
            work.session.add(CommissionSplit(order_id=order_id, set_at=work.now, parts=parts, set_by=work.actor.id))
            await work.session.flush()
        return await split_of(work, account)


async def _person(work: Work, id: UUID) -> Person:
    person = await find_person(work, id)
    if person is None or not person.active:
        raise NotFound("person", id)
    must_see(work.actor, person.legal_entity_id, kind="person", id=id)
    return person
