"""Do receivables live their life in virtual time as the file's own dates say they must?"""

import csv
import random
from asyncio import gather
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from temporalio.client import Client, WorkflowHandle
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import TimeSkipper

from chassis.base.clock import now
from cli.demo.stage import ENTITY, Demo
from deploy.cast.player import until
from messages.collections.payments import Allocation, ConfirmPayment, PaymentView, RecordPayment
from messages.collections.receivables import ReceivableCount, ReceivableStatus, ReceivableView
from messages.imports import ImportReport
from messages.money import Money

FILE = "receivables/receivables.csv"
SEED = 11
ZONE = ZoneInfo("America/New_York")
REMIND_DAYS = 30
DUNNING_LEVELS = (1, 7, 15, 30, 45)
AGAIN_AFTER = 7  # the last one, until it is paid
PAUSE_DAYS = 90
FIRST_DUE_IN = timedelta(days=REMIND_DAYS + 2)


@dataclass(frozen=True)
class Invoice:
    """One line of the file, its days as they are or shifted by whole weeks."""

    number: str
    customer: str
    invoiced: date
    due: date
    settled: date
    amount: Decimal
    disputed: bool

    def shifted(self, today: date) -> "Invoice":
        """To the first due date, on the same weekday, that is far enough ahead."""
        weeks = -((self.due - today - FIRST_DUE_IN).days // 7)
        by = timedelta(weeks=weeks)
        return Invoice(
            self.number, self.customer, self.invoiced + by, self.due + by, self.settled + by, self.amount, self.disputed
        )

    def expected_levels(self, paused_until: date) -> tuple[bool, int | None]:
        """Recomputed from the file alone: reminded or not, the highest level, reached before that day's payments.
        What came disputed waits for as long as a pause may last, its last day included."""
        if self.disputed and self.settled <= paused_until:
            return False, None
        late = (self.settled - self.due).days
        last = DUNNING_LEVELS[-1]
        again = last + (late - last) // AGAIN_AFTER * AGAIN_AFTER
        level = max((level for level in DUNNING_LEVELS if level <= late), default=None)
        return late >= -REMIND_DAYS, again if level == last else level


@dataclass
class Lived:
    """What was seen of one receivable."""

    invoice: Invoice
    id: UUID
    customer_id: UUID
    seen: ReceivableView | None = field(default=None)


def read_invoices(path: Path) -> list[Invoice]:
    def day(text: str) -> date:
        return datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007

    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            Invoice(
                number=row["invoiceNumber"],
                customer=row["customerID"],
                invoiced=day(row["InvoiceDate"]),
                due=day(row["DueDate"]),
                settled=day(row["SettledDate"]),
                amount=Decimal(row["InvoiceAmount"]),
                disputed=row["Disputed"] == "Yes",
            )
            for row in csv.DictReader(file)
        ]


async def bring_in_history(demo: Demo, invoices: list[Invoice], limit: int | None) -> None:
    """The whole file, with its real dates; what is there adds up to what went in."""
    result = await demo.bring_in("receivables", FILE, limit=limit)
    read = invoices[:limit]
    demo.check("receivables: history in", len(read), result.accepted)
    counts = await demo.cast.setup.get("collections", "/receivables/counts", list[ReceivableCount])
    past = [count for count in counts if count.history]
    demo.check("receivables: history, count", len(read), sum(one.count for one in past))
    demo.check("receivables: history, money", sum(one.amount for one in read), sum(one.amount.amount for one in past))
    demo.results["receivables"] = {"history": result.counts()}


async def live(demo: Demo, invoices: list[Invoice], size: int) -> None:
    """Each is reminded, climbs, and is paid on its day; the keepers' clocks are moved, nobody waits."""
    keepers = await _keepers(demo)
    today = (await keepers.latest()).astimezone(ZONE).date()
    chosen = [one.shifted(today) for one in _sample(invoices, size)]
    paused_until = now().astimezone(ZONE).date() + timedelta(days=PAUSE_DAYS)
    lives = await _bring_in_live(demo, chosen)
    days = sorted({life.invoice.settled for life in lives})
    task = demo.progress.add_task("receivables live in virtual time", total=len(days))
    for day in days:
        if day > today:
            await keepers.move_to(datetime.combine(day, time(12), ZONE))
        for one in lives:
            if one.invoice.settled == day:
                await _pay(demo, one)
        demo.progress.advance(task)
    for one in lives:
        one.seen = await demo.cast.setup.get("collections", f"/receivables/{one.id}", ReceivableView)
    _compare(demo, lives, paused_until)


