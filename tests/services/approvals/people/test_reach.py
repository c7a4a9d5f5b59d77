"""Do rights end at the legal entity, for those too who keep people, units, calendars and policies? (feature 210)"""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from chassis.base.clock import now
from chassis.testing.plugin import ServiceHarness, an_actor
from tests.services.approvals.conftest import THREE, Company, id_of

FOREIGN = an_actor("admin", "ops", legal_entities=("US",), unit="us", name="Uma")
PASSWORD = "a good password"


@pytest.fixture
async def uma(company: Company, harness: ServiceHarness) -> httpx.AsyncClient:
    """An admin of another legal entity."""
    await company.process.post("/calendars", json={"id": "US", "name": "America"})
    us = {"id": "US", "name": "Countersign US", "calendar": "US", "currency": "USD"}
    assert (await company.process.post("/legal-entities", json=us)).is_success
    person = {"login": "sam", "name": "Sam", "unit": "us", "legal_entity_id": "US", "id": str(id_of("sam"))}
    assert (await company.process.post("/people", json=person)).is_success
    return harness.api.as_(FOREIGN)


def row(line: int, login: str, **more: Any) -> dict[str, Any]:
    return {"line": line, "login": login, "name": login, "unit": "us/west", "legal_entity_id": "US"} | more


async def state(harness: ServiceHarness) -> list[str]:
    async with harness.database.session() as session:
        found = []
        for table in ("persons", "org_units", "legal_entities", "calendars", "policies", "absences", "outbox"):
            rows = await session.execute(text(f"SELECT row_to_json(t)::text FROM {table} t ORDER BY 1"))
            found += [f"{table} {one}" for one in rows.scalars()]
        return found


ABSENCE = {"starts_at": "2026-03-01T00:00:00Z", "ends_at": "2026-03-09T00:00:00Z"}
ABOUT = {"kind": "order", "id": str(id_of("order")), "number": "SO-1", "title": "x"}
BEYOND: list[tuple[str, str, dict[str, Any]]] = [
    ("POST", "/people", {"login": "x", "name": "X", "unit": "us", "legal_entity_id": "CS-CN"}),
    ("POST", "/people", {"login": "x", "name": "X", "unit": "cs/east", "legal_entity_id": "US"}),
    ("POST", "/people",
     {"login": "x", "name": "X", "unit": "us", "legal_entity_id": "US", "other_entities": ["CS-CN"]}),
    ("POST", "/people", {"login": "x", "name": "X", "unit": "us", "legal_entity_id": "US", "other_entities": ["*"]}),
    ("PATCH", f"/people/{id_of('fang')}", {"password": PASSWORD}),
    ("PATCH", f"/people/{id_of('fang')}", {"active": False}),
    ("PATCH", f"/people/{id_of('sam')}", {"unit": "cs/east"}),
    ("PATCH", f"/people/{id_of('sam')}", {"other_entities": ["CS-CN"]}),
    ("PATCH", f"/people/{id_of('sam')}", {"other_entities": ["*"]}),
    ("POST", f"/people/{id_of('fang')}/hand-over", {"to": str(id_of("boss"))}),
    ("POST", "/org-units", {"path": "us/new", "name": "N", "legal_entity_id": "CS-CN"}),
    ("POST", "/org-units", {"path": "cs/east", "name": "Mine", "legal_entity_id": "US"}),
    ("POST", "/org-units", {"path": "cs/east/new/deep", "name": "Mine", "legal_entity_id": "US"}),
    ("POST", "/legal-entities", {"id": "CS-CN", "name": "Mine"}),
    ("POST", "/legal-entities", {"id": "DE", "name": "Mine"}),
    ("POST", "/calendars", {"id": "CN", "name": "Never"}),
    ("POST", "/calendars/preview", {"id": "CN", "name": "Never"}),
    ("POST", "/policies", {"policy": {**THREE, "route": [{"step": "sign", "signers": [{"person": "sam"}]}]}}),
    ("POST", "/policies/simulate", {"policy": "three", "since": "2026-01-01T00:00:00Z"}),
    ("POST", "/endpoints", {"url": "https://example.com/x", "events": ["*"], "legal_entity_id": "CS-CN"}),
    ("POST", "/todos", {"kind": "ship", "about": ABOUT, "person_id": str(id_of("bob"))}),
    ("POST", "/todos", {"kind": "ship", "about": ABOUT, "role": "shipper", "legal_entity_id": "CS-CN"}),
    ("POST", "/absences", {"person_id": str(id_of("meng")), "substitute_id": str(id_of("sam")), **ABSENCE}),
    ("POST", "/absences", {"person_id": str(id_of("meng")), "substitute_id": str(id_of("boss")), **ABSENCE}),
]  # fmt: skip


