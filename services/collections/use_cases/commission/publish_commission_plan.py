"""How does the next version of a plan come into force?"""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from chassis.auth.reach import must_reach
from chassis.db.unit_of_work import UnitOfWork
from messages.collections.commission import CommissionPlanView, PublishCommissionPlan
from services.collections.domain.commission.plans import must_be_sound, must_begin_later
from services.collections.store.commission import plans
from services.collections.tables import CommissionPlan

VERB = "POST /commission-plans"


async def publish_commission_plan(command: PublishCommissionPlan, uow: UnitOfWork) -> CommissionPlanView:
    """For what happens from then on; nothing that has accrued changes. The same key again shows what it published."""
    must_be_sound(command.mode, command.rate, command.tiers)
    zone = ZoneInfo(uow.database.tz)
    async with uow.begin() as work:
        must_reach(work.actor, command.legal_entity_id, verb=VERB)
        last = await plans.lock_last(work, command.legal_entity_id, command.unit)
        id = work.new_id()
        if work.repeated and (published := await plans.find_plan(work, id)) is not None:
            return published.view()
        day = command.valid_from
        begins_at = datetime.combine(day, time(), zone).astimezone(UTC) if day else work.now
        if last is None:
            begins_at = max(begins_at, work.now)
        must_begin_later(begins_at, work.now, last.begins_at if last else None)
        if not await plans.has_plan(work, command.legal_entity_id):
            await plans.add_arrived_before(work, command.legal_entity_id)
        terms = command.model_dump(exclude={"valid_from", "tiers"})
        made = CommissionPlan(
            **terms,
            id=id,
            version=last.version + 1 if last else 1,
            tiers=[tier.model_dump(mode="json") for tier in command.tiers],
            begins_at=begins_at,
            published_by=work.actor.id,
            published_at=work.now,
        )
        work.session.add(made)
        await work.session.flush()
        await work.session.refresh(made)  # as the table keeps it: the same key shows the very same rates
        return made.view()
