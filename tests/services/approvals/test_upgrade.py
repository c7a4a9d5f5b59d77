"""Does a database that was in use before a migration go on with what stood in it?"""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import asyncpg  # type: ignore[import-untyped]
import pytest
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from chassis.auth.identity import Actor
from chassis.db import migrate
from chassis.db.database import engine_of
from chassis.testing.databases import Databases
from chassis.testing.plugin import an_actor, assert_migrated, opened
from cli.audit.verification import verify_database
from messages.approvals.clocks import NOT_RESUBMITTED
from messages.approvals.figures import FiguresView
from messages.approvals.policies import Simulation
from services.approvals.main import make
from tests.services.approvals.conftest import PEOPLE, Company, id_of

# The rows that the code of revision 0002 has left behind: one request in each state, made through its routes.
EARLIER = json.loads((Path(__file__).parent / "earlier" / "0002.json").read_text())
OLD = {migrate.CHASSIS_HISTORY: "chassis_0001", migrate.SERVICE_HISTORY: "0002"}
FOLDERS = {
    migrate.CHASSIS_HISTORY: Path(migrate.__file__).parent / "migrations",
    migrate.SERVICE_HISTORY: migrate.ROOT / "services" / "approvals" / "migrations",
}
THEN = datetime(2026, 1, 5, 2, tzinfo=UTC)
FILL = "INSERT INTO {0} OVERRIDING SYSTEM VALUE SELECT * FROM jsonb_populate_recordset(NULL::{0}, $1::text::jsonb)"


@pytest.fixture
async def upgraded(databases: Databases) -> AsyncIterator[Company]:
    url = await databases.fresh("upgraded")
    await _as_it_was(url)
    await migrate.migrate("approvals", url)
    async with opened("approvals", url, make) as harness:
        actors = {login: an_actor(*roles, id=id_of(login), unit=unit) for login, unit, _, roles, _ in PEOPLE}
        yield Company(harness, actors, harness.api.as_(Actor.process("worker")))


async def _as_it_was(url: str) -> None:
    engine = engine_of(url, pool_size=1)
    async with engine.begin() as connection:
        for history in FOLDERS:
            await connection.run_sync(_up_to, history)
    await engine.dispose()
    driver = await asyncpg.connect(url.replace("+asyncpg", ""))
    await driver.execute("SET session_replication_role = replica")  # as a backup is restored
    for table in EARLIER["tables"]:
        await driver.execute(f'TRUNCATE "{table}" CASCADE')
    for table, rows in EARLIER["tables"].items():
        await driver.execute(FILL.format(f'"{table}"'), json.dumps(rows))
    await driver.close()


def _up_to(connection: Connection, history: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDERS[history]))
    script = ScriptDirectory.from_config(config)

    def revisions(revision: Any, _context: Any) -> list[Any]:
        return list(script._upgrade_revs(OLD[history], revision))

    with EnvironmentContext(config, script, fn=revisions) as environment:
        environment.configure(connection=connection, version_table=history)
        environment.run_migrations()


def request(name: str) -> Any:
    """Its id and the content that was signed."""
    row = next(one for one in EARLIER["tables"]["requests"] if one["id"] == EARLIER["requests"][name])
    return SimpleNamespace(id=UUID(row["id"]), content_hash=row["content_hash"])


async def test_the_tables_are_those_of_the_code(upgraded: Company) -> None:
    await assert_migrated(upgraded.harness)


async def test_what_waited_is_decided(upgraded: Company) -> None:
    for login in ("lena", "fang"):
        answer = await upgraded.act(login, "approve", request("waiting"))
        assert answer.status_code == 200, answer.text
    assert (await upgraded.show(request("waiting"))).state == "APPROVED"
    groups = (await upgraded.as_("fang").get("/inbox", params={"filter": "groups"})).json()
    assert [one["request_id"] for one in groups["items"]] == [EARLIER["requests"]["pool"]]
    assert (await upgraded.act("fang", "approve", request("pool"))).status_code == 200
    delegated = (await upgraded.show(request("asked"))).steps[0].signers[-1]
    done = await upgraded.as_("fei").post(f"/tasks/{delegated.task_id}/answer", json={"comment": "seen to"})
    assert done.status_code == 200, done.text


async def test_what_was_sent_back_is_submitted_again(upgraded: Company) -> None:
    body = {"content": {"amount": "140000.00"}, "facts": {"amount": "140000.00"}}
    answer = await upgraded.as_("ann").post(f"/requests/{request('returned').id}/resubmit", json=body)
    assert answer.status_code == 200, answer.text
    assert answer.json()["state"] == "PENDING"


async def test_its_clocks_are_kept_by_the_keeper_now(upgraded: Company) -> None:
    """Of what no process asked for: reminded, then escalated; and what was sent back is withdrawn after 30 days.

    A worker of the last release asks by the route as it was called then."""
    at = THEN + timedelta(days=60)
    swept = (await upgraded.process.post("/requests/sweep", json={}, headers={"x-as-of": at.isoformat()})).json()
    assert swept["handled"] >= 2
    lapsed = await upgraded.show(request("returned"))
    assert (lapsed.state, lapsed.comment) == ("WITHDRAWN", NOT_RESUBMITTED)
    waiting = await upgraded.show(request("waiting"))
    assert [s.name for s in waiting.steps[0].signers if s.state == "OPEN"] == ["Boss"]
    process = await upgraded.show(request("process"))
    assert {s.name for s in process.steps[0].signers if s.state == "OPEN"} == {"Meng", "Lena", "Fang"}


async def test_its_audit_verifies_and_is_anchored(upgraded: Company) -> None:
    assert (await upgraded.process.post("/audit/anchors")).json()["made"] > 0
    found = await verify_database(upgraded.harness.database.url, None, {}, lambda done, total: None)
    assert found.fine


async def test_its_past_is_looked_at(upgraded: Company) -> None:
    """Who was where when a round began was not remembered then: such requests count as older, and are not judged."""
    span = {"since": "2020-01-01T00:00:00Z"}
    answer = await upgraded.as_("root").post("/policies/simulate", json={"policy": "three"} | span)
    told = Simulation.model_validate_json(answer.content)
    assert (told.requests, told.older, told.reproduced) == (4, 4, 0)
    month = {"since": "2026-01-01T00:00:00Z", "until": "2026-02-01T00:00:00Z"}
    answer = await upgraded.as_("root").get("/figures", params=month)
    figures = FiguresView.model_validate_json(answer.content)
    assert (figures.waiting_count, sum(one.decided for one in figures.people)) == (4, 5)
