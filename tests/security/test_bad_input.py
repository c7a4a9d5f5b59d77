"""Is everything that cannot be read refused in words, naming field, value and rule, and never a fault?"""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

import httpx
import pytest

from chassis.testing.plugin import ServiceHarness
from messages.approvals.people import ImportPersonRow
from messages.base import Command
from messages.collections.exchange import ImportExchangeRateRow
from messages.collections.payment_imports import ImportPaymentRow
from messages.collections.receivables import ImportReceivableRow
from messages.deals.contract_imports import ImportContractRow
from messages.deals.customers import ImportCustomerRow
from messages.deals.opportunities import ImportOpportunityRow
from messages.leads.leads import ImportLeadRow
from messages.orders.order_imports import ImportOrderRow
from messages.orders.products import ImportProductRow
from tests.security.conftest import Findings
from tests.security.malformed_input import LONGEST, Descriptions
from tests.security.routes import EVERY_SERVICE, SIGNED_IN, STREAM, Route, documented_access, first_actor, routes_of

JSON = "application/json"
PROBLEM = "application/problem+json"
NESTED = b"[" * 20_000
WHOLE = {  # what is no JSON of ours, whatever the route
    "empty": b"", "cut": b'{"a": ', "a comma too much": b'{"a": 1,}', "a word": b"hello", "no object": b"[1]",
    "NUL": b'{"a": "\\u0000"}', "NUL in a name": b'{"\\u0000": 1}', "a bare NUL": b'{"a": "\0"}',
    "half a character": b'{"a": "\\ud800"}', "half a character in bytes": b'{"a": "\xed\xa0\x80"}',
    "no UTF-8": b'{"a": "\xff"}', "UTF-16": '{"a": 1}'.encode("utf-16"), "not a number": b'{"a": NaN}',
    "infinite": b'{"a": 1e400}', "5,000 digits": b'{"a": ' + b"9" * 5_000 + b"}", "nested": NESTED,
    "nested objects": b'{"a":' * 20_000, "twice": b"{}{}", "a quote": b'"', "null": b"null",
}  # fmt: skip
LITTLE = ("empty", "cut", "no object", "NUL", "no UTF-8", "nested", "null")
ODD_LIMITS = ("0", "-1", "101", "abc", "1.5", "9" * 30, "")
ODD_CURSORS = ("x", "bm9wZQ", "W10", "WzFd", "WyJhIiwiYiJd", "%F0%9F", "e30", "A" * 3_000)
ROWS: dict[str, type[Command]] = {
    "POST /people/import": ImportPersonRow, "POST /receivables/import": ImportReceivableRow,
    "POST /customers/import": ImportCustomerRow, "POST /opportunities/import": ImportOpportunityRow,
    "POST /contracts/import": ImportContractRow,
    "POST /leads/import": ImportLeadRow, "POST /products/import": ImportProductRow,
    "POST /orders/import": ImportOrderRow, "POST /exchange-rates/import": ImportExchangeRateRow,
    "POST /payments/import": ImportPaymentRow,
}  # fmt: skip


class Attack:
    """Says bad things to one service as somebody who may speak there."""

    def __init__(self, harness: ServiceHarness, findings: Findings) -> None:
        self.harness, self.findings, self.page = harness, findings, documented_access(harness.name)

    def routes(self) -> Iterator[Route]:
        return (route for route in routes_of(self.harness.app) if route.name != STREAM)

    def who(self, route: Route) -> str:
        """A route that is not on the page yet is another test's finding."""
        return self.page.get(route.name, SIGNED_IN)

    async def say(self, route: Route, address: str | None = None, **more: Any) -> httpx.Response:
        client = self.harness.api.as_(first_actor(self.who(route)))
        headers = {"if-match": "1", "idempotency-key": str(uuid4())} | more.pop("headers", {})
        return await client.request(route.method, address or route.at(), headers=headers, **more)

    def refused(self, answer: httpx.Response, what: str, field: str | None = None, *also: int) -> None:
        """422 with field, value and rule; `also` are other answers that are right here."""
        right = answer.status_code in (422, *also) and answer.headers["content-type"] == PROBLEM
        if right and answer.status_code == 422:
            errors = answer.json().get("errors", [])
            named = [one for one in errors if {"field", "value", "rule", "detail"} == set(one) and one["rule"]]
            right = bool(named) and (field is None or any(_at(one["field"], field) for one in named))
        self.findings.check(right, what, answer)


@pytest.fixture
def attack(harness: ServiceHarness, findings: Findings) -> Attack:
    return Attack(harness, findings)


async def test_what_is_no_json_of_ours_is_refused_at_every_route(attack: Attack, findings: Findings) -> None:
    """All of it at one route, because one door is before them all; a little at each, because it is."""
    with_bodies = [route for route in attack.routes() if route.body is not None]
    for turn, route in enumerate(with_bodies):
        for what, raw in WHOLE.items():
            if turn and what not in LITTLE:
                continue
            if raw in (b"", b"null") and not route.takes["requestBody"].get("required"):
                continue
            for kind in (JSON, "Application/JSON") if b"u" in raw else (JSON,):
                answer = await attack.say(route, content=raw, headers={"content-type": kind})
                attack.refused(answer, f"{route.name} {kind} {what}")
    if findings.tried or attack.harness.name != "insights":
        findings.none()


async def test_another_kind_of_body_is_refused(attack: Attack, findings: Findings) -> None:
    fits = Descriptions(attack.harness.app.openapi())
    for route in attack.routes():
        if route.body is None:
            continue
        raw = json.dumps(fits.fitting(route.body)).encode()
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/html; x=json"):
            answer = await attack.say(route, content=raw, headers={"content-type": kind})
            attack.refused(answer, f"{route.name} {kind}", None, 415)
        answer = await attack.say(route, content=b"x" * (8 * 1024 * 1024 + 1), headers={"content-type": JSON})
        findings.check(answer.status_code == 413, f"{route.name} too large", answer)
    if findings.tried or attack.harness.name != "insights":
        findings.none()


