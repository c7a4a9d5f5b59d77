"""W7: does it matter how many leads and customers there are? What people look at and type, claims at once, a file."""

import asyncio
import csv
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

import asyncpg  # type: ignore[import-untyped]

from bench.company import POOL
from bench.figures import Figure, median, percentile
from bench.http_wire import HttpError, HttpWires
from bench.session import Bench
from bench.workloads.leads_fill import Party, Setting, fill_customers, fill_leads, party_of
from cli.imports.importer import client_of, import_file
from deploy.cast.player import Player
from deploy.embedded.tokens import mint_token, setup_token
from deploy.sample import goods
from messages.deals.contact_persons import ContactPersonView
from messages.deals.customers import CustomerView
from messages.leads.leads import LeadView
from messages.leads.pools import PoolView
from messages.mappings.mapping import FileMapping
from messages.matching.pinyin import initials

GOAL_MS, GOAL_CLAIM_MS, GOAL_ROWS = 50.0, 300.0, 3_000.0
FEWEST = 30  # looks at each
READERS = ("li.sales", "wang.manager", "ops")
SOUGHT = ("{number}", "{company}", "{part}", "科技", "{letters}", "{contact}", "{phone}", "{end}", "nowhere")
LOOKS = (
    ("leads", "/leads"), ("leads", "/leads?status=POOLED"), ("leads", "/leads?status=OWNED"),
    ("leads", "/leads?owner_id={me}"), ("leads", "/leads?pool_id={pool}"), ("leads", "/leads?source={source}"),
    ("leads", "/leads/counts"), ("leads", "/leads/{lead}"), ("leads", "/leads?customer_id={customer}"),
    *(("leads", f"/leads?q={one}") for one in SOUGHT),
    ("deals", "/customers"), ("deals", "/customers?owner_id={me}"), ("deals", "/customers?managed=true"),
    ("deals", "/customers?status=ACTIVE"), ("deals", "/customers/{customer}"),
    *(("deals", f"/customers?q={one}") for one in SOUGHT),
)  # fmt: skip
CHECKS = ("company", "phone", "company and phone")
CLAIMANTS, CLAIMED = 200, 50
LOST = 409
FIELDS = ("external_id", "source", "company", "contact", "phone", "region")
MAPPING = {
    "service": "leads", "route": "/leads/import", "constants": {"legal_entity_id": goods.ENTITY},
    "fields": {name: name for name in FIELDS},
}  # fmt: skip


async def run(bench: Bench) -> None:
    """The same looks, each time beside more; then what many do at once."""
    connections = [await asyncpg.connect(bench.stack.layout.database_url(name)) for name in ("leads", "deals")]
    try:
        setting = await _setting(bench, *connections)
        there, fewest = 0, dict[str, float]()
        for size in bench.sizes.known_leads:
            with bench.bar(f"W7 {size:,} leads", 2) as bar:
                await fill_leads(connections[0], setting, range(there, size))
                bar.step()
                await fill_customers(connections[1], setting, range(there, size))
                bar.step()
            there = size
            await _look(bench, setting, size, fewest)
        await _claim(bench)
        await _import(bench)
    finally:
        for connection in connections:
            await connection.close()


async def _setting(bench: Bench, leads: asyncpg.Connection, deals: asyncpg.Connection) -> Setting:
    """One of each, made as a person makes it."""
    seller = await bench.cast.player(READERS[0])
    body = {"source": goods.SOURCES[0], "company": "某某", "region": goods.PLACES[0], "legal_entity_id": goods.ENTITY}
    lead = await bench.cast.setup.post("leads", "/leads", body, LeadView)
    await seller.post("leads", f"/leads/{lead.id}/claim", None, LeadView)
    customer = await seller.post("deals", "/customers", {"name": "某某客户"}, CustomerView)
    path = f"/customers/{customer.id}"
    person = await seller.post("deals", f"{path}/contact-persons", {"name": "某人"}, ContactPersonView)
    await seller.post("deals", f"{path}/addresses", {"street": "某路 1 号"}, object)
    pools = await leads.fetch("SELECT id FROM pool WHERE unit IN ('cs', 'cs/east') ORDER BY code")
    return Setting(
        lead=await leads.fetchrow("SELECT * FROM lead WHERE id = $1", lead.id),
        customer=await deals.fetchrow("SELECT * FROM customer WHERE id = $1", customer.id),
        person=await deals.fetchrow("SELECT * FROM contact_person WHERE id = $1", person.id),
        address=await deals.fetchrow("SELECT * FROM customer_address WHERE customer_id = $1", customer.id),
        pools=[row["id"] for row in pools],
        now=datetime.now(UTC),
    )


