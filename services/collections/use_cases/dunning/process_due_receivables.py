"""Which customers of a shard are to be reminded or dunned by now?"""

from datetime import date, timedelta
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.dunning.dunnings import DunningPrepared, ProcessDueReceivables, ProcessedShard
from messages.collections.dunning.letters import LetterState
from messages.money import total
from services.collections.domain.due_dates import days_late
from services.collections.domain.dunning_message import Line
from services.collections.domain.dunning_procedure import REMINDER, DunningLevel
from services.collections.store import credit, shards
from services.collections.store.cases import holds
from services.collections.store.dunning.procedures import lock_timed_before
from services.collections.tables import Dunning, Receivable, Shard
from services.collections.use_cases.dunning.keep_forecast import keep_forecast, keep_sums
from services.collections.use_cases.holds.hold_receivables import hold_receivables
from services.collections.use_cases.holds.ring_cases import ring_cases
from services.collections.use_cases.letters.queue_letters import (
    number_letters,
    queue_letters,
    supersede_letters,
    wake_mailer,
)
from services.collections.use_cases.steps.publish_credits import publish_credits
from services.collections.use_cases.steps.reach_levels import reach_levels, set_clocks

# What is late at one moment is written first, all of it; then the letters leave.
BREATH = timedelta(seconds=30)

LevelsReached = list[tuple[Receivable, list[DunningLevel]]]


async def process_due_receivables(shard: int, command: ProcessDueReceivables, uow: UnitOfWork) -> ProcessedShard:
    """Whole customers, each dunning level once; asked again for the same moment there is nothing left to do. Clocks
    that another procedure set than is theirs by now are set anew first, batch by batch."""
    await keep_sums(shard, uow)
    async with uow.begin() as work:
        moved = await ring_cases(work, shard, command.limit)
        await publish_credits(work, {(row.customer_id, row.currency) for row in moved})
    async with uow.begin() as work:
        timed_before = await lock_timed_before(work, shard, command.limit)
        await set_clocks(work, timed_before)
        due = [] if timed_before else await shards.lock_due(work, shard, command.limit)
        ready = await hold_receivables(work, due)
        reached = await reach_levels(work, [(row, work.now) for row in ready])
        handled = [(row, reached.get(row.id, [])) for row in ready]
        if due:
            await publish_credits(work, {(row.customer_id, row.currency) for row in due})
        await work.write()
        shard_row = await shards.lock_shard(work, shard)
        shard_row.next_due_at = await holds.nearest(work, shard)
        await keep_forecast(work, shard_row)
        late = [(row, levels) for row, levels in handled if any(level.number for level in levels)]
        dunned = await _dun(work, late, shard_row)
        return ProcessedShard(
            reminded=sum(level.number == REMINDER for _, levels in handled for level in levels),
            escalated=sum(level.number != REMINDER for _, levels in handled for level in levels),
            dunned=dunned,
            next_due_at=shard_row.next_due_at,
            more=bool(timed_before) or (shard_row.next_due_at is not None and shard_row.next_due_at <= work.now),
        )


async def _dun(work: Work, late: LevelsReached, shard: Shard) -> int:
    """One letter per customer, currency and legal entity; where a level asks for it, it goes out."""
    grouped: dict[tuple[UUID, str, str], LevelsReached] = {}
    for row, levels in late:
        grouped.setdefault((row.customer_id, row.currency, row.legal_entity_id), []).append((row, levels))
    prepared = [_dunning(work, work.new_id(), of_customer) for of_customer in grouped.values()]
    reached_now = {dunning.id: dunning.levels for dunning in prepared}
    letters = [dunning for dunning in prepared if dunning.letter_state is LetterState.WAITING]
    await supersede_letters(work, letters)
    wake_mailer(work, shard, len(letters))
    for dunning in prepared:
        work.emit(
            DunningPrepared(
                dunning_id=dunning.id,
                customer_id=dunning.customer_id,
                levels=reached_now[dunning.id],
                total=dunning.total,
                notifies=dunning.notifies,
                letter=dunning.letter,
                version=1,
            )
        )
    await work.flush()  # from the numbers on the other shards wait: all else is written by then
    await number_letters(work, letters)
    await credit.add_dunnings(work, prepared)
    await queue_letters(work, letters, after=BREATH)
    return len(prepared)


def _dunning(work: Work, id: UUID, reached: LevelsReached) -> Dunning:
    first = reached[0][0]
    owed = total([row.open for row, _ in reached], first.currency)
    lines = [_line(work, row, row.due_on) for row, _ in reached if row.due_on]
    late = [level for _, levels in reached for level in levels if level.number]
    asks = any(level.letter for level in late)
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
        notifies=list(dict.fromkeys(who for level in late for who in level.notifies)),
        letter=asks,
        lines=[line.kept() for line in lines],
        prepared_at=work.now,
        letter_state=LetterState.WAITING if asks else LetterState.NOT_ASKED,
    )


def _line(work: Work, row: Receivable, due_on: date) -> Line:
    late = days_late(due=due_on, settled_on=None, now=work.now, tz=row.tz)
    return Line(row.number, due_on, row.level or 0, late, row.open)
