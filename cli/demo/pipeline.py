"""Does the pipeline's history come in whole, and does a sample of it go through the processes to the cent?"""

import csv
import random
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from chassis.base.clock import now
from cli.demo.company import ROLES
from cli.demo.stage import Demo
from deploy.cast.player import NotInTime, ProblemResponse, until
from deploy.cast.sale import Goods, Sale
from messages.base import Page
from messages.collections.receivables import OrderAccount
from messages.deals.customers import CustomerView
from messages.deals.opportunities import OpportunityCount, OpportunityStatus, OpportunityView
from messages.deals.registrations import RegistrationStatus
from messages.mappings.cells import as_code
from messages.orders.orders import OrderCount, OrderStatus
from messages.orders.products import ProductView

FILE = "pipeline/sales_pipeline.csv"
SEED = 42
CLASHES = 5
PRODUCTS = {"GTXPro": "GTX Pro"}  # as the mapping says


@dataclass(frozen=True)
class Line:
    """One opportunity of the file."""

    id: str
    seller: str
    product: str
    customer: str
    stage: str
    value: Decimal | None


@dataclass(frozen=True)
class Ending:
    """How one of the sample ended."""

    line: Line
    ended: str
    paid: Decimal = Decimal(0)


def read_lines(path: Path) -> list[Line]:
    """All of the file, with its dirt."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            Line(
                id=row["opportunity_id"],
                seller=as_code(row["sales_agent"]),
                product=PRODUCTS.get(row["product"], row["product"]),
                customer=row["account"],
                stage=row["deal_stage"],
                value=Decimal(row["close_value"]) if row["close_value"] else None,
            )
            for row in csv.DictReader(file)
        ]


def sample_of(lines: list[Line], size: int) -> list[Line]:
    """As many of each stage as its share of those with a customer; at least one of each; the same every time."""
    known = [line for line in lines if line.customer]
    chance, chosen = random.Random(SEED), []
    for stage, count in sorted(Counter(line.stage for line in known).items()):
        share = max(1, round(size * count / len(known)))
        chosen += chance.sample([line for line in known if line.stage == stage], min(share, count))
    return chosen


async def bring_in_history(demo: Demo, lines: list[Line], limit: int | None) -> None:
    """Every line is there as it ended; those without a customer are reported."""
    result = await demo.bring_in("sales_pipeline", FILE, limit=limit)
    read = lines[:limit]
    unnamed = sum(not line.customer for line in read)
    demo.check("opportunities: history in", len(read) - unnamed, result.accepted)
    demo.check("opportunities: without a customer, reported", unnamed, result.invalid)
    won = [line for line in read if line.stage == "Won"]
    counts = await demo.cast.setup.get("deals", "/opportunities/counts", list[OpportunityCount])
    there = [count for count in counts if count.history and count.status is OpportunityStatus.WON]
    money = sum(one.amount.amount for one in there if one.amount)
    demo.check("opportunities: won in history, count", len(won), sum(one.count for one in there))
    demo.check("opportunities: won in history, money", sum(line.value or 0 for line in won), money)
    demo.results["opportunities"] = {"history": result.counts()}


async def play_sample(demo: Demo, lines: list[Line], size: int) -> None:
    """The sample as if new: registered, approved by the seller's own manager, and ended as the file says."""
    customers = await _customers(demo)
    products = {
        item.code: item.id
        for item in (await demo.cast.setup.get("orders", "/products", Page[ProductView], limit=100)).items
    }
    sample = sample_of(lines, size)
    before = await _completed(demo)
    works = [lambda line=line: _play(demo, line, customers[line.customer], products[line.product]) for line in sample]
    ended = await demo.all_of("sales, from registration to the last payment", works)
    for stage in sorted({line.stage for line in sample}):
        chosen = [line for line in sample if line.stage == stage]
        got = [one for one in ended if one.line.stage == stage]
        demo.check(f"sample {stage}: count", {_expected(stage): len(chosen)}, dict(Counter(one.ended for one in got)))
        if stage == "Won":
            demo.check(
                "sample Won: paid = close value, to the cent",
                sum(line.value or 0 for line in chosen),
                sum(one.paid for one in got),
            )
    paid = [one.paid for one in ended if one.line.stage == "Won"]
    count, money = await _completed(demo)
    demo.check("orders: completed, count", len(paid), count - before[0])
    demo.check("orders: completed, money", sum(paid), money - before[1])
    demo.results["opportunities"]["sample"] = dict(Counter(f"{one.line.stage} -> {one.ended}" for one in ended))


