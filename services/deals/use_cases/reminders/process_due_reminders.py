"""Which clocks of sales have come to their time, and who is told?"""

from collections.abc import Sequence
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.deals.follow_ups import FollowUpDue
from messages.deals.guidance import GuidanceOverdue
from messages.deals.opportunities import OpportunityStalled, OpportunityStallEscalated
from messages.deals.reminders import ProcessDueReminders, ProcessedReminders
from messages.deals.stages import StageRow
from services.deals.domain.stages import escalates_after, find_stage, stalls_after
from services.deals.store import follow_ups, guidance, opportunities, reminders
from services.deals.store.customer_care import pools
from services.deals.store.labels import labels_of
from services.deals.tables import Guidance, Opportunity, ReminderKind
from services.deals.use_cases.reminders.reclaim_customers import reclaim_customers, warn_owners
from services.deals.use_cases.steps.progress import stages_for

TOLD_OWNER, TOLD_MANAGER = 1, 2
K = ReminderKind
OF_CUSTOMERS = (K.CUSTOMER_WARNING, K.CUSTOMER_RECLAIM)


async def process_due_reminders(command: ProcessDueReminders, uow: UnitOfWork) -> ProcessedReminders:
    """Each once, in one transaction with what is said of it: asked again for the same moment, nothing is left."""
    async with uow.begin() as work:
        due = await reminders.list_due(work, command.limit)
        pooled = await pools.lock_due(work, [id for kind, id in due if kind in OF_CUSTOMERS])  # before their sales
        resting = await opportunities.lock_resting(work, [id for kind, id in due if kind is K.STALL])
        guided = await guidance.lock_open(work, ids=[id for kind, id in due if kind is K.GUIDANCE])
        taken = await reminders.take_due(work, due) if due else {}
        await _follow_ups_due(work, [id for kind, id in taken if kind is K.FOLLOW_UP])
        await _stalled(work, [(row, taken[K.STALL, row.id]) for row in resting if (K.STALL, row.id) in taken])
        await _overdue(work, [row for row in guided if (K.GUIDANCE, row.id) in taken])
        await warn_owners(work, [row for row in pooled if (K.CUSTOMER_WARNING, row.id) in taken])
        await reclaim_customers(work, [row for row in pooled if (K.CUSTOMER_RECLAIM, row.id) in taken])
        await work.write()
        nearest = await reminders.nearest(work)
        more = nearest is not None and nearest <= work.now
        return ProcessedReminders(handled=len(taken), next_due_at=nearest, more=more)


async def _follow_ups_due(work: Work, ids: Sequence[UUID]) -> None:
    """A follow-up that nobody has answered asks its owner of today."""
    for row, customer_name, owner_id in await follow_ups.list_ringing(work, ids) if ids else ():
        args = row.event_args(customer_name=customer_name, owner_id=owner_id)
        work.emit(FollowUpDue.model_validate({**args, "next_on": row.next_on, "version": 1}))


async def _stalled(work: Work, rows: Sequence[tuple[Opportunity, int]]) -> None:
    """Its owner is told, once; and when nothing has gone on since, his manager, once. What has gone on meanwhile, or
    may rest longer by now, is looked at again in its time."""
    names = await labels_of(work, customers=[row.customer_id for row, _ in rows], owners=[]) if rows else {}
    rules: dict[tuple[str, str | None], list[StageRow]] = {}
    for row, level in rows:
        key = (row.legal_entity_id, row.business_type)
        rules[key] = rules.get(key) or await stages_for(work, row)
        stage = find_stage(row.stage, rules[key])
        limit = stalls_after(stage)
        if limit is None or row.progressed_at is None:
            continue
        if row.progressed_at + limit > work.now:
            await reminders.set_reminder(work, K.STALL, row.id, row.progressed_at + limit, level=level)
            continue
        event: type[OpportunityStalled] = OpportunityStallEscalated
        if level == TOLD_OWNER:
            event, row.stalled_at = OpportunityStalled, work.now
            again = work.now + escalates_after(stage)
            await reminders.set_reminder(work, K.STALL, row.id, again, level=TOLD_MANAGER)
        work.emit(event.model_validate(_args(row, names.get(row.customer_id, ""))))


def _args(row: Opportunity, customer_name: str) -> dict[str, object]:
    names = {"number", "owner_id", "stage", "progressed_at", "version"}
    return row.model_dump(include=names) | {"opportunity_id": row.id, "customer_name": customer_name}


async def _overdue(work: Work, rows: Sequence[Guidance]) -> None:
    sales = await opportunities.list_by_ids(work, [row.opportunity_id for row in rows]) if rows else {}
    names = await labels_of(work, customers=[one.customer_id for one in sales.values()], owners=[]) if rows else {}
    for row in rows:
        row.overdue = True
        row.version += 1
        customer = names.get(sales[row.opportunity_id].customer_id, "")
        work.emit(GuidanceOverdue.model_validate({**row.event_args(customer), "mentions": [row.given_by]}))
