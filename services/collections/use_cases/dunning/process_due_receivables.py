"""Which customers of a shard are to be reminded or dunned by now?"""

from datetime import date
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.dunning import DunningPrepared, ProcessDueReceivables, ProcessedShard
from messages.money import Money, total
from services.collections.domain.due_dates import days_late
from services.collections.domain.dunning_message import Line, dunning_message
from services.collections.domain.dunning_procedure import REMINDER, DunningLevel
from services.collections.store import credit, shards
from services.collections.tables import Dunning, Receivable
from services.collections.use_cases.holds.hold_receivables import hold_receivables
from services.collections.use_cases.holds.ring_cases import ring_cases
from services.collections.use_cases.steps.publish_credits import publish_credits
from services.collections.use_cases.steps.reach_levels import reach_levels

LevelsReached = list[tuple[Receivable, list[DunningLevel]]]


async def process_due_receivables(shard: int, command: ProcessDueReceivables, uow: UnitOfWork) -> ProcessedShard:
    """Whole customers, each dunning level once; asked again for the same moment there is nothing left to do."""
    async with uow.begin() as work:
        await shards.find_shard(work, shard)
        moved = await ring_cases(work, shard, command.limit)
        await publish_credits(work, {(row.customer_id, row.currency) for row in moved})
    async with uow.begin() as work:
        due = await shards.lock_due(work, shard, command.limit)
        ready = await hold_receivables(work, due)
        reached = await reach_levels(work, await shards.dunning_procedure(work), [(row, work.now) for row in ready])
        handled = [(row, reached[row.id]) for row in ready]
        dunned = await _dun(work, [(row, levels) for row, levels in handled if any(level.number for level in levels)])
        await publish_credits(work, {(row.customer_id, row.currency) for row in due})
        shard_row = await shards.lock_shard(work, shard)
        shard_row.next_due_at = await shards.nearest(work, shard)
        return ProcessedShard(
            reminded=sum(level.number == REMINDER for _, levels in handled for level in levels),
            escalated=sum(level.number != REMINDER for _, levels in handled for level in levels),
            dunned=dunned,
            next_due_at=shard_row.next_due_at,
            more=shard_row.next_due_at is not None and shard_row.next_due_at <= work.now,
        )


async def _dun(work: Work, late: LevelsReached) -> int:
    """One letter per customer and currency."""
    grouped: dict[credit.Key, LevelsReached] = {}
    for row, levels in late:
        grouped.setdefault((row.customer_id, row.currency), []).append((row, levels))
    prepared = [_dunning(work, work.new_id(), of_customer) for of_customer in grouped.values()]
    await credit.add_dunnings(work, prepared)
    for dunning in prepared:
        money = Money(amount=dunning.amount, currency=dunning.currency)
        work.emit(
            DunningPrepared(
                dunning_id=dunning.id,
                customer_id=dunning.customer_id,
                levels=dunning.levels,
                total=money,
                notifies=dunning.notifies,
                version=1,
            )
        )
    return len(prepared)


def _dunning(work: Work, id: UUID, reached: LevelsReached) -> Dunning:
    first = reached[0][0]
    owed = total([row.open for row, _ in reached], first.currency)
    lines = [_line(work, row, row.due_on) for row, _ in reached if row.due_on]
    return Dunning(
        id=id,
        customer_id=first.customer_id,
        customer_name=first.customer_name,
        owner_id=first.owner_id,
        owner_unit=first.owner_unit,
        legal_entity_id=first.legal_entity_id,
        levels={line.number: line.level for line in lines},
        amount=owed.amount,
        currency=owed.currency,
        notifies=list(dict.fromkeys(level.notifies for _, levels in reached for level in levels if level.number)),
        text_zh=dunning_message("zh", customer=first.customer_name, lines=lines, total=owed),
        text_en=dunning_message("en", customer=first.customer_name, lines=lines, total=owed),
        prepared_at=work.now,
    )


def _line(work: Work, row: Receivable, due_on: date) -> Line:
    late = days_late(due=due_on, settled_on=None, now=work.now, tz=row.tz)
    return Line(row.number, due_on, row.level or 0, late, row.open)