async def test_case_a1_feature_210_acts_end_at_the_legal_entity_of_who_acts(
    company: Company, uma: httpx.AsyncClient, harness: ServiceHarness
) -> None:
    before = await state(harness)
    for method, path, body in BEYOND:
        answer = await uma.request(method, path, json=body, headers={"if-match": "1"})
        is_given = answer.status_code == 409 and answer.json()["rule"] == "APP-140"
        assert answer.status_code == 403 or is_given, f"{method} {path} {body}: {answer.status_code} {answer.text}"
    assert await state(harness) == before


async def test_case_a1_within_the_own_legal_entity_all_is_possible(uma: httpx.AsyncClient, company: Company) -> None:
    person = {"login": "x", "name": "X", "unit": "us/west", "legal_entity_id": "US", "roles": ["finance"]}
    assert (await uma.post("/people", json=person)).status_code == 200
    changed = await uma.patch(f"/people/{id_of('sam')}", json={"password": PASSWORD}, headers={"if-match": "1"})
    assert changed.status_code == 200
    assert (await uma.post("/calendars", json={"id": "US", "name": "Mine"})).status_code == 200
    assert (await uma.post("/org-units", json={"path": "us/n", "name": "N", "legal_entity_id": "US"})).is_success
    both = an_actor("admin", legal_entities=("CS-CN", "US"))
    assert (await company.harness.api.as_(both).post("/policies", json={"policy": THREE})).status_code == 200


async def test_case_a1_a_file_reaches_as_far_as_who_brings_it(
    company: Company, uma: httpx.AsyncClient, harness: ServiceHarness
) -> None:
    rows = [
        row(1, "finn", legal_entity_id="CS-CN", roles=["finance", "director"], password=PASSWORD),
        row(2, "fang", roles=["sales"]),
        row(3, "fei", legal_entity_id="CS-CN", password=PASSWORD),
        row(4, "spy", unit="cs/east", roles=["sales_manager"]),
        row(5, "new"),
    ]
    before = [one for one in await state(harness) if one.startswith("persons")]
    report = (await uma.post("/people/import", json={"rows": rows, "source": "hr"})).json()
    assert [one["outcome"] for one in report["rows"]] == ["invalid"] * 4 + ["accepted"]
    assert {one["errors"][0]["rule"] for one in report["rows"][:4]} == {"SYS-60"}
    after = [one for one in await state(harness) if one.startswith("persons")]
    assert len(set(after) - set(before)) == 1
    answer = await harness.api.anybody.post("/sign-in", json={"login": "fei", "password": PASSWORD})
    assert answer.status_code == 401


async def test_case_a1_an_admin_of_one_changes_nobody_who_works_for_another_too(
    company: Company, uma: httpx.AsyncClient
) -> None:
    wide = {"login": "wide", "name": "W", "unit": "us", "legal_entity_id": "US", "other_entities": ["*"]}
    made = (await company.process.post("/people", json=wide)).json()
    assert made["other_entities"] == ["*"]
    stolen = await uma.patch(f"/people/{made['id']}", json={"password": PASSWORD}, headers={"if-match": "1"})
    assert stolen.status_code == 403


