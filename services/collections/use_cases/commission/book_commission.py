"""What has happened to orders since, and what of it is commission?"""

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from chassis.base.clock import new_id
from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.records.people import find_person
from services.collections.domain.commission.booking import Order, Quota, missing_lines, month_of
from services.collections.domain.commission.facts import Fact
from services.collections.domain.commission.shares import Split
from services.collections.store.commission import lines, plans

AT_MOST = 1_000  # orders, of one statement that is asked for


async def book_commission(uow: UnitOfWork) -> int:
    """Order by order, each in one transaction; whoever dies in between leaves the others to the next one who asks. Of
    how many orders something is still to be booked."""
    zone = ZoneInfo(uow.database.tz)
    async with uow.begin() as work:
        found = await lines.open_orders(work, AT_MOST)
    for order_id in found:
        async with uow.begin() as work:
            await _book(work, order_id, zone)
    if not found:
        return 0
    async with uow.begin() as work:
        return await lines.count_open(work)


@dataclass(frozen=True)
class _Known:
    """Of an order: what happened, and among whom it is split."""

    facts: list[Fact]
    splits: list[Split]

    def people(self) -> set[UUID]:
        owners = {fact.owner_id for fact in self.facts}
        return owners | {part.person_id for split in self.splits for part in split.parts}


async def _book(work: Work, order_id: UUID, zone: ZoneInfo) -> None:
    locked = await lines.lock_order(work, order_id)
    if locked is None:
        return
    account, customer_name = locked
    known = _Known(await lines.facts_of(work, order_id, zone), await plans.splits_of(work, order_id))
    versions = await plans.versions_of(work, account.legal_entity_id)
    order = Order(
        currency=account.currency,
        facts=known.facts,
        lines=await lines.lines_of(work, order_id, versions),
        versions=versions,
        splits=known.splits,
        names=await _names(work, known),
        quotas=await _quotas(work, known, account.currency),
    )
    await lines.save_lines(work, account, customer_name, missing_lines(order, new_id), known.facts)


async def _names(work: Work, known: _Known) -> dict[UUID, str]:
    found = {}
    for owner_id in {fact.owner_id for fact in known.facts if not fact.is_booked}:
        person = await find_person(work, owner_id)
        found[owner_id] = person.name if person else ""
    return found


async def _quotas(work: Work, known: _Known, currency: str) -> dict[tuple[UUID, str], Quota]:
    months = {month_of(fact.happened_on) for fact in known.facts if fact.is_money and not fact.is_booked}
    rows = [row for row in await plans.quotas_of(work, known.people(), currency) if row.month in months]
    found = {}
    for month in {row.month for row in rows}:
        attained = await lines.attained(work, [row.person_id for row in rows], month, currency)
        for row in rows:
            if row.month == month:
                found[row.person_id, month] = Quota(row.amount, attained.get(row.person_id, 0))
    return found
