"""Which customers of a shard are to be reminded or dunned by now?"""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork, Work
from messages.collections.receivables import CustomerDunned, SweepShard, SweptShard
from messages.money import Money, total
from services.collections.domain.dunning import Line, worded
from services.collections.domain.ladder import REMINDER, Rung
from services.collections.store import credits, shards
from services.collections.tables import Dunning, Receivable
from services.collections.use_cases.reach_rungs import reach_rungs
from services.collections.use_cases.tell_credits import tell_credits

Reached = list[tuple[Receivable, list[Rung]]]


async def sweep_shard(shard: int, command: SweepShard, uow: UnitOfWork) -> SweptShard:
    """Whole customers, each rung once; asked again for the same moment there is nothing left to do."""
    async with uow.begin() as work:
        await shards.find_shard(work, shard)
        due = await shards.lock_due(work, shard, command.limit)
        reached = await reach_rungs(work, await shards.ladder(work), [(row, work.now) for row in due])
        told = [(row, reached[row.id]) for row in due]
        dunned = await _dun(work, [(row, rungs) for row, rungs in told if any(rung.number for rung in rungs)])
        await tell_credits(work, {(row.customer_id, row.currency) for row in due})
        watched = await shards.lock_shard(work, shard)
        watched.next_due_at = await shards.nearest(work, shard)
        return SweptShard(
            reminded=sum(rung.number == REMINDER for _, rungs in told for rung in rungs),
            escalated=sum(rung.number != REMINDER for _, rungs in told for rung in rungs),
            dunned=dunned,
            next_due_at=watched.next_due_at,
            more=watched.next_due_at is not None and watched.next_due_at <= work.now,
        )


async def _dun(work: Work, late: Reached) -> int:
    """One message per customer and currency."""
    grouped: dict[credits.Key, Reached] = {}
    for row, rungs in late:
        grouped.setdefault((row.customer_id, row.currency), []).append((row, rungs))
    sent = [_dunning(work, work.new_id(), of_customer) for of_customer in grouped.values()]
    await credits.add_dunnings(work, sent)
    for dunning in sent:
        money = Money(amount=dunning.amount, currency=dunning.currency)
        work.emit(
            CustomerDunned(
                dunning_id=dunning.id,
                customer_id=dunning.customer_id,
                rungs=dunning.rungs,
                total=money,
                told=dunning.told,
                version=1,
            )
        )
    return len(sent)


def _dunning(work: Work, id: UUID, reached: Reached) -> Dunning:
    first = reached[0][0]
    owed = total([row.open for row, _ in reached], first.currency)
    lines = [Line(row.number, row.due_on, row.rung or 0, row.open) for row, _ in reached if row.due_on]
    return Dunning(
        id=id,
        customer_id=first.customer_id,
        customer_name=first.customer_name,
        owner_id=first.owner_id,
        owner_unit=first.owner_unit,
        legal_entity_id=first.legal_entity_id,
        rungs={line.number: line.rung for line in lines},
        amount=owed.amount,
        currency=owed.currency,
        told=list(dict.fromkeys(rung.tells for _, rungs in reached for rung in rungs if rung.number)),
        text_zh=worded("zh", customer=first.customer_name, lines=lines, total=owed),
        text_en=worded("en", customer=first.customer_name, lines=lines, total=owed),
        sent_at=work.now,
    )
