"""To whom would a lead go, and how is what waits in a pool given out?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.leads.assignment import AssignmentView, DistributedLead, DistributeWaiting
from messages.leads.leads import ExplainAssignment
from services.leads.domain.channels import channel_of
from services.leads.domain.conditions import facts_of
from services.leads.domain.distribution.assignment import must_have_rules
from services.leads.store import leads
from services.leads.store.channels import list_channels
from services.leads.store.distribution import assignment as store
from services.leads.store.views import names_of
from services.leads.use_cases.pools.list_pools import kept_pool
from services.leads.use_cases.steps.assign_by_rules import give, open_desk


async def explain_assignment(pool_id: UUID, command: ExplainAssignment, uow: UnitOfWork) -> AssignmentView:
    """By which rule, to whom, and why to nobody else; nothing is given and no turn is used."""
    async with uow.begin() as work:
        pool = await kept_pool(work, pool_id)
        row = must_have_rules(pool.name, await store.find_rules(work, pool_id))
        channel = channel_of(command.channel, command.source, await list_channels(work, pool.legal_entity_id))
        facts = facts_of(command.model_dump(), command.extra, channels=(channel, command.channel))
        desk = await open_desk(work, row)
        return desk.view(desk.decide(desk.standing, facts))


async def distribute_waiting(pool_id: UUID, command: DistributeWaiting, uow: UnitOfWork) -> list[DistributedLead]:
    """The first that wait, each to whom it would have gone when it came. Sent twice, nothing more is given."""
    async with uow.begin() as work:
        pool = await kept_pool(work, pool_id)
        row = must_have_rules(pool.name, next(iter(await store.lock_rules(work, [pool_id])), None))
        desk = await open_desk(work, row)  # before the leads, as where one is claimed
        waiting = [] if work.repeated else await leads.lock_first_waiting(work, pool_id, command.limit)
        if waiting:
            await give(work, desk, waiting)
        names = await names_of(work, {lead.owner_id for lead in waiting if lead.owner_id})
        return [
            DistributedLead(
                lead_id=lead.id,
                number=lead.number,
                owner_id=lead.owner_id,
                owner_name=names.get(lead.owner_id) if lead.owner_id else None,
                rule=(lead.assignment or {}).get("rule"),
                fallback=(lead.assignment or {}).get("fallback", False),
            )
            for lead in waiting
        ]
