"""Does each service say of its routes what they take, and refuse what they do not?"""

from typing import Any

import pytest

from chassis.testing.plugin import ServiceHarness
from tests.security.conftest import Findings
from tests.security.routes import EVERY_SERVICE, STREAM, documented_access, first_actor, routes_of

SWALLOWED = b'{"lines": [{"line": 1, "quantity": 6}]}'


async def test_case_a7_a_route_without_a_command_refuses_a_body(harness: ServiceHarness, findings: Findings) -> None:
    page = documented_access(harness.name)
    for route in routes_of(harness.app):
        if "requestBody" in route.takes or route.name == STREAM or route.path == "/openapi.json":
            continue
        client = harness.api.as_(first_actor(page[route.name]))
        headers = {"content-type": "application/json", "if-match": "1", "idempotency-key": "k"}
        answer = await client.request(route.method, route.at(), content=SWALLOWED, headers=headers)
        refused = answer.status_code == 422 and answer.json()["errors"][0]["rule"] == "SYS-64"
        findings.check(refused, route.name, answer)
    findings.none()


async def test_case_a14_allow_names_all_methods_of_an_address(harness: ServiceHarness, findings: Findings) -> None:
    by_path: dict[str, set[str]] = {}
    for route in routes_of(harness.app):
        by_path.setdefault(route.at(), set()).add(route.method)
    for path, methods in by_path.items():
        answer = await harness.api.anybody.request("TRACE", path)
        told = {one.strip() for one in answer.headers.get("allow", "").split(",")} - {"HEAD", "OPTIONS"}
        findings.check(answer.status_code == 405 and methods <= told, f"{path} {methods} {told}", answer)
    findings.none()


async def test_case_a14_feature_83_needed_headers_and_cursors_are_stated(
    harness: ServiceHarness, findings: Findings
) -> None:
    """A route that answers 428 without a header says that it needs it."""
    page = documented_access(harness.name)
    for route in routes_of(harness.app):
        if route.name == STREAM or page[route.name] == EVERY_SERVICE:
            continue
        client = harness.api.as_(first_actor(page[route.name]))
        body: dict[str, Any] = {} if "requestBody" not in route.takes else {"json": {}}
        answer = await client.request(route.method, route.at(), **body)
        needed = {one["name"] for one in route.takes.get("parameters", []) if one["in"] == "header" and one["required"]}
        findings.check(answer.status_code != 428 or bool(needed), route.name, answer)
        for one in route.query:
            if one["name"] == "cursor":
                findings.check("422" in one.get("description", ""), f"{route.name} cursor", answer)
    findings.none()


@pytest.mark.parametrize("service_name", ["approvals"])
async def test_case_a14_working_hours_are_answered_as_they_are_described(harness: ServiceHarness) -> None:
    import re

    from chassis.auth.identity import Actor

    process = harness.api.as_(Actor.process("worker"))
    made = await process.post("/calendars", json={"id": "CN", "name": "China"})
    hours = harness.app.openapi()["components"]["schemas"]["CalendarView"]["properties"]["hours"]
    [opens, closes] = hours["items"]["prefixItems"]
    for span in made.json()["hours"]:
        for told, said in zip(span, (opens, closes), strict=True):
            assert "format" not in said
            assert re.search(said["pattern"], told)


@pytest.mark.parametrize("since", ["0001-01-01T00:00:00Z", "9999-12-31T00:00:00Z", "2026-01-01T00:00:00", "yesterday"])
async def test_case_a14_republish_takes_a_moment_of_business(harness: ServiceHarness, since: str) -> None:
    client = harness.api.as_(first_actor("ops, admin, process"))
    answer = await client.post("/outbox/republish", params={"since": since})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "since"), answer.text


@pytest.mark.parametrize("service_name", ["insights"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1999-12-31", "2200-01-01", "x"])
async def test_case_a14_a_daily_report_is_of_a_day_of_business(harness: ServiceHarness, day: str) -> None:
    answer = await harness.api.as_(first_actor("admin")).get("/daily-report", params={"day": day})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "day"), answer.text
