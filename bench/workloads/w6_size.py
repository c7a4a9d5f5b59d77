"""W6: does it matter how many orders are open? What people look at, and one whole order, beside ever more of them."""

import time
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg  # type: ignore[import-untyped]

from bench.figures import Figure, median, percentile
from bench.session import Bench
from bench.workloads.w2_order import effective_contract
from deploy.cast.sale import Sale
from deploy.sample.load import ROLES, today
from messages.orders.orders import OrderView

GOAL_MS = 50.0
CUSTOMERS = 100  # share the orders; the one of the measured order has one in a hundred
STRANGERS = 20  # sellers who share them; the one who looks has one in twenty
FEWEST = 30  # looks at each
READERS = ("li.sales", "qian.finance", "zhou.director")
LOOKS = (
    ("orders", "/orders"), ("orders", "/orders?open=true"), ("orders", "/orders?status=RESERVED"),
    ("orders", "/orders?q={number}"), ("orders", "/orders?q=客户"), ("orders", "/orders?q=nowhere"),
    ("orders", "/orders?customer_id={customer}"), ("orders", "/orders/{order}"), ("orders", "/orders/counts"),
    ("orders", "/orders/{order}/stock"), ("orders", "/production"),
    ("collections", "/order-accounts/{order}"), ("collections", "/order-accounts?order_id={order}"),
    ("collections", "/receivables"), ("collections", "/receivables?status=OPEN"),
    ("collections", "/receivables?overdue=true"), ("collections", "/receivables?q={number}"),
    ("collections", "/receivables?q=nowhere"), ("collections", "/receivables?order_id={order}"),
    ("collections", "/receivables/counts"), ("collections", "/ageing"), ("collections", "/credits/{customer}"),
    ("collections", "/collection-overview"),
    ("collections", "/payments"), ("collections", "/statements/{customer}?currency=CNY&first_on={begin}&last_on={end}"),
)  # fmt: skip
OVERVIEW, OVERSEERS = "/collection-overview", {"sales_manager", "director", "finance"}
OF_ORDERS = ("orders", "order_lines")
OF_MONEY = ("order_accounts", "receivables", "ledger_entries")
NEW = ("id", "order_id", "receivable_id", "transaction_id")


async def run(bench: Bench) -> None:
    """The same looks and the same order, each time beside more; what is added looks like what is there."""
    sale = Sale(bench.cast, await bench.cast.player("li.sales"), ROLES)
    contract = await effective_contract(sale)
    order = await sale.reserved(contract.id)
    await sale.account(order.id)
    await bench.quiet()
    there, fewest = 1, dict[str, float]()
    for size in bench.sizes.open_orders:
        with bench.bar(f"W6 {size:,} open orders", 1):
            await _fill(bench, order, size - there)
        there = size
        await _look(bench, order, size, fewest)
        await _one_order(bench, size)


async def _fill(bench: Bench, order: OrderView, more: int) -> None:
    """By COPY, with the figures of the order that is there."""
    copies = [Copy(place, order) for place in range(more)]
    for service, tables in (("orders", OF_ORDERS), ("collections", OF_MONEY)):
        connection = await asyncpg.connect(bench.stack.layout.database_url(service))
        try:
            for table in tables:
                key = "id" if table == "orders" else "order_id"
                kept = await connection.fetch(f"SELECT * FROM {table} WHERE {key} = $1", order.id)
                rows = [copy.of(dict(row)) for copy in copies for row in kept]
                if rows:
                    columns = list(rows[0])
                    records = [tuple(row.values()) for row in rows]
                    await connection.copy_records_to_table(table, records=records, columns=columns)
            await connection.execute("VACUUM ANALYZE")  # as it does by itself, later
        finally:
            await connection.close()


class Copy:
    """One more order like the one that is there: another's mostly, of another customer mostly, due another day."""

    def __init__(self, place: int, order: OrderView) -> None:
        self.place = place
        self.order = order
        self.ids: dict[UUID, UUID] = {}

    def of(self, row: Mapping[str, Any]) -> dict[str, Any]:
        said = dict(row)
        for name in NEW:
            if said.get(name) is not None:
                said[name] = self.ids.setdefault(said[name], uuid4())
        for name, value in said.items():
            if isinstance(value, str) and self.order.number in value:
                said[name] = value.replace(self.order.number, f"{self.order.number}-{self.ids[self.order.id].hex[:12]}")
        if "customer_id" in said and self.place % CUSTOMERS:
            said["customer_id"] = UUID(int=self.place % CUSTOMERS)
        if "owner_id" in said and self.place % STRANGERS:
            said["owner_id"], said["owner_unit"] = UUID(int=self.place % STRANGERS), "cs/elsewhere"
        if "due_on" in said:
            said["due_on"] = today() + timedelta(days=self.place % 180 - 90)
        return said


async def _look(bench: Bench, order: OrderView, size: int, fewest: dict[str, float]) -> None:
    """The floor of each is the same look beside the fewest orders: a ratio near one says that they do not matter."""
    taken: dict[str, list[float]] = {}
    begin = today() - timedelta(days=30)
    named = {"order": order.id, "customer": order.customer_id, "number": order.number, "begin": begin, "end": today()}
    turns = max(FEWEST, bench.sizes.repeats)
    with bench.bar(f"W6 looks beside {size:,}", turns) as bar:
        for turn in range(turns):
            reader = await bench.cast.player(READERS[turn % len(READERS)])
            for service, path in LOOKS:
                if path == OVERVIEW and reader.roles.isdisjoint(OVERSEERS):
                    continue
                before = len(bench.calls)
                where, _, query = path.format(**named).partition("?")
                asked = dict(part.split("=", 1) for part in query.split("&") if part)
                await reader.get(service, where, object, **asked)
                taken.setdefault(path, []).append(1000 * bench.calls[before].seconds)
            bar.step()
    for path, times in _slowest_first(taken):
        p95, note = percentile(times, 95), f"median {median(times):.1f}, {len(times)} times"
        floor = fewest.setdefault(path, p95)
        bench.report.add(_figure(f"{size:,} · GET {path}", p95, "ms p95", floor=floor, goal=GOAL_MS, note=note))


def _slowest_first(taken: Mapping[str, list[float]]) -> Iterator[tuple[str, list[float]]]:
    yield from sorted(taken.items(), key=lambda pair: -percentile(pair[1], 95))


async def _one_order(bench: Bench, size: int) -> None:
    """From the effective contract to its end, as W2 does."""
    sale = Sale(bench.cast, await bench.cast.player("chen.sales"), ROLES)
    contract = await effective_contract(sale)
    await bench.quiet()
    took = []
    async with bench.metered() as spent:
        began = time.perf_counter()
        await sale.complete(contract.id, today())
        took.append(time.perf_counter() - began)
        await bench.quiet()
    each = ", ".join(f"{name} {n}" for name, n in sorted(spent.statements.items(), key=lambda pair: -pair[1]) if n > 9)
    bench.report.add(
        _figure(f"{size:,} · one order", took[0], "s"),
        _figure(f"{size:,} · statements of one order", sum(spent.statements.values()), "", note=each),
    )


def _figure(what: str, value: float, unit: str, **more: Any) -> Figure:
    return Figure(workload="W6", what=what, value=value, unit=unit, **more)