async def test_case_a1_feature_210_absences_of_another_legal_entity_are_not_listed(
    company: Company, uma: httpx.AsyncClient
) -> None:
    body = {"person_id": str(id_of("fang")), "substitute_id": str(id_of("fei")), **ABSENCE}
    made = await company.as_("root").post("/absences", json=body)
    assert made.status_code == 200, made.text
    assert (await uma.get("/absences")).json() == []
    assert (await uma.delete(f"/absences/{made.json()['id']}")).status_code == 403
    assert len((await company.as_("root").get("/absences")).json()) == 1


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [({"manager": "nobody"}, "APP-47"), ({"manager": "ann"}, "APP-45"), ({"legal_entity_id": "XX"}, "APP-46")],
)
async def test_case_a2_an_invalid_row_changes_nothing(
    company: Company, harness: ServiceHarness, wrong: dict[str, str], rule: str
) -> None:
    before = await state(harness)
    rows = [row(1, "meng", name="Other", unit="cs/new", legal_entity_id="CS-CN", roles=["finance"]) | wrong]
    report = (await company.process.post("/people/import", json={"rows": rows, "source": "hr"})).json()
    assert report["rows"][0]["errors"][0]["rule"] == rule
    assert await state(harness) == before


async def test_case_a2_a_new_person_whose_row_is_invalid_is_not_made(company: Company, harness: ServiceHarness) -> None:
    rows = [row(1, "one", legal_entity_id="CS-CN", manager="gone", password=PASSWORD),
            row(2, "two", legal_entity_id="CS-CN", manager="one")]  # fmt: skip
    report = (await company.process.post("/people/import", json={"rows": rows, "source": "hr"})).json()
    assert [one["errors"][0]["rule"] for one in report["rows"]] == ["APP-47", "APP-47"]
    for login in ("one", "two"):
        assert (await company.process.get("/people", params={"login": login})).json()["items"] == []


async def test_case_a3_a_column_that_is_not_in_the_file_changes_nothing(company: Company) -> None:
    full = row(1, "kim", legal_entity_id="CS-CN", roles=["legal"], manager="boss", approval_limit="5.00", region="N",
               tz="Europe/Berlin", lang="en", grade=7)  # fmt: skip
    await company.process.post("/people/import", json={"rows": [full], "source": "hr"})
    before = (await company.process.get("/people", params={"login": "kim"})).json()["items"][0]
    bare = {name: full[name] for name in ("line", "login", "name", "unit", "legal_entity_id")}
    report = (await company.process.post("/people/import", json={"rows": [bare], "source": "hr"})).json()
    assert report["rows"][0]["outcome"] == "duplicate"
    assert (await company.process.get("/people", params={"login": "kim"})).json()["items"][0] == before


async def test_case_a4_a_file_may_turn_an_order_round(company: Company) -> None:
    rows = [row(1, "boss", unit="cs", legal_entity_id="CS-CN", manager="meng"),
            row(2, "meng", unit="cs/east", legal_entity_id="CS-CN", manager=None)]  # fmt: skip
    report = (await company.process.post("/people/import", json={"rows": rows, "source": "hr"})).json()
    assert [one["outcome"] for one in report["rows"]] == ["accepted", "accepted"], report
    assert (await company.process.get(f"/people/{id_of('boss')}")).json()["manager_id"] == str(id_of("meng"))
    assert (await company.process.get(f"/people/{id_of('meng')}")).json()["manager_id"] is None


async def test_case_a4_three_changes_at_one_moment_close_no_ring(company: Company, harness: ServiceHarness) -> None:
    for ring in (("ann", "bob", "lena"), ("fang", "fei", "root")):
        pairs = zip(ring, (*ring[1:], ring[0]), strict=True)
        answers = await asyncio.gather(*[report_to(company, login, manager) for login, manager in pairs])
        assert sorted(answer.status_code for answer in answers) == [200, 200, 409]
    await assert_no_ring(harness)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.booleans()), min_size=2, max_size=6))