def _compare(demo: Demo, lives: list[Lived], paused_until: date) -> None:
    seen = [life.seen for life in lives if life.seen]
    expected = {life.invoice.number: life.invoice.expected_levels(paused_until) for life in lives}
    found = {one.external_id or "": (one.reminded, one.level) for one in seen}
    demo.check("live receivables: reminders and levels equal the recomputation from the file", expected, found)
    demo.check("live receivables: all paid", len(lives), sum(one.status is ReceivableStatus.PAID for one in seen))
    demo.check(
        "live receivables: paid on the settled day",
        {life.invoice.number: life.invoice.settled for life in lives},
        {one.external_id: one.settled_on for one in seen},
    )
    demo.check(
        "live receivables: money", sum(life.invoice.amount for life in lives), sum(one.paid.amount for one in seen)
    )
    levels = [level and min(level, DUNNING_LEVELS[-1]) for _, level in expected.values()]
    demo.results["live receivables"] = {
        "count": len(lives),
        "reminded": sum(reminded for reminded, _ in expected.values()),
        "highest level": {str(level): levels.count(level) for level in DUNNING_LEVELS},
        "never dunned": levels.count(None),
    }


def _sample(invoices: list[Invoice], size: int) -> list[Invoice]:
    """A third of them late, so that every level is climbed, the latest of all among them; a third late because
    they are disputed, which nobody is dunned for; the others in time."""
    chance = random.Random(SEED)
    late = sorted((one for one in invoices if one.settled > one.due and not one.disputed), key=_lateness)
    disputed = [one for one in invoices if one.settled > one.due and one.disputed]
    early = [one for one in invoices if one.settled <= one.due and not one.disputed]
    third = (size - 1) // 3
    return [
        late.pop(),
        *chance.sample(late, third),
        *chance.sample(disputed, third),
        *chance.sample(early, size - 1 - 2 * third),
    ]


def _lateness(one: Invoice) -> timedelta:
    return one.settled - one.due


async def _bring_in_live(demo: Demo, chosen: list[Invoice]) -> list[Lived]:
    rows = [
        {
            "line": line,
            "external_id": one.number,
            "customer": one.customer,
            "invoiced_on": one.invoiced.isoformat(),
            "due_on": one.due.isoformat(),
            "amount": str(one.amount),
            "currency": "USD",
            "disputed": one.disputed,
            "live": True,
            "legal_entity_id": ENTITY,
            "tz": str(ZONE),
        }
        for line, one in enumerate(chosen, 1)
    ]
    body = {"rows": rows, "source": "live receivables"}
    report = await demo.cast.setup.post("collections", "/receivables/import", body, ImportReport)
    demo.check("live receivables: in", len(chosen), report.accepted)
    lives = []
    for invoice, row in zip(chosen, report.rows, strict=True):
        seen = await demo.cast.setup.get("collections", f"/receivables/{row.id}", ReceivableView)
        lives.append(Lived(invoice, seen.id, seen.customer_id))
    return lives


@dataclass(frozen=True)
class Keepers:
    """The shards' keepers, and the hand that moves their clocks."""

    skipper: TimeSkipper
    handles: list[WorkflowHandle[object, object]]

    async def latest(self) -> datetime:
        """How far the clock of the furthest has come: now, unless it was moved before."""
        times: list[datetime] = [await self.skipper.get_current_time(handle) for handle in self.handles]
        return max(now(), *times)

    async def move_to(self, moment: datetime) -> None:
        """Each lives on until then, ringing whatever rings on the way; a shard has nothing to do with another."""
        await gather(*(self._move(handle, moment) for handle in self.handles))

    async def _move(self, handle: WorkflowHandle[object, object], moment: datetime) -> None:
        there = await self.skipper.get_current_time(handle)
        if moment > there:
            await self.skipper.fast_forward(handle, moment.astimezone(UTC) - there)


async def _keepers(demo: Demo) -> Keepers:
    client = await Client.connect(demo.stack.layout.temporal)
    shards = [row["shard"] for row in await demo.cast.setup.get("collections", "/shards", list[dict[str, object]])]
    handles: list[WorkflowHandle[object, object]] = [
        client.get_workflow_handle(f"overdue-escalation/{shard}") for shard in shards
    ]

    async def all_run() -> bool | None:
        for handle in handles:
            try:
                await handle.describe()
            except RPCError as missing:
                if missing.status is RPCStatusCode.NOT_FOUND:
                    return None
                raise
        return True

    await until(all_run, what="the keepers of all shards")
    return Keepers(TimeSkipper(client), handles)


async def _pay(demo: Demo, one: Lived) -> None:
    """Recorded by one, confirmed by another, on the day the file says."""
    command = RecordPayment(
        id=uuid4(),
        customer_id=one.customer_id,
        amount=Money(amount=one.invoice.amount, currency="USD"),
        received_on=one.invoice.settled,
        reference=f"BANK-{one.invoice.number}",
        allocations=[Allocation(receivable_id=one.id, amount=one.invoice.amount)],
    )
    recorder, confirmer = await demo.cast.player(RECORDER), await demo.cast.player("frank.finance")
    recorded = await recorder.post("collections", "/payments", command, PaymentView, key=command.id)
    await confirmer.post("collections", f"/payments/{recorded.id}/confirm", ConfirmPayment(), PaymentView)


RECORDER = "fred.finance"
