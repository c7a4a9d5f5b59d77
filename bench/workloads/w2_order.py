"""W2: how long does one full order take, from the effective contract to its completion, each act by a person?"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar
from uuid import UUID, uuid4

import asyncpg  # type: ignore[import-untyped]

from bench.figures import Figure, median
from bench.floors import nine_tables
from bench.meters.histories import length_of
from bench.session import Bench, Spent
from deploy.cast.player import EVEN_PACE_S, Call
from deploy.cast.sale import ON_RECEIPT, Sale
from deploy.sample import goods
from deploy.sample.load import ROLES, today
from messages.deals.contracts import ContractLine, ContractView
from messages.deals.customers import AddCustomer, CustomerView
from messages.deals.opportunities import OpportunityView, WinOpportunity
from messages.money import exact
from messages.orders.orders import OrderView

T = TypeVar("T")

SELLERS = ("li.sales", "chen.sales", "tom.sales", "zhao.sales")
LINES = (("GW-100", 3, "4500.00"), ("GW-300", 1, "12000.00"), ("SN-20", 10, "250.00"))
PACE_S = 0.03  # how often somebody looks whether what he waits for has come
AT_ONCE = 4
FLOOR_CYCLES = 40  # after each order of ours so many of the floor's: it must have the same neighbours


async def run(bench: Bench) -> None:
    token = EVEN_PACE_S.set(PACE_S)
    try:
        async with asyncpg.create_pool(bench.floor_database, min_size=AT_ONCE, max_size=AT_ONCE) as pool:
            await nine_tables.make_tables(pool)
            single = await _one_at_a_time(bench, pool)
            four = await _four_at_once(bench, pool)
        await _record_history(bench, single)
        await _record_history_of_approvals(bench, four)
    finally:
        EVEN_PACE_S.reset(token)


async def effective_contract(sale: Sale) -> ContractView:
    """Opened, registered, protected, won, approved: all that comes before."""
    command = AddCustomer(id=uuid4(), name=f"客户 {uuid4().hex[:12]}", legal_entity_id=goods.ENTITY)
    customer = await sale.seller.post("deals", "/customers", command, CustomerView)
    opened = await sale.open(customer.id, f"项目 {uuid4().hex[:12]}")
    await sale.protect(opened.id)
    lines = [ContractLine(product_id=goods.id_of(code), quantity=n, price=exact(price)) for code, n, price in LINES]
    win = WinOpportunity(contract_id=uuid4(), lines=lines, currency="CNY", terms=[ON_RECEIPT])
    won = await sale.seller.post("deals", f"/opportunities/{opened.id}/win", win, OpportunityView)
    assert won.contract_id is not None
    return await sale.make_effective(won.contract_id)


async def _one_at_a_time(bench: Bench, pool: asyncpg.Pool) -> OrderView:
    """Whole sales, one after the other; of each the order is timed, and the floor beside it."""
    ours, floor, waits, count = [], [], [], bench.sizes.sales
    with bench.bar("W2 sales, one at a time", count) as bar:
        for place in range(count):
            sale = Sale(bench.cast, await bench.cast.player(SELLERS[place % len(SELLERS)]), ROLES)
            contract = await effective_contract(sale)
            before, began = len(bench.calls), time.perf_counter()
            order = await sale.complete(contract.id, today())
            ours.append(time.perf_counter() - began)
            acts = [call for call in bench.calls[before:] if _is_act(call)]
            waits.append(ours[-1] - sum(call.seconds for call in acts))
            floor += [await _timed(lambda: nine_tables.cycle(pool)) for _ in range(FLOOR_CYCLES)]
            bar.step()
    note = f"median of {count}; {len(acts)} acts of people, the rest is waiting for what follows from them"
    bench.report.add(
        _figure("one order", median(ours), "s", floor=median(floor), note=note),
        _figure("· of it waiting", median(waits), "s", note=f"looked at every {1000 * PACE_S:.0f} ms"),
        _figure("orders a second, 1 at once", 1 / median(ours), "/s", floor=1 / median(floor)),
    )
    return order


async def _four_at_once(bench: Bench, pool: asyncpg.Pool) -> OrderView:
    count = bench.sizes.sales_of_four
    alone = len(bench.calls)
    sales = [Sale(bench.cast, await bench.cast.player(SELLERS[n % len(SELLERS)]), ROLES) for n in range(count)]
    contracts = await _at_once(bench, "W2 contracts made effective", [_prepare(sale) for sale in sales])
    await bench.quiet()
    del bench.calls[alone:]
    orders = [_complete(sale, contract) for sale, contract in zip(sales, contracts, strict=True)]
    async with _timed_and_metered(bench) as (spent, elapsed):
        done = await _at_once(bench, f"W2 orders, {AT_ONCE} at once", orders)
        elapsed.append(time.perf_counter())
        await bench.quiet()
    took = elapsed[1] - elapsed[0]
    looks = sum(not _is_act(call) for call in bench.calls[alone:]) / count
    del bench.calls[alone:]
    async with _timed_and_metered(bench) as (bare, between):
        await asyncio.gather(*(_floor_cycles(pool, 10 * count) for _ in range(AT_ONCE)))
        between.append(time.perf_counter())
    bare_count = 10 * count * AT_ONCE
    rate, floor_rate = count / took, bare_count / (between[1] - between[0])
    bench.report.add(_figure(f"orders a second, {AT_ONCE} at once", rate, "/s", floor=floor_rate, more_is_better=True))
    _record_cost(bench, spent, count, bare, bare_count, looks)
    return done[0]


def _prepare(sale: Sale) -> Callable[[], Awaitable[ContractView]]:
    return lambda: effective_contract(sale)


def _complete(sale: Sale, contract: ContractView) -> Callable[[], Awaitable[OrderView]]:
    return lambda: sale.complete(contract.id, today())


async def _at_once(bench: Bench, what: str, works: list[Callable[[], Awaitable[T]]]) -> list[T]:
    places = asyncio.Semaphore(AT_ONCE)

    async def run_one(work: Callable[[], Awaitable[T]]) -> T:
        async with places:
            done = await work()
        bar.step()
        return done

    with bench.bar(what, len(works)) as bar:
        return list(await asyncio.gather(*(run_one(work) for work in works)))


@asynccontextmanager
async def _timed_and_metered(bench: Bench) -> AsyncIterator[tuple[Spent, list[float]]]:
    async with bench.metered() as spent:
        yield spent, [time.perf_counter()]


async def _floor_cycles(pool: asyncpg.Pool, count: int) -> None:
    for _ in range(count):
        await nine_tables.cycle(pool)


def _record_cost(bench: Bench, spent: Spent, count: int, bare: Spent, bare_count: int, looks: float) -> None:
    parts = spent.cpu_ms_each(count)
    floor_ms = bare.floor_cpu_ms_each(bare_count)["postgres"]
    bench.report.add(_figure("CPU each", sum(parts.values()), "ms", floor=floor_ms, note="the floor: PostgreSQL only"))
    for part, used in sorted(parts.items(), key=lambda pair: -pair[1]):
        note = spent.services_cpu_ms_each(count) if part == "services" else ""
        bench.report.add(_figure(f"· {part}", used, "ms", note=note))
    each = {name: total / count for name, total in spent.statements.items()}
    by_service = ", ".join(f"{name} {n:.0f}" for name, n in sorted(each.items()) if n >= 0.5)
    floor_each = sum(bare.statements.values()) / bare_count
    note = f"with {looks:.0f} looks of those who wait; {by_service}"
    bench.report.add(_figure("SQL statements each", sum(each.values()), "", floor=floor_each, note=note))


async def _record_history(bench: Bench, order: OrderView) -> None:
    length = await length_of(bench.temporal, f"order-to-cash/{order.id}")
    note = f"{length.tasks} workflow tasks, {length.signals} signals"
    bench.report.add(
        _figure("history events of its process", length.events, "", note=note),
        _figure("activities of its process", length.local_activities + length.activities, "", note=_local(length)),
    )


async def _record_history_of_approvals(bench: Bench, order: OrderView) -> None:
    length = await length_of(bench.temporal, f"contract-approval/{order.contract_id}")
    bench.report.add(_figure("history events of its contract's approval", length.events, "", note=_local(length)))


def _local(length: object) -> str:
    return f"{getattr(length, 'local_activities', 0)} local, {getattr(length, 'activities', 0)} ordinary activities"


async def _timed(work: Callable[[], Awaitable[None]]) -> float:
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began


def _is_act(call: Call) -> bool:
    return call.method != "GET" and call.by != UUID(int=0)


def _figure(
    what: str, value: float, unit: str, *, floor: float | None = None, more_is_better: bool = False, note: str = ""
) -> Figure:
    return Figure(
        workload="W2", what=what, value=value, unit=unit, floor=floor, more_is_better=more_is_better, note=note
    )
