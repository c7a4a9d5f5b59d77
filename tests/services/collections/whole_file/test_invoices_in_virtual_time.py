"""Does a whole file of invoices live as its own days say: levels, interest, ages, days sales outstanding, days late?"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from chassis.testing.plugin import ServiceHarness
from tests.services.collections.conftest import Company
from tests.services.collections.whole_file import recomputed
from tests.services.collections.whole_file.invoices import FILE, Invoice, first_of, made, of_the_file

ZONE = ZoneInfo("America/New_York")
CURRENCY = "USD"
MOST_MONTHS = 36
DUE_SHARDS = text("SELECT shard FROM shards WHERE next_due_at <= :now ORDER BY shard")
is_here = pytest.mark.skipif(not FILE.exists(), reason="no real data: name its folder in COUNTERSIGN_DATA")
TimeIs = Callable[[datetime], None]


@dataclass
class Life:
    """The invoices of a file, as the house sees them from day to day."""

    company: Company
    harness: ServiceHarness
    time_is: TimeIs
    invoices: Sequence[Invoice]
    ids: dict[str, str] = field(default_factory=dict)  # by number: the receivable
    customers: dict[str, str] = field(default_factory=dict)

    async def begins(self) -> None:
        """Under a procedure that bears interest."""
        levels = [{"days": -recomputed.REMIND_DAYS, "notices_for": ["owner"]}]
        for days, rate in recomputed.RATES.items():
            levels.append({"days": days, "tasks_for": ["owner"], "letter": True, "interest_rate": rate})
        said = {"name": "x", "legal_entity_id": "CS-CN", "levels": levels, "repeat_days": recomputed.AGAIN_AFTER}
        self.now(min(one.invoiced for one in self.invoices), 6)
        await self.company.hire(self.company.li)
        await self.company.post(self.company.finance, "/dunning-procedures", **said)

    def now(self, day: date, hour: int) -> datetime:
        moment = datetime.combine(day, time(hour), ZONE)
        self.time_is(moment)
        return moment

    async def lives(self) -> None:
        """Each day what is invoiced comes in, clocks ring, then money comes; looked at at the end of each month."""
        first, last = min(one.invoiced for one in self.invoices), max(one.settled for one in self.invoices)
        ends = set(recomputed.month_ends(first, last))
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        for day in days:
            self.now(day, 8)
            await self.comes_in([one for one in self.invoices if one.invoiced == day], live=True)
            await self.rings(self.now(day, 12))
            self.now(day, 17)
            for one in self.invoices:
                if one.settled == day:
                    await self.pays(one)
            if day in ends:
                self.now(day, 22)
                await self.looks(day)

    async def comes_in(self, invoices: Sequence[Invoice], *, live: bool) -> None:
        if not invoices:
            return
        rows = [
            {
                "line": line, "external_id": one.number, "customer": one.customer, "amount": str(one.amount),
                "invoiced_on": one.invoiced.isoformat(), "due_on": one.due.isoformat(), "currency": CURRENCY,
                "disputed": one.disputed, "legal_entity_id": "CS-CN", "tz": str(ZONE), "owner": "li.wei",
            } | ({"live": True} if live else {"settled_on": one.settled.isoformat()})
            for line, one in enumerate(invoices, 1)
        ]  # fmt: skip
        report = await self.company.post(self.company.finance, "/receivables/import", rows=rows, source="file")
        assert report["accepted"] == len(rows), report
        self.ids |= {one.number: row["id"] for one, row in zip(invoices, report["rows"], strict=True)}
        for one in {one.customer: one for one in invoices if one.customer not in self.customers}.values():
            self.customers[one.customer] = (await self.receivable(one))["customer_id"]

    async def receivable(self, one: Invoice) -> Any:
        return await self.company.get(self.company.finance, f"/receivables/{self.ids[one.number]}")

    async def rings(self, now: datetime) -> None:
        async with self.harness.database.session() as session:
            shards = (await session.execute(DUE_SHARDS, {"now": now})).scalars().all()
        for shard in shards:
            while (await self.company.sweep(shard, now))["more"]:
                pass

    async def pays(self, one: Invoice) -> None:
        money = {"amount": str(one.amount), "currency": CURRENCY}
        parts = [{"receivable_id": self.ids[one.number], "amount": str(one.amount)}]
        body = {"customer_id": self.customers[one.customer], "received_on": one.settled.isoformat(), "amount": money}
        paid = await self.company.post(self.company.finance_too, "/payments", **body, allocations=parts)
        await self.company.post(self.company.finance, f"/payments/{paid['id']}/confirm")

    async def looks(self, day: date) -> None:
        seen = await self.company.get(self.company.finance, "/ageing")
        assert ages(seen["buckets"]) == recomputed.ages_on(self.invoices, day), day
        for customer, own in self.of_customers().items():
            if customer in self.customers:
                found = await self.behaviour(customer)
                interest = sum((Decimal(one["amount"]) for one in found["interest"]), Decimal(0))
                assert interest == recomputed.interest_on(own, day), (customer, day)

    def of_customers(self) -> dict[str, list[Invoice]]:
        found: dict[str, list[Invoice]] = defaultdict(list)
        for one in self.invoices:
            found[one.customer].append(one)
        return found

    async def behaviour(self, customer: str, **query: Any) -> Any:
        path = f"/credits/{self.customers[customer]}/behaviour"
        return await self.company.get(self.company.finance, path, **query)

    async def is_as_recomputed(self) -> None:
        """Ages at the end of each month, days sales outstanding, days late, of each customer."""
        last = max(one.settled for one in self.invoices)
        months = 0
        for customer, own in self.of_customers().items():
            seen = await self.behaviour(customer, until=last.isoformat(), months=MOST_MONTHS)
            first = date.fromisoformat(seen["since"])
            assert (seen["days_late"], seen["days_to_settle"]) == (
                text_of(recomputed.days_late(own, first, last)), text_of(recomputed.days_to_settle(own, first, last))
            ), customer  # fmt: skip
            assert (seen["settled"], seen["on_time"]) == (len(own), sum(one.late == 0 for one in own))
            found = {date.fromisoformat(one["last"]): one for one in seen["months"]}
            for day in recomputed.month_ends(min(one.invoiced for one in own), last):
                month, wanted = found.pop(day), recomputed.ages_on(own, day)
                assert ages(month["ages"]) == wanted, (customer, day)
                assert month["dso"] == text_of(recomputed.dso_on(own, day)), (customer, day)
                late = [amount for name, (_, amount) in wanted.items() if name != "not_due"]
                assert Decimal(month["overdue"]["amount"]) == sum(late, Decimal(0))
                months += 1
            assert found == {}, "nothing is said of the months before the first invoice"
        assert months > len(self.customers)


def ages(buckets: Sequence[Any]) -> recomputed.Ages:
    return {one["bucket"]: (one["count"], Decimal(one["open"]["amount"])) for one in buckets}


def text_of(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


async def _live(life: Life) -> None:
    await life.begins()
    await life.lives()
    for one in life.invoices:
        seen = await life.receivable(one)
        assert (seen["reminded"], seen["level"]) == recomputed.level_of(one), one
        assert (seen["status"], seen["settled_on"]) == ("PAID", one.settled.isoformat()), one
    await life.is_as_recomputed()


async def test_feature_138_144_150_made_invoices_live_as_their_days_say(
    company: Company, harness: ServiceHarness, time_is: TimeIs
) -> None:
    invoices = made(40)
    assert {level for one in invoices for _, level in [recomputed.level_of(one)]} >= {None, 1, 7, 30, 45, 52}
    await _live(Life(company, harness, time_is, invoices))


@is_here
@pytest.mark.data
async def test_feature_144_150_a_real_file_of_history_gives_ages_dso_and_days_late_of_each_customer(
    company: Company, harness: ServiceHarness, time_is: TimeIs
) -> None:
    life = Life(company, harness, time_is, of_the_file())
    await company.hire(company.li)
    for first in range(0, len(life.invoices), 500):
        await life.comes_in(life.invoices[first : first + 500], live=False)
    assert len(life.customers) == 100
    await life.is_as_recomputed()


@is_here
@pytest.mark.data
async def test_feature_138_144_150_the_first_real_invoices_live_as_their_file_says(
    company: Company, harness: ServiceHarness, time_is: TimeIs
) -> None:
    await _live(Life(company, harness, time_is, first_of(of_the_file(), 40)))


@is_here
@pytest.mark.data
@pytest.mark.long
@pytest.mark.timeout(1800)
async def test_feature_138_144_150_the_whole_real_file_lives_as_it_says(
    company: Company, harness: ServiceHarness, time_is: TimeIs
) -> None:
    await _live(Life(company, harness, time_is, of_the_file()))