async def _play(demo: Demo, line: Line, customer_id: UUID, product_id: UUID) -> Ending:
    sale = Sale(demo.cast, await demo.cast.player(line.seller), ROLES)
    opened = await sale.open(customer_id, line.id, product_code=line.product)
    registered = await sale.protect(opened.id)
    demo.check(f"{line.id}: protected", RegistrationStatus.PROTECTED, registered.status)
    if line.stage == "Lost":
        lost = await sale.lose(opened.id, "OTHER")
        return Ending(line, lost.status)
    if line.stage != "Won" or line.value is None:
        seen = await sale.seller.get("deals", f"/opportunities/{opened.id}", OpportunityView)
        return Ending(line, "PROTECTED" if seen.registration_status is RegistrationStatus.PROTECTED else "?")
    contract = await sale.win(opened.id, Goods(product_id=product_id, quantity=1, price=line.value, currency="USD"))
    await sale.make_effective(contract.id)
    order = await sale.complete(contract.id, now().date())
    account = await sale.seller.get("collections", f"/order-accounts/{order.id}", OrderAccount)
    demo.check(f"{line.id}: its process", "COMPLETED", await _process_ended(demo, f"order-to-cash/{order.id}"))
    demo.check(
        f"{line.id}: order = paid = invoiced = close value",
        [line.value] * 3,
        [order.total.amount, account.paid.amount, account.invoiced.amount],
    )
    return Ending(line, order.status, account.paid.amount)


async def play_clashes(demo: Demo, lines: list[Line]) -> None:
    """The same project twice is refused; another seller at the same customer goes to approval as a conflict."""
    customers = await _customers(demo)
    chosen = random.Random(SEED + 1).sample([line for line in lines if line.customer], CLASHES)
    others = sorted({line.seller for line in lines})
    works = [lambda line=line: _clash(demo, line, others, customers[line.customer]) for line in chosen]
    found = await demo.all_of("duplicates and conflicts", works)
    demo.check("clashes: the same project twice is refused", CLASHES, sum(refused for refused, _ in found))
    demo.check("clashes: another's customer is marked as a conflict", CLASHES, sum(conflict for _, conflict in found))
    demo.results["clashes"] = {"duplicates refused": CLASHES, "conflicts decided": CLASHES}


async def _clash(demo: Demo, line: Line, sellers: list[str], customer_id: UUID) -> tuple[bool, bool]:
    first = Sale(demo.cast, await demo.cast.player(line.seller), ROLES)
    other = Sale(demo.cast, await demo.cast.player(next(seller for seller in sellers if seller != line.seller)), ROLES)
    project = f"Clash {line.id}"
    opened = await first.open(customer_id, project)
    await first.protect(opened.id)
    again = await other.open(customer_id, project)
    try:
        await other.register(again.id)
        refused = False
    except ProblemResponse as no:
        refused = no.status == 409
    elsewhere = await other.open(customer_id, f"{project} elsewhere")
    registration = await other.register(elsewhere.id)
    await other.decide_all(registration.id, "reject", "It is the first one's customer")
    ended = await other.registration_is(registration.id, RegistrationStatus.REJECTED)
    return refused, ended.conflict_with is not None


async def _completed(demo: Demo) -> tuple[int, Decimal]:
    """How many orders are completed, by their owner's count, and worth how much."""
    counts = await demo.cast.setup.get("orders", "/orders/counts", list[OrderCount])
    found = [count for count in counts if count.status is OrderStatus.COMPLETED and count.total.currency == "USD"]
    return sum(one.count for one in found), sum((one.total.amount for one in found), Decimal(0))


async def _process_ended(demo: Demo, process_id: str) -> str:
    """How a process ended, by its own word; of one that does not end, what it waits for."""
    seen: dict[str, Any] = {}

    async def look() -> str | None:
        seen.update(await demo.cast.setup.get("worker", f"/processes/{process_id}", dict))
        return str(seen["status"]) if seen["status"] != "RUNNING" else None

    try:
        return await until(look, what=f"{process_id} to end")
    except NotInTime as late:
        waits = "; ".join(f"{waiting['code']} {waiting['params']}" for waiting in seen["waiting_for"])
        last = ", ".join(str(entry.get("text") or entry) for entry in seen["entries"][-5:])
        raise NotInTime(f"{late}; it waits for {waits or 'nothing that it names'}; last: {last}") from late


async def _customers(demo: Demo) -> dict[str, UUID]:
    found: dict[str, UUID] = {}
    cursor: str | None = None
    while True:
        page = await demo.cast.setup.get("deals", "/customers", Page[CustomerView], limit=100, cursor=cursor)
        found |= {item.name: item.id for item in page.items}
        if page.next is None:
            return found
        cursor = page.next


def _expected(stage: str) -> str:
    return {"Won": "COMPLETED", "Lost": "LOST"}.get(stage, "PROTECTED")