async def test_each_field_of_each_body_is_checked(attack: Attack, findings: Findings) -> None:
    descriptions, seen = Descriptions(attack.harness.app.openapi()), set[str]()
    for route in attack.routes():
        if route.body is None:
            continue
        same = json.dumps(route.body, sort_keys=True)
        for bad in descriptions.malformed(route.body):
            if same in seen and bad.how not in ("unknown", "missing"):
                continue  # the same command at another route
            raw = json.dumps(bad.body).encode()
            answer = await attack.say(route, content=raw, headers={"content-type": JSON})
            attack.refused(answer, f"{route.name} {bad.field} {bad.how}", bad.field)
        seen.add(same)
    if findings.tried or attack.harness.name != "insights":
        findings.none()


async def test_a_bad_row_of_an_import_is_reported_and_never_a_fault(attack: Attack, findings: Findings) -> None:
    for route in attack.routes():
        if route.name not in ROWS:
            continue
        shape = ROWS[route.name].model_json_schema(ref_template="#/components/schemas/{model}")
        descriptions = Descriptions({"components": {"schemas": shape.get("$defs", {})}})
        malformed = [bad for bad in descriptions.malformed(shape) if isinstance(bad.body, dict) and bad.field != "line"]
        bad_rows = dict(enumerate(malformed, start=1))
        rows = [bad.body | {"line": line} for line, bad in bad_rows.items()]
        answer = await attack.say(route, json={"rows": rows[:500], "source": "test"})
        findings.check(answer.status_code == 200 and len(answer.json()["rows"]) == len(rows[:500]), route.name, answer)
        for row in answer.json().get("rows", []):
            bad = bad_rows[row["line"]]
            named = any(_at(one["field"], bad.field) for one in row["errors"])
            what = f"{route.name} {bad.field} {bad.how} {row}"[:300]
            findings.check(row["outcome"] == "invalid" and named, what, answer)
    if findings.tried:
        findings.none()


async def test_each_question_in_an_address_is_checked(attack: Attack, findings: Findings) -> None:
    descriptions = Descriptions(attack.harness.app.openapi())
    for route in attack.routes():
        for one in route.query:
            name, others = one["name"], _needed(route, descriptions, one["name"])
            for odd in _odd_answers(one, descriptions):
                answer = await attack.say(route, params=others | {name: odd})
                attack.refused(
                    answer,
                    f"{route.name} {name}={odd[:30]}",
                    name,
                    *((404,) if route.ids or "number" in others else ()),
                )
            for odd in ("%00", "%FF", "%ED%A0%80"):
                answer = await attack.say(route, f"{route.at()}?{name}={odd}")
                attack.refused(answer, f"{route.name} {name}={odd}")
    findings.none()


async def test_an_id_that_is_none_is_refused(attack: Attack, findings: Findings) -> None:
    for route in attack.routes():
        for name in route.ids:
            number = name == "shard"
            for odd in ("x", "1.5", "9" * 40, "-1") if number else ("x", "%2e%2e%2f", "' or 1=1"):
                answer = await attack.say(route, route.at(**{name: odd}), **_body(route, attack))
                right = answer.status_code in (404, 405, 409, 422) and answer.headers["content-type"] == PROBLEM
                findings.check(
                    right or answer.status_code == 307, f"{route.name} {odd}", answer
                )  # 307: another route's
            for odd in ("a%00b", "%ED%A0%80"):
                answer = await attack.say(route, route.at(**{name: odd}), **_body(route, attack))
                attack.refused(answer, f"{route.name} {odd}")
    findings.none()


async def test_headers_are_checked_too(attack: Attack, findings: Findings) -> None:
    for route in attack.routes():
        if "process" in attack.who(route) and route.name not in documented_access(EVERY_SERVICE):
            for odd in ("", "2026-01-01T00:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"):
                answer = await attack.say(route, headers={"x-as-of": odd}, **_body(route, attack))
                attack.refused(answer, f"{route.name} {odd}", "X-As-Of")
        for odd in ("a b", "x" * 201):
            answer = await attack.say(route, headers={"idempotency-key": odd}, **_body(route, attack))
            findings.check(answer.status_code < 500, f"{route.name} key {odd}", answer)
    findings.none()


def _at(place: str, field: str) -> bool:
    """Unions name their branch after the field; a whole body is `body`."""
    return place == field or place.startswith(f"{field}.") or (not field and place == "body")


def _body(route: Route, attack: Attack) -> dict[str, Any]:
    if route.body is None:
        return {}
    return {"json": Descriptions(attack.harness.app.openapi()).fitting(route.body)}


def _needed(route: Route, descriptions: Descriptions, but: str) -> dict[str, str]:
    return {
        one["name"]: str(descriptions.fitting(one["schema"]))
        for one in route.query
        if (one.get("required") or one["name"] == "number") and one["name"] != but
    }


def _odd_answers(one: Mapping[str, Any], descriptions: Descriptions) -> tuple[str, ...]:
    plain = descriptions.plain(one["schema"])
    if one["name"] == "limit":
        return ODD_LIMITS
    if one["name"] == "cursor":
        return ODD_CURSORS
    if plain.get("type") == "array":
        plain = descriptions.plain(plain["items"])
    if plain.get("type") == "boolean":
        return ("maybe", "7")
    if plain.get("type") == "integer":
        return ("x", "1.5", "9" * 30)
    if "enum" in plain or "format" in plain:
        return ("NO_SUCH", "1e9", "'")
    return ("x" * LONGEST, "\u0007")