async def _look(bench: Bench, setting: Setting, size: int, fewest: dict[str, float]) -> None:
    """The floor of each is the same look beside the fewest: a ratio near one says that they do not matter."""
    taken: dict[str, dict[str, list[float]]] = {}
    turns = max(FEWEST, bench.sizes.repeats)
    with bench.bar(f"W7 looks beside {size:,}", turns) as bar:
        for turn in range(turns):
            login = READERS[turn % len(READERS)]
            reader = await bench.cast.player(login)
            party = party_of(turn * 7 * 5 % size)
            for what, ms in await _turn(bench, reader, _named(setting, reader, party, turn * 7 * 5 % size)):
                taken.setdefault(what, {}).setdefault(login, []).append(ms)
            bar.step()
    ranked = sorted(taken.items(), key=lambda pair: -percentile(_all(pair[1]), 95))
    for what, by_reader in ranked:
        p95 = percentile(_all(by_reader), 95)
        each = ", ".join(f"{login} {median(times):.1f}" for login, times in by_reader.items())
        floor = fewest.setdefault(what, p95)
        bench.report.add(
            _figure(f"{size:,} · {what}", p95, "ms p95", floor=floor, goal=GOAL_MS, note=f"medians {each}")
        )


async def _turn(bench: Bench, reader: Player, named: Mapping[str, Any]) -> list[tuple[str, float]]:
    found = []
    for service, path in LOOKS:
        where, _, query = path.format(**named).partition("?")
        asked = dict(part.split("=", 1) for part in query.split("&") if part)
        before = len(bench.calls)
        await reader.get(service, where, object, **asked)
        found.append((f"GET {service} {path}", 1000 * bench.calls[before].seconds))
    for check in CHECKS:
        body = {name: named[name] for name in ("company", "phone") if name in check}
        before = len(bench.calls)
        await reader.post("leads", "/leads/duplicates", body, object)
        found.append((f"duplicates of a {check}", 1000 * bench.calls[before].seconds))
    return found


def _named(setting: Setting, reader: Player, party: Party, place: int) -> dict[str, Any]:
    return {
        "me": reader.id,
        "pool": setting.pools[0],
        "source": goods.SOURCES[0],
        "lead": setting.lead["id"],
        "customer": setting.customer["id"],
        "number": f"X-{place:07d}",
        "company": party.company,
        "part": party.company[2:6],
        "letters": initials(party.company)[2:6] or party.company[:4].lower(),
        "contact": party.contact,
        "phone": party.phone,
        "end": party.phone[-5:],
    }


async def _claim(bench: Bench) -> None:
    """All at the same instant, each by another seller, four for each lead."""
    leads, tokens = await _claimants(bench)
    await bench.quiet()
    taken: dict[UUID, list[float]] = {}
    refused: dict[str, int] = {}
    lost: list[float] = []

    async def claim(wires: HttpWires, lead: UUID, token: str) -> None:
        began = time.perf_counter()
        try:
            await wires.ask("POST", f"/leads/{lead}/claim", {}, token)
            taken.setdefault(lead, []).append(1000 * (time.perf_counter() - began))
        except HttpError as no:
            lost.append(1000 * (time.perf_counter() - began))
            what = str(no).partition(": ")[2]
            why = what[:3] + (" LEA-8" if '"LEA-8"' in what else "")
            refused[why] = refused.get(why, 0) + 1

    async with HttpWires(bench.stack.urls["leads"]) as wires, bench.metered() as spent:
        together = [claim(wires, leads[n % CLAIMED], token) for n, token in enumerate(tokens)]
        await asyncio.gather(*together)
    won = [ms for times in taken.values() for ms in times]
    twice = sum(len(times) > 1 for times in taken.values())
    said = ", ".join(f"{count} × {what}" for what, count in sorted(refused.items()))
    cpu = ", ".join(f"{name} {s:.2f} s" for name, s in spent.cpu_s.items() if s >= 0.01)
    bench.report.add(
        _figure(f"{CLAIMANTS} claims on {CLAIMED} leads", percentile([*won, *lost], 95), "ms p95", goal=GOAL_CLAIM_MS,
                note=f"winners {median(won):.0f}, losers {median(lost):.0f} in the middle; {cpu}"),
        _figure("· leads with an owner", len(taken), "", goal=CLAIMED, more_is_better=True),
        _figure("· leads with two owners", twice, "", goal=0),
        _figure("· losers who were told so", refused.get(f"{LOST} LEA-8", 0), "", goal=CLAIMANTS - CLAIMED,
                more_is_better=True, note=said),
        _figure("· statements of a claim", spent.statements.get("leads", 0) / CLAIMANTS, ""),
    )  # fmt: skip