async def test_case_a4_no_changes_at_once_close_a_ring(
    company: Company, harness: ServiceHarness, changes: list[tuple[int, int, bool]]
) -> None:
    """Runs the changes of one example at once, then looks at the whole chart."""
    logins = ("ann", "bob", "lena", "fang", "fei", "meng")

    async def one(login: str, manager: str, by_file: bool) -> None:
        if by_file:
            rows = [row(1, login, unit="cs/office", legal_entity_id="CS-CN", manager=manager)]
            await company.process.post("/people/import", json={"rows": rows, "source": "hr"})
        else:
            await report_to(company, login, manager)

    await asyncio.gather(*[one(logins[a], logins[b], by_file) for a, b, by_file in changes])
    await assert_no_ring(harness)


async def report_to(company: Company, login: str, manager: str) -> httpx.Response:
    path = f"/people/{id_of(login)}"
    version = (await company.process.get(path)).headers["etag"]
    return await company.process.patch(path, json={"manager_id": str(id_of(manager))}, headers={"if-match": version})


async def assert_no_ring(harness: ServiceHarness) -> None:
    async with harness.database.session() as session:
        rows = await session.execute(text("SELECT id, manager_id FROM persons"))
        managers: dict[UUID, UUID | None] = {one.id: one.manager_id for one in rows}
    for person in managers:
        above, seen = managers[person], set[UUID]()
        while above is not None:
            assert above != person
            assert above not in seen
            seen.add(above)
            above = managers[above]


@pytest.mark.parametrize(
    ("who", "substitute", "allowed"),
    [
        ("meng", "sam", False),  # of another legal entity
        ("meng", "ann", False),  # her own seller
        ("fang", "lena", False),  # legal does not do finance's work
        ("meng", "boss", True),
        ("ann", "bob", True),
        ("fang", "fei", True),
    ],
)
async def test_case_a9_who_stands_in_has_the_rights_for_it(
    company: Company, uma: httpx.AsyncClient, who: str, substitute: str, allowed: bool
) -> None:
    body = {"person_id": str(id_of(who)), "substitute_id": str(id_of(substitute)), **ABSENCE}
    answer = await company.as_(who).post("/absences", json=body)
    assert (answer.status_code == 200) is allowed, answer.text
    if not allowed:
        assert answer.json()["rule"] == "APP-151"
    handed = await company.as_("root").post(f"/people/{id_of(who)}/hand-over", json={"to": str(id_of(substitute))})
    assert (handed.status_code == 200) is allowed, handed.text
    if not allowed:
        assert handed.json()["rule"] == "APP-154"


async def test_app_154_of_one_above_whom_nobody_is_a_colleague_takes_over(
    company: Company, uma: httpx.AsyncClient
) -> None:
    path = f"/people/{id_of('boss')}/hand-over"
    assert (await company.as_("root").post(path, json={"to": str(id_of("sam"))})).status_code == 409
    assert (await company.as_("root").post(path, json={"to": str(id_of("meng"))})).status_code == 200


async def test_case_a9_one_who_has_left_stands_in_for_nobody(company: Company) -> None:
    gone = await company.process.patch(f"/people/{id_of('bob')}", json={"active": False}, headers={"if-match": "1"})
    assert gone.is_success
    body = {"person_id": str(id_of("ann")), "substitute_id": str(id_of("bob")), **ABSENCE}
    assert (await company.as_("ann").post("/absences", json=body)).json()["rule"] == "APP-151"


async def test_case_a9_who_asks_is_never_his_own_signer_by_an_absence(company: Company) -> None:
    """bob asks; ann may not stand in so that he signs; and a substitute who asks is passed over."""
    away = {"starts_at": (now() - timedelta(hours=1)).isoformat(), "ends_at": (now() + timedelta(days=2)).isoformat()}
    body = {"person_id": str(id_of("fang")), "substitute_id": str(id_of("fei")), **away}
    assert (await company.as_("fang").post("/absences", json=body)).status_code == 200
    request = await company.submit("fei")
    assert str(id_of("fei")) not in {str(one.person_id) for step in request.steps for one in step.signers}
