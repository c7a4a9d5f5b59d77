"""Is the past found again as it was, and is it told what another policy would have changed?"""

import resource
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import yaml
from sqlalchemy import text

from chassis.testing.plugin import ServiceHarness
from messages.approvals.policies import Simulation
from tests.services.approvals.conftest import Company, id_of
from tests.services.approvals.what_if.past import BEGIN, a_month, a_route

Clock = Callable[[datetime], None]


async def simulated(company: Company, written: dict[str, Any] | None = None, **more: Any) -> list[Simulation]:
    """Every page."""
    body = {"policy": "month", "since": BEGIN.isoformat(), "yaml": yaml.safe_dump(written) if written else None} | more
    pages: list[Simulation] = []
    while not pages or pages[-1].next:
        cursor = pages[-1].next if pages else None
        answer = await company.as_("root").post("/policies/simulate", json=body | {"cursor": cursor})
        assert answer.status_code == 200, answer.text
        pages.append(Simulation.model_validate_json(answer.content))
    return pages


@pytest.mark.parametrize("duplicates", ["once", "consecutive", "every"])
@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 8))])
async def test_app_90_the_policy_in_force_finds_every_recorded_way_again(
    company: Company, time_is: Clock, duplicates: str, seed: int
) -> None:
    month = await a_month(company, time_is, seed, requests=25, duplicates=duplicates)
    pages = await simulated(company, limit=10)
    told = [(one.number, one.unlike, one.changes) for page in pages for one in page.listed]
    assert told == []
    assert sum(page.reproduced for page in pages) == sum(page.requests for page in pages) == month.asked


async def counted(harness: ServiceHarness) -> dict[str, int]:
    """Rows of every table; also of the outbox, the chains and the keys."""
    async with harness.database.session() as session:
        names = await session.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        return {
            name: (await session.execute(text(f'SELECT count(*) FROM "{name}"'))).scalar_one()
            for (name,) in names.all()
        }


async def test_app_92_another_policy_is_told_with_its_steps_people_and_load(
    company: Company, harness: ServiceHarness
) -> None:
    await company.publish(a_route())
    small: dict[str, Any] = {"facts": {"amount": "10.00", "keen": False, "named": str(id_of("fei"))}}
    large: dict[str, Any] = {"facts": {"amount": "60000.00", "keen": False, "named": str(id_of("fei"))}}
    requests = [await company.submit(policy="month", **each) for each in (small, large)]
    for request in requests:
        assert (await company.act("meng", "approve", request)).status_code == 200
    for request in requests:
        assert (await company.act("lena", "approve", request)).status_code == 200
    written = a_route()
    written["route"][0]["signers"] = [{"person": "bob"}]
    written["route"][1]["branches"][1]["when"] = "amount > 5.0"
    written["route"].append({"step": "last", "signers": [{"person": "boss"}]})
    before = await counted(harness)
    (page,) = await simulated(company, written, since="2020-01-01T00:00:00Z")
    assert await counted(harness) == before, "nothing is written"
    told = {one.number: {(c.step, c.change): ([p.name for p in c.joined], [p.name for p in c.left])
                         for c in one.changes} for one in page.listed}  # fmt: skip
    manager = {("manager", "signers"): (["Bob"], ["Meng"])}
    money: dict[Any, Any] = {("fin", "added"): (["Fei"], []), ("second", "added"): (["Fang", "Meng"], [])}
    assert told[requests[0].about.number] == manager | money | {("last", "added"): (["Boss"], [])}
    assert told[requests[1].about.number] == manager, "finance is still to be asked: nothing later is reached"
    load = {one.person.name: (one.now, one.then) for one in page.load}
    assert load["Bob"] == (0, 2)
    assert load["Meng"] == (2, 1)
    assert (page.requests, page.changed, page.lacking, page.reproduced) == (2, 2, 0, 2)


async def test_app_91_a_fact_that_past_requests_do_not_have_is_told(company: Company) -> None:
    await company.publish(a_route())
    facts = {"amount": "10.00", "keen": False, "named": str(id_of("fei"))}
    await company.submit(policy="month", facts=facts)
    written = a_route(facts={"amount": "money", "keen": "bool", "named": "person", "margin": "number", "idle": "int"})
    written["route"][3]["when"] = "margin < 0.1"
    (page,) = await simulated(company, written, since="2020-01-01T00:00:00Z")
    assert [(one.lacking, one.changes, one.unlike) for one in page.listed] == [(["margin"], [], [])]
    assert (page.lacking, page.changed, page.reproduced) == (1, 0, 1)


async def test_app_93_a_record_that_was_changed_by_hand_is_not_found_again(
    company: Company, harness: ServiceHarness
) -> None:
    await company.publish(a_route())
    facts = {"amount": "10.00", "keen": False, "named": str(id_of("fei"))}
    request = await company.submit(policy="month", facts=facts)
    async with harness.database.session() as session, session.begin():
        await session.execute(text("UPDATE rounds SET prepared_by = ARRAY[CAST(:id AS uuid)]"), {"id": id_of("meng")})
    (page,) = await simulated(company, since="2020-01-01T00:00:00Z")
    assert [(one.request_id, [c.step for c in one.unlike]) for one in page.listed] == [(request.id, ["manager"])]
    assert page.reproduced == 0


