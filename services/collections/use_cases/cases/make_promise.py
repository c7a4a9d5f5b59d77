"""A customer says that he pays by a day: what is written down, and how long does dunning wait?"""

from decimal import Decimal

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.cases.promises import MakePromise, PromiseMade, PromiseStatus, PromiseView
from messages.errors import RuleViolation
from messages.money import Money, total
from services.collections.domain.cases.promises import may_hold, must_be_owed, promise_breaks_at
from services.collections.store.cases import links, promises
from services.collections.tables import Promise, Receivable
from services.collections.tables.columns import Promises
from services.collections.use_cases.cases.chosen import chosen
from services.collections.use_cases.holds.hold_receivables import hold_receivables
from services.collections.use_cases.steps.publish_deadlines import publish_clocks
from services.collections.use_cases.steps.reach_levels import reach_levels


async def make_promise(command: MakePromise, uow: UnitOfWork, *, most_days: int) -> PromiseView:
    """The same id again shows what stands. Raises NotFound, COL-187, COL-189, COL-190."""
    async with uow.begin() as work:
        id = command.id or work.new_id()
        if await links.find_record(work, Promises, id) is not None:
            known = await links.get_visible_record(work, Promises, id, kind="promise")
            return known.view((await links.rows_of(work, [id]))[id])  # type: ignore[no-any-return]
        rows = await chosen(work, command.receivable_ids)
        first, ids = rows[0], [row.id for row in rows]
        if len({row.currency for row in rows}) > 1:
            raise RuleViolation("COL-187", number=first.number)
        running, broken_before = await promises.promised_before(work, ids)
        owed = total([row.open for row in rows], first.currency)
        free = Money(amount=max(owed.amount - running, Decimal(0)), currency=first.currency)
        must_be_owed(Money(amount=command.amount, currency=first.currency), free)
        promise = Promise(
            id=id,
            number=await links.next_number(work, first, "P"),
            customer_id=first.customer_id,
            customer_name=first.customer_name,
            legal_entity_id=first.legal_entity_id,
            status=PromiseStatus.OPEN,
            amount=command.amount,
            currency=first.currency,
            paid_before=await promises.paid_by(work, ids, command.promised_on),
            promised_on=command.promised_on,
            promised_by=command.promised_by,
            note=command.note,
            breaks_at=promise_breaks_at(command.promised_on, now=work.now, tz=first.tz, most_days=most_days),
            holds=may_hold(broken_before=broken_before),
            shard=first.shard,
            made_by=work.actor.id,
            made_at=work.now,
        )
        await _keep(work, promise, rows)
        return promise.view(rows)


async def _keep(work: Work, promise: Promise, rows: list[Receivable]) -> None:
    """What was reached before is reached."""
    await reach_levels(work, [(row, work.now) for row in rows if row.next_at])
    work.session.add(promise)
    links.link(work, promise.id, rows)
    for row in rows:
        row.promised = True
        row.version += 1
    await hold_receivables(work, rows)
    work.emit(PromiseMade(**promise.event_args(rows), made_by=promise.made_by))
    await publish_clocks(work, {promise.shard: promise.breaks_at})
