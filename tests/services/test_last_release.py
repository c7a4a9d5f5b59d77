"""Does a database of the last release migrate, and answer as it did?

`last_release/` holds the databases of the sample company as release 0.1 left them (`pg_dump --inserts`), after a few
acts more (a contract, a registration, a payment and an invoice rejected, a received order cancelled, late receivables
imported), and what its routes answered then, in the words of today. One answer differs: an
opportunity that was won with a contract that was rejected is open again; and every customer is active.
"""

import gzip
import importlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import pytest
from sqlalchemy import text

from chassis.db import migrate
from chassis.events.envelope import Envelope
from chassis.testing.databases import Databases
from chassis.testing.plugin import Api, ServiceHarness, an_actor, assert_migrated, opened
from cli.audit.books import checked
from cli.papers.catalogue import all_events
from messages.services import RECORD_OWNERS
from messages.texts import known

FOLDER = Path(__file__).parent / "last_release"
RELEASED = sorted(path.name.removesuffix(".sql.gz") for path in FOLDER.glob("*.sql.gz"))  # a newer service has no dump
ANSWERS: dict[str, Any] = json.loads((FOLDER / "answers.json").read_text())
TIMELINES: dict[str, int] = ANSWERS.pop("timeline")
OPS = an_actor("ops", "admin", legal_entities=("*",), unit="cs")
STATES = text("SELECT DISTINCT kind, status FROM record WHERE status IS NOT NULL AND service <> 'approvals'")
BALANCES = text("SELECT account, sum(amount) AS balance FROM ledger_entries GROUP BY account")
OUTBOX = text("SELECT * FROM outbox ORDER BY id")
PROTECTION_IS_OVER = "UPDATE public.registration SET protected_until = now() - interval '1 day' WHERE status = 'CLOSED'"
Upgraded = Callable[[str], AbstractAsyncContextManager[ServiceHarness]]
NAMES = ("number", "login", "code", "key", "customer_name", "contract_number")


@pytest.fixture(scope="module")
def migrated() -> dict[str, str]:
    """Where each service's database of the last release stands migrated: these tests only read it."""
    return {}


@pytest.fixture
def upgraded(databases: Databases, migrated: dict[str, str]) -> Upgraded:
    """`async with upgraded("orders") as harness`: the service on the last release's database, migrated."""

    @asynccontextmanager
    async def upgrade(service: str) -> AsyncIterator[ServiceHarness]:
        if service not in migrated:
            migrated[service] = await _migrated(databases, service)
        make: Callable[..., Any] = importlib.import_module(f"services.{service}.main").make
        async with opened(service, migrated[service], make) as harness:
            yield harness

    return upgrade


async def _migrated(databases: Databases, service: str) -> str:
    url = await databases.fresh(f"last_{service}")
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    await connection.execute(gzip.decompress((FOLDER / f"{service}.sql.gz").read_bytes()).decode())
    if service == "deals":  # on whichever day the test runs
        await connection.execute(PROTECTION_IS_OVER)
    await connection.close()
    await migrate.migrate(service, url)
    return url


@pytest.mark.parametrize("service", RELEASED)
async def test_its_tables_become_those_of_the_code_and_its_lists_answer_as_before(
    service: str, upgraded: Upgraded
) -> None:
    async with upgraded(service) as harness:
        await assert_migrated(harness)
        for place, rows in ANSWERS.items():
            if place.startswith(f"{service} "):
                assert await answered(harness.api, place.split()[1]) == sorted(rows, key=str), place


@pytest.mark.parametrize("service", [service for service in RELEASED if service in RECORD_OWNERS])
async def test_every_event_that_it_published_is_still_read(service: str, upgraded: Upgraded) -> None:
    kinds = {event.subject: event for event in all_events()}
    async with upgraded(service) as harness:
        async with harness.database.session() as session:
            rows = (await session.execute(OUTBOX)).mappings().all()
        assert len(rows) > 30
        for row in rows:
            envelope = Envelope.of_row(row)
            assert envelope.event(kinds[envelope.type]).version == row["aggregate_version"]


async def test_every_state_of_a_record_is_called_as_its_owner_calls_it(upgraded: Upgraded) -> None:
    """Insights keeps them by word: a status that is renamed is renamed there too."""
    async with upgraded("insights") as harness, harness.database.session() as session:
        states = [f"status.{kind}.{status}" for kind, status in (await session.execute(STATES)).all()]
    assert len(states) > 10
    assert [code for code in sorted(states) if not known(code, "en")] == []


async def test_every_number_tells_its_whole_history_as_before(upgraded: Upgraded) -> None:
    assert len(TIMELINES) > 50
    async with upgraded("insights") as harness:
        for number, entries in TIMELINES.items():
            for lang in ("zh", "en"):
                answer = await harness.api.as_(OPS).get(
                    "/timeline", params={"number": number, "limit": 100}, headers={"accept-language": lang}
                )
                assert answer.status_code == 200, answer.text
                told = [entry["text"] for entry in answer.json()["items"]]
                assert len(told) == entries, number
                assert not [words for words in told if not words or "{" in words or ".v1" in words], number


async def test_its_ledger_opens_with_what_stands(upgraded: Upgraded) -> None:
    """Each receivable, customer and payment has its balance, and what is owed has come from somewhere."""
    async with upgraded("collections") as harness:
        found = {one.code: one for one in await checked("collections", harness.database.url)}
        assert [one for one in found.values() if one.broken] == []
        assert min(found[f"books.{name}"].records for name in ("transactions", "receivables", "advances")) > 0
        counts = (await harness.api.as_(OPS).get("/receivables/counts")).json()
        async with harness.database.session() as session:
            balances = {row.account: row.balance for row in await session.execute(BALANCES)}
    owed = [row for row in counts if row["status"] != "CANCELLED"]
    amount, paid = (sum(Decimal(row[name]["amount"]) for row in owed) for name in ("amount", "paid"))
    assert (balances["RECEIVABLE"], balances["SALES"]) == (amount - paid, -amount)
    assert balances["BANK"] + balances.get("ADVANCE", 0) + balances.get("SETTLED_BEFORE", 0) == paid
    assert balances["BANK"] > 0


async def answered(api: Api, path: str) -> list[list[Any]]:
    """Name, state and money of each record of a list, all pages."""
    rows: list[list[Any]] = []
    cursor = None
    while True:
        params = {"limit": 100} | ({"cursor": cursor} if cursor else {})
        answer = await api.as_(OPS).get(path, params=params)
        assert answer.status_code == 200, answer.text
        body = answer.json()
        page = body if isinstance(body, list) else body["items"]
        rows += [_row(item) for item in page]
        cursor = None if isinstance(body, list) else body["next"]
        if cursor is None:
            return sorted(rows, key=str)


def _row(item: dict[str, Any]) -> list[Any]:
    name = next((item[name] for name in NAMES if item.get(name)), None)
    money = next((item[name] for name in ("total", "amount", "open") if item.get(name)), None)
    status = item.get("status") or item.get("state")
    return [name, "REJECTED" if status == "REFUSED" else status, money["amount"] if isinstance(money, dict) else None]