async def _claimants(bench: Bench) -> tuple[list[UUID], list[str]]:
    """The leads of a pool of their own, and the sellers of its unit."""
    pool = POOL.model_copy(update={"code": "BENCHCLAIM", "sources": ["bench-claims"]})
    await bench.cast.setup.post("leads", "/pools", pool, PoolView)
    posted = {"source": "bench-claims", "legal_entity_id": goods.ENTITY}
    leads = [(await bench.cast.setup.post("leads", "/leads", posted, LeadView)).id for _ in range(CLAIMED)]
    claims = {"kind": "person", "roles": ["sales"], "unit": "cs/east/sales-1", "legal_entities": [goods.ENTITY]}
    about = {**claims, "tz": "Asia/Shanghai", "lang": "zh", "name": "卖家"}
    tokens = [mint_token(bench.stack.layout, {**about, "sub": str(uuid4()), "version": 1}) for _ in range(CLAIMANTS)]
    return leads, tokens


async def _import(bench: Bench) -> None:
    """A file of new leads, read and sent as the command does."""
    count = bench.sizes.file_rows
    with TemporaryDirectory() as folder:
        file = Path(folder) / "leads.csv"
        _write(file, count)
        await bench.quiet()
        held = bench.processes.memory_mb()
        token = setup_token(bench.stack.layout)
        with bench.bar("W7 import", count) as bar:
            async with client_of(bench.stack.urls["leads"], token) as client, bench.metered() as spent:
                result = await import_file(FileMapping.model_validate(MAPPING), file, client=client, on_rows=bar.at)
    grown = bench.processes.memory_mb()["leads"] - held["leads"]
    floor = await _floor(bench, count)
    cpu = ", ".join(f"{n} {1000 * s / count:.2f}" for n, s in sorted(spent.cpu_s.items(), key=lambda p: -p[1]) if s > 1)
    bench.report.add(
        _figure("rows of a file a second", count / spent.seconds, "", floor=floor, goal=GOAL_ROWS, more_is_better=True,
                note=f"{result.counts()}"),
        _figure("· CPU of a row, leads alone", 1000 * spent.cpu_s.get("leads", 0.0) / count, "ms", note=cpu),
        _figure("· statements of a row", spent.statements.get("leads", 0) / count, ""),
        _figure("· growth of the service", grown, "MB", note=f"of {held['leads']:.0f}"),
    )  # fmt: skip


async def _floor(bench: Bench, count: int) -> float:
    """The same rows into a bare table, five hundred a transaction."""
    connection = await asyncpg.connect(bench.floor_database)
    try:
        await connection.execute(
            "CREATE TABLE IF NOT EXISTS bare_lead (id uuid PRIMARY KEY, external_id text UNIQUE, source text,"
            " company text, contact text, phone text, region text); TRUNCATE bare_lead"
        )
        rows = [(uuid4(), *_row(n)) for n in range(count)]
        began = time.perf_counter()
        for first in range(0, count, 500):
            async with connection.transaction():
                put = "INSERT INTO bare_lead VALUES ($1, $2, $3, $4, $5, $6, $7)"
                await connection.executemany(put, rows[first : first + 500])
        return count / (time.perf_counter() - began)
    finally:
        await connection.close()


def _write(file: Path, count: int) -> None:
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(FIELDS)
        writer.writerows(_row(n) for n in range(count))


def _row(n: int) -> tuple[str, ...]:
    """None of them stands there: other numbers of the same kind."""
    party = party_of(10_000_000 + n)
    return (f"F{n}", goods.SOURCES[1], party.company, party.contact, party.phone, goods.PLACES[n % len(goods.PLACES)])


def _all(by_reader: Mapping[str, list[float]]) -> list[float]:
    return [ms for times in by_reader.values() for ms in times]


def _figure(what: str, value: float, unit: str, **more: Any) -> Figure:
    return Figure(workload="W7", what=what, value=value, unit=unit, **more)