@pytest.mark.parametrize("login", ["ann", "meng", "lena", "fang", "boss"])
async def test_only_operators_simulate(company: Company, login: str) -> None:
    body = {"policy": "three", "since": BEGIN.isoformat()}
    assert (await company.as_(login).post("/policies/simulate", json=body)).status_code == 403


COPIES = """
WITH n AS (SELECT gen_random_uuid() AS id, g FROM generate_series(1, 3000) g),
r AS (INSERT INTO requests SELECT x.* FROM n, requests q, LATERAL jsonb_populate_record(q, jsonb_build_object(
  'id', n.id, 'about_id', n.id, 'opened_at', q.opened_at - n.g * interval '1 second')) x WHERE q.id = :like),
o AS (INSERT INTO rounds SELECT x.* FROM n, rounds q, LATERAL jsonb_populate_record(q, jsonb_build_object(
  'request_id', n.id)) x WHERE q.request_id = :like),
a AS (INSERT INTO audit SELECT x.* FROM n, audit q, LATERAL jsonb_populate_record(q, jsonb_build_object(
  'chain', n.id)) x WHERE q.chain = :like),
s AS (SELECT n.id AS request_id, gen_random_uuid() AS id, q.id AS old FROM n, steps q WHERE q.request_id = :like),
t AS (INSERT INTO steps SELECT x.* FROM s JOIN steps q ON q.id = s.old, LATERAL jsonb_populate_record(q,
  jsonb_build_object('id', s.id, 'request_id', s.request_id)) x)
INSERT INTO tasks SELECT x.* FROM s JOIN tasks q ON q.step_id = s.old, LATERAL jsonb_populate_record(q,
  jsonb_build_object('id', gen_random_uuid(), 'request_id', s.request_id, 'step_id', s.id)) x
"""


@pytest.mark.tampers
@pytest.mark.long
async def test_thousands_of_past_requests_take_no_more_memory_than_a_hundred(
    company: Company, harness: ServiceHarness
) -> None:
    await company.publish(a_route())
    facts = {"amount": "60000.00", "keen": True, "named": str(id_of("boss"))}
    like = await company.submit(policy="month", facts=facts)
    for login in ("meng", "lena", "fei", "fang", "boss"):
        assert (await company.act(login, "approve", like)).status_code == 200, login
    async with harness.database.session() as session, session.begin():
        await session.execute(text("SET LOCAL session_replication_role = replica"))
        await session.execute(text("SET LOCAL statement_timeout = '60s'"))
        await session.execute(text(COPIES), {"like": like.id})
    sums = Counter[str]()
    most, cursor, begun = 0, None, 0
    while True:
        body = {"policy": "month", "since": "2020-01-01T00:00:00Z", "cursor": cursor}
        page = Simulation.model_validate_json((await company.as_("root").post("/policies/simulate", json=body)).content)
        sums.update(requests=page.requests, reproduced=page.reproduced, changed=page.changed)
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begun = begun or most
        cursor = page.next
        if cursor is None:
            break
    assert sums == {"requests": 3_001, "reproduced": 3_001, "changed": 0}
    assert most - begun < 30_000, f"{most - begun} kB more"


async def test_app_90_a_way_on_which_a_signer_changed_a_field_is_found_again(company: Company) -> None:
    policy: dict[str, Any] = {
        "policy": "pen",
        "facts": {"amount": "money"},
        "route": [
            {"step": "price", "signers": [{"person": "meng"}], "depends_on": ["amount"]},
            {"step": "high", "when": "amount > 200000.0", "signers": [{"person": "boss"}]},
            {"step": "first", "signers": [{"group": ["lena", "boss"]}], "depends_on": ["note"]},
            {"step": "second", "signers": [{"person": "fang"}], "may_edit": ["note", "amount"]},
        ],
    }
    await company.publish(policy)
    request = await company.submit(policy="pen", content={"note": "a", "amount": "150000.00"})
    for login in ("meng", "lena", "boss"):
        assert (await company.act(login, "approve", request)).status_code == 200
    changes = {"note": "b", "amount": "250000.00"}
    edited = await company.act("fang", "edit", request, changes=changes)
    assert edited.status_code == 200, edited.text
    now = edited.json()["content_hash"]
    for login in ("meng", "boss", "lena", "boss", "fang"):
        await company.act(login, "approve", request, content_hash=now)
    assert (await company.show(request)).state == "APPROVED"
    (page,) = await simulated(company, policy="pen", since="2020-01-01T00:00:00Z")
    assert [(one.number, one.unlike, one.changes) for one in page.listed] == []
    assert (page.reproduced, page.requests) == (1, 1)
