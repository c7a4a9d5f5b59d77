"""How much money shall somebody's orders bring in a month?"""

from dataclasses import replace

from chassis.auth.reach import must_see
from chassis.db.unit_of_work import UnitOfWork
from chassis.records.people import find_person
from messages.collections.commission import CommissionQuotaView, SetCommissionQuota
from messages.errors import NotFound
from services.collections.store.commission import plans
from services.collections.tables import CommissionQuota
from services.collections.use_cases.commission.book_commission import book_commission


async def set_commission_quota(command: SetCommissionQuota, uow: UnitOfWork) -> CommissionQuotaView:
    """It counts for money from then on; what came before accrues by the quota before. Raises NotFound."""
    await book_commission(replace(uow, key=None))
    async with uow.begin() as work:
        person = await find_person(work, command.person_id)
        if person is None:
            raise NotFound("person", command.person_id)
        must_see(work.actor, person.legal_entity_id, kind="person", id=person.id)
        quota = CommissionQuota(
            **command.model_dump(),
            name=person.name,
            legal_entity_id=person.legal_entity_id,
            set_by=work.actor.id,
            set_at=work.now,
        )
        await plans.save_quota(work, quota)
        return quota.view()
