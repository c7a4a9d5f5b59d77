"""How long does a person wait for each call, one at a time, with everything running?"""

import re
import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID, uuid4

import httpx

from bench.company import SOURCE
from bench.figures import Figure, median, percentile
from bench.session import Bench
from bench.workloads.w2_order import SELLERS, effective_contract
from deploy.cast.player import THINK_S, Call, Player
from deploy.cast.sale import Sale
from deploy.sample import goods
from deploy.sample.load import ROLES, today
from deploy.sample.people import PASSWORD
from messages.leads.leads import Claimed, ConvertLead, FollowUpKind, LeadView, PostLead, RecordFollowUp
from messages.leads.pools import ClaimNext, PoolView

NOW_MS, GOAL_MS = 100.0, 50.0
THOUGHT_S = 0.2
FEWEST = 5  # below that a 95th percentile says nothing
ID = re.compile(r"/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
LISTS = (
    ("leads", "/leads"),
    ("leads", "/leads?q=Benchmark"),
    ("leads", "/leads/counts"),
    ("leads", "/pools"),
    ("deals", "/customers"),
    ("deals", "/customers?q=客户"),
    ("deals", "/opportunities"),
    ("deals", "/opportunities/counts"),
    ("deals", "/registrations"),
    ("deals", "/contracts"),
    ("orders", "/products"),
    ("orders", "/orders"),
    ("orders", "/orders/counts"),
    ("collections", "/receivables"),
    ("collections", "/receivables/counts"),
    ("collections", "/payments"),
    ("collections", "/invoices"),
    ("collections", "/ageing"),
    ("approvals", "/inbox"),
    ("approvals", "/inbox?filter=done"),
    ("approvals", "/inbox?filter=started"),
    ("insights", "/funnel"),
    ("insights", "/ageing"),
)
RECORDS = (
    ("deals", "/opportunities", "/opportunities/{id}"),
    ("deals", "/registrations", "/registrations/{id}"),
    ("deals", "/contracts", "/contracts/{id}"),
    ("deals", "/customers", "/customers/{id}"),
    ("orders", "/orders", "/orders/{id}"),
    ("collections", "/payments", "/payments/{id}"),
    ("collections", "/receivables", "/receivables/{id}"),
    ("collections", "/invoices", "/invoices/{id}"),
    ("insights", "/orders", "/timeline?id={id}"),
)
PAGES = ("/", "/leads", "/opportunities", "/contracts", "/orders", "/payments", "/receivables", "/customers")
READERS = ("li.sales", "qian.finance", "zhou.director")


async def run(bench: Bench) -> None:
    """A person thinks before he acts: what he waits for is his own call, not what his last one set in motion."""
    await bench.quiet()
    floor = await _bare(bench)
    thinking = THINK_S.set(THOUGHT_S)
    acts = await _acts(bench)
    THINK_S.reset(thinking)
    del bench.calls[:]
    await bench.quiet()
    await _read(bench)
    pages = await _pages(bench)
    floor = [*floor, *await _bare(bench)]
    bare = {method: percentile([ms for kind, ms in floor if kind == method], 95) for method in ("GET", "POST")}
    _record(bench, [(_name(bench, call), call.seconds) for call in (*acts, *bench.calls) if _is_persons(call)], bare)
    _record(bench, pages, bare)


async def _acts(bench: Bench) -> list[Call]:
    """Of whole sales and of leads; the looks of those who wait for something are not counted."""
    del bench.calls[:]
    with bench.bar("calls: sales, one at a time", bench.sizes.acts) as bar:
        for place in range(bench.sizes.acts):
            sale = Sale(bench.cast, await bench.cast.player(SELLERS[place % len(SELLERS)]), ROLES)
            contract = await effective_contract(sale)
            await sale.complete(contract.id, today())
            bar.step()
    seller = await bench.cast.player("li.sales")
    with bench.bar("calls: leads", bench.sizes.acts) as bar:
        pool = await _pool_of(seller)
        for _ in range(bench.sizes.acts):
            await _work_a_lead(bench, seller, pool)
            bar.step()
    return [call for call in bench.calls if call.method != "GET"]


def _is_persons(call: Call) -> bool:
    return call.by != UUID(int=0) and call.status < 400


async def _bare(bench: Bench) -> list[tuple[str, float]]:
    """What a call takes at least on this machine now, with bare rows behind the same web framework: milliseconds."""
    taken: list[tuple[str, float]] = []
    async with httpx.AsyncClient(base_url=bench.floor_url, timeout=30) as client:
        for _ in range(2 * bench.sizes.repeats):
            for method, path, body in (("POST", "/requests", {"title": "x"}), ("GET", "/inbox?signer=0", None)):
                began = time.perf_counter()
                (await client.request(method, path, json=body)).raise_for_status()
                taken.append((method, 1000 * (time.perf_counter() - began)))
    return taken


async def _pool_of(seller: Player) -> UUID:
    return next(pool.id for pool in await seller.get("leads", "/pools", list[PoolView]) if pool.code == "BENCH")


async def _work_a_lead(bench: Bench, seller: Player, pool_id: UUID) -> None:
    """Two leads: one is claimed, followed up and given back; the next is claimed and becomes an opportunity."""
    for _ in range(2):
        company = f"Benchmark {uuid4().hex[:12]}"
        command = PostLead(source=SOURCE, company=company, legal_entity_id=goods.ENTITY, pool_id=pool_id)
        posted = await seller.post("leads", "/leads", command, LeadView)
    await seller.post("leads", f"/leads/{posted.id}/claim", None, LeadView)
    await seller.get("leads", f"/leads/{posted.id}", LeadView)
    called = RecordFollowUp(kind=FollowUpKind.CALL, note="called")
    await seller.post("leads", f"/leads/{posted.id}/follow-ups", called, object)
    await seller.post("leads", f"/leads/{posted.id}/release", None, LeadView)
    claimed = await seller.post("leads", "/leads/claim-next", ClaimNext(pool_id=pool_id), Claimed)
    assert claimed.lead is not None
    convert = ConvertLead(customer_name=claimed.lead.company, project="Benchmark")
    await seller.post("leads", f"/leads/{claimed.lead.id}/convert", convert, LeadView)


async def _read(bench: Bench) -> None:
    """Lists and records, by those who see little, much and everything."""
    with bench.bar("calls: lists and records", bench.sizes.repeats) as bar:
        for turn in range(bench.sizes.repeats):
            reader = await bench.cast.player(READERS[turn % len(READERS)])
            for service, path in LISTS:
                if _may_read(reader, service):
                    await _get(reader, service, path)
            await _open_records(reader)
            day = date.today().isoformat()  # noqa: DTZ011 (any day will do)
            await _get(reader, "insights", f"/daily-report?person_id={reader.id}&day={day}")
            bar.step()


async def _open_records(reader: Player) -> None:
    for service, listed, path in RECORDS:
        owner = "orders" if service == "insights" else service
        if not _may_read(reader, owner):
            continue
        items = (await reader.get(owner, listed, dict))["items"]
        if items:
            await _get(reader, service, path.format(id=items[0]["id"]))


async def _get(reader: Player, service: str, path: str) -> None:
    parts = urlsplit(path)
    await reader.get(service, parts.path, object, **dict(parse_qsl(parts.query)))


def _may_read(reader: Player, service: str) -> bool:
    return service != "leads" or not reader.roles.isdisjoint({"sales", "sales_manager", "director"})


async def _pages(bench: Bench) -> list[tuple[str, float]]:
    """The console's pages, as a browser asks for them, without what it keeps."""
    taken: list[tuple[str, float]] = []
    async with httpx.AsyncClient(base_url=bench.stack.urls["console"], timeout=30, follow_redirects=True) as browser:
        form = {"login": "li.sales", "password": PASSWORD}
        (await browser.post("/sign-in", data=form)).raise_for_status()
        with bench.bar("calls: the console's pages", bench.sizes.repeats) as bar:
            for _ in range(bench.sizes.repeats):
                for path in PAGES:
                    began = time.perf_counter()
                    answer = await browser.get(path)
                    no = f" (answers {answer.status_code})" if answer.is_error else ""
                    taken.append((f"page {path}{no}", time.perf_counter() - began))
                bar.step()
    return taken


def _record(bench: Bench, taken: Iterable[tuple[str, float]], bare: dict[str, float]) -> None:
    """The slowest first; green is where it shall go, red what is too slow now."""
    by_name: dict[str, list[float]] = defaultdict(list)
    for name, seconds in taken:
        by_name[name].append(1000 * seconds)
    for name, times in sorted(by_name.items(), key=lambda pair: -percentile(pair[1], 95)):
        if len(times) >= FEWEST:
            p95 = percentile(times, 95)
            flag = "over 100 ms" if p95 > NOW_MS else "over 50 ms" if p95 > GOAL_MS else ""
            note = f"median {median(times):.1f}, {len(times)} times{'; ' + flag if flag else ''}"
            floor = bare["POST" if name.startswith(("POST", "PATCH")) else "GET"]
            bench.report.add(
                Figure(workload="calls", what=name, value=p95, unit="ms p95", floor=floor, goal=NOW_MS, note=note)
            )


def _name(bench: Bench, call: Call) -> str:
    parts = urlsplit(call.url)
    service = next((name for name, url in bench.stack.urls.items() if call.url.startswith(url + "/")), parts.netloc)
    query = re.sub(r"=[^&]*", "", parts.query)
    return f"{call.method} {service} {ID.sub('/{id}', parts.path)}{'?' + query if query else ''}"
