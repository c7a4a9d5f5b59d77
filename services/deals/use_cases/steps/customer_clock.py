"""How does a customer's clock run, stop, begin anew? A step of what gives it an owner, or works with it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.deals.customers import CustomerStatus
from services.deals.domain.customer_care.pools import (
    CustomerDeadlines,
    PoolOf,
    deadlines,
    has_its_end,
    pool_for,
    warned_first,
)
from services.deals.store import reminders
from services.deals.store.customer_care.pools import pools_of
from services.deals.tables import Customer, ReminderKind
from services.deals.use_cases.steps.set_reminder import set_reminders

Acts = Mapping[UUID, tuple[datetime | None, datetime | None]]  # last followed up, last won, by customer
WARNING, RECLAIM = ReminderKind.CUSTOMER_WARNING, ReminderKind.CUSTOMER_RECLAIM


def facts_of(row: Customer) -> dict[str, object]:
    """What a pool may ask for."""
    names = ("category", "importance", "need", "urgency", "phase", "sector", "region", "country")
    origin = {"SOURCE": row.origin.get("source"), "PRODUCT_LINE": row.origin.get("product_line")}
    return {name.upper(): getattr(row, name) for name in names} | origin


async def begin_clocks(work: Work, rows: Sequence[Customer]) -> None:
    """Somebody has them from now on. All are of one legal entity."""
    for row in rows:
        if row.followed_at != work.now or row.dealt_at != work.now:
            row.followed_at = row.dealt_at = work.now
    if rows:
        await run_clocks(work, rows, await pools_of(work, rows[0].legal_entity_id))


async def run_clocks(work: Work, rows: Sequence[Customer], pools: Sequence[PoolOf]) -> None:
    """As the rules say now. A customer that nobody owns waits; one that no pool takes is kept for ever. Whose time is
    over already is warned first, and only once: then the end that stands holds."""
    due: list[tuple[ReminderKind, UUID, datetime]] = []
    still = []
    for row in rows:
        if row.owner_id is None or row.status is not CustomerStatus.ACTIVE:
            still.append(row)
            continue
        pool, end = times_of(row, pools, row.followed_at or work.now, row.dealt_at or work.now)
        row.pool_id = pool.id if pool else None
        if end is None:
            still.append(row)
            continue
        if has_its_end(end, work.now, stands=row.reclaim_at):
            continue
        found = end if end.reclaim_at > work.now else warned_first(end, work.now)
        row.reclaim_at = found.reclaim_at
        due += [(WARNING, row.id, found.warn_at), (RECLAIM, row.id, found.reclaim_at)]
    await stop_clocks(work, still)
    await set_reminders(work, due)


async def run_clock(work: Work, row: Customer) -> None:
    """Of one that was changed, or worked with."""
    if row.pool_id is not None or row.owner_id is not None:
        await run_clocks(work, [row], await pools_of(work, row.legal_entity_id))


async def stop_clocks(work: Work, rows: Sequence[Customer]) -> None:
    running = [row for row in rows if row.reclaim_at is not None]
    for row in running:
        row.reclaim_at = None
    for kind in (WARNING, RECLAIM) if running else ():
        await reminders.end_reminders(work, kind, [row.id for row in running])


async def note_contact(work: Work, row: Customer) -> None:
    """Somebody has followed up: its time begins anew. The customer is locked."""
    if row.pool_id is not None and row.owner_id is not None:
        row.followed_at = work.now
        await run_clock(work, row)


async def note_deal(work: Work, row: Customer) -> None:
    """Something was won with it."""
    if row.pool_id is not None and row.owner_id is not None:
        row.dealt_at = row.followed_at = work.now
        await run_clock(work, row)


async def retime(work: Work, rows: Sequence[Customer], pools: Sequence[PoolOf], last: Acts) -> None:
    """New rules hold: what was done before they did counts. `last`: what `last_acts` found."""
    for row in rows:
        row.followed_at, row.dealt_at = began(row, last, work.now)
    await run_clocks(work, rows, pools)


def began(row: Customer, last: Acts, now: datetime) -> tuple[datetime, datetime]:
    """Since when its two clocks run, by new rules: since the last follow-up, since the last deal."""
    followed, dealt = last.get(row.id, (None, None))
    return (
        max(filter(None, (row.followed_at, followed)), default=now),
        max(filter(None, (row.dealt_at, dealt)), default=now),
    )


def times_of(
    row: Customer, pools: Sequence[PoolOf], followed_at: datetime, dealt_at: datetime
) -> tuple[PoolOf | None, CustomerDeadlines | None]:
    """In which pool it is, and until when it is its owner's; it may be over."""
    pool = pool_for(facts_of(row), row.owner_unit, pools)
    return pool, deadlines(pool.rules, followed_at=followed_at, dealt_at=dealt_at) if pool else None
