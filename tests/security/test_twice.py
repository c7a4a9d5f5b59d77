"""What if the same comes twice, at once, with another body, for too little money, or from an older reading?"""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import httpx
import pytest

from chassis.auth.identity import Actor
from chassis.testing.plugin import ServiceHarness, an_actor
from tests.security.conftest import Findings
from tests.security.test_ownership import FILLED

ENTITY = {"id": "CS-CN", "name": "Countersign China"}
POOL = {"code": "east", "name": "East", "legal_entity_id": "CS-CN", "unit": "cs/east"}
# service → what makes one thing: whose, where, with what, and the field that may not differ under the same key
MAKES: Mapping[str, tuple[str, str, dict[str, Any], str]] = {
    "leads": ("ops", "/leads", {"source": "web", "company": "华为"}, "company"),
    "deals": ("sales", "/customers", {"name": "上海东方机电"}, "name"),
    "orders": ("admin", "/products", {"code": "GTX-1", "name": "x", "price": "5.00", "currency": "CNY"}, "name"),
    "collections": (
        "finance", "/payments",
        {"amount": {"amount": "5.00", "currency": "CNY"}, "received_on": "2026-03-02"}, "reference",
    ),
    "approvals": ("admin", "/org-units", {"path": "cs/east", "name": "East", "legal_entity_id": "CS-CN"}, "name"),
}  # fmt: skip
NEGATIVE = {"amount": "-1.00", "currency": "CNY"}


@pytest.fixture(params=sorted(MAKES))
def service_name(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


class Maker:
    """Makes one thing with a key."""

    def __init__(self, harness: ServiceHarness, body: dict[str, Any]) -> None:
        role, self.path, _, self.differs = MAKES[harness.name]
        self.client, self.body = harness.api.as_(an_actor(role, unit="cs/east")), body

    async def make(self, key: str, **other: Any) -> httpx.Response:
        return await self.client.post(self.path, json=self.body | other, headers={"idempotency-key": key})


@pytest.fixture
async def maker(harness: ServiceHarness) -> Maker:
    body = dict(MAKES[harness.name][2])
    if harness.name == "leads":
        assert (await harness.api.as_(an_actor("ops")).post("/pools", json=POOL)).is_success
    if harness.name == "approvals":
        process = harness.api.as_(Actor.process("worker"))
        await process.post("/calendars", json={"id": "CN", "name": "China"})
        assert (await process.post("/legal-entities", json=ENTITY)).is_success
    if harness.name == "collections":
        records = await FILLED["collections"](harness)
        body["customer_id"] = str(records.get("customer_id"))
    return Maker(harness, body)


async def test_the_same_again_shows_the_first_and_another_body_is_refused(
    harness: ServiceHarness, maker: Maker
) -> None:
    key = str(uuid4())
    first = await maker.make(key)
    published = len(await harness.outbox())
    again, other = await maker.make(key), await maker.make(key, **{maker.differs: "another"})
    assert first.is_success, first.text
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert (other.status_code, other.json()["errors"][0]["rule"]) == (422, "SYS-5"), other.text
    assert len(await harness.outbox()) == published


async def test_the_same_at_once_has_one_effect(harness: ServiceHarness, maker: Maker) -> None:
    published, key = len(await harness.outbox()), str(uuid4())
    answers = await asyncio.gather(*[maker.make(key) for _ in range(6)])
    assert {answer.status_code for answer in answers} == {answers[0].status_code}, [a.text for a in answers]
    assert answers[0].is_success
    assert len({answer.text for answer in answers}) == 1
    once = len(await harness.outbox()) - published
    assert once <= 2, "each of six made its own"  # a unit is published with its parent


async def test_no_amount_is_less_than_nothing(harness: ServiceHarness, findings: Findings) -> None:
    """409 or 422; on records that exist, so that nothing else is the reason."""
    records = await FILLED[harness.name](harness)
    asked: dict[str, list[tuple[str, str, str, dict[str, Any]]]] = {
        "collections": [
            ("finance", "POST", "/payments", _payment(records) | {"amount": NEGATIVE}),
            ("finance", "POST", "/payments", _payment(records) | {"allocations": [_part(records, NEGATIVE)]}),
            ("finance", "POST", "/invoices", {"order_id": str(records.get("order_id")), "amount": NEGATIVE}),
            ("finance", "POST", "/write-offs",
             {"receivable_id": str(records.get("receivable_id")), "amount": "-1.00", "reason": "x"}),
            ("finance", "POST", "/refunds",
             {"payment_id": str(records.get("/payments")), "amount": "-1.00", "reason": "x"}),
            ("admin", "POST", "/write-off-tolerances",
             {"legal_entity_id": "CS-CN", "currency": "CNY", "amount": "-1.00"}),
            ("finance", "PUT", f"/credits/{records.get('customer_id')}/limit", {"limit": NEGATIVE}),
            ("finance", "POST", f"/payments/{records.get('/payments')}/confirm",
             {"allocations": [_part(records, NEGATIVE)]}),
        ],
        "orders": [("admin", "POST", "/products", MAKES["orders"][2] | {"price": "-1.00"})],
        "deals": [
            ("director", "POST", "/opportunities",
             {"customer_id": str(records.get("customer_id")), "project": "Line 9", "expected": NEGATIVE}),
        ],
    }  # fmt: skip
    for role, method, path, body in asked.get(harness.name, []):
        client = harness.api.as_(an_actor(role, unit="cs/east"))
        answer = await client.request(method, path, json=body, headers={"idempotency-key": str(uuid4())})
        findings.check(answer.status_code in (409, 422), f"{path} {body}", answer)
    if findings.tried:
        findings.none()


async def test_an_edit_names_the_version_that_was_read(harness: ServiceHarness, findings: Findings) -> None:
    """Absent 428, odd 422, older 412."""
    records = await FILLED[harness.name](harness)
    product = {}
    if harness.name == "orders":
        made = await harness.api.as_(an_actor("admin")).post("/products", json=MAKES["orders"][2])
        product = {"product": made.json()["id"]}
    edits = {
        "deals": [("director", f"/contracts/{records.get('contract_id')}", {"clauses": "x"}),
                  ("director", f"/customers/{records.get('customer_id')}", {"sector": "x"})],
        "orders": [("admin", f"/products/{product.get('product')}", {"name": "x"})],
        "approvals": [("admin", f"/people/{await _somebody(harness)}", {"name": "x"})],
    }  # fmt: skip
    for role, path, body in edits.get(harness.name, []):
        client = harness.api.as_(an_actor(role, unit="cs"))
        for given, expected in (({}, 428), ({"if-match": "*"}, 422), ({"if-match": '"99"'}, 412)):
            answer = await client.patch(path, json=body, headers=given)
            findings.check(answer.status_code == expected, f"{path} {given}", answer)
    if findings.tried:
        findings.none()


def _payment(records: Mapping[str, Any]) -> dict[str, Any]:
    body = MAKES["collections"][2]
    return body | {"customer_id": str(records.get("customer_id")), "order_id": str(records.get("order_id"))}


def _part(records: Mapping[str, Any], amount: dict[str, str]) -> dict[str, Any]:
    return {"receivable_id": str(records.get("/receivables")), "amount": amount["amount"]}


async def _somebody(harness: ServiceHarness) -> str:
    if harness.name != "approvals":
        return ""
    found: str = (await harness.api.as_(an_actor("admin")).get("/people")).json()["items"][0]["id"]
    return found
