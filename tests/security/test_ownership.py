"""Does the record of one seller exist for another, for another unit's manager, or for another legal entity?"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.auth.identity import Actor
from chassis.base.clock import new_id, now
from chassis.testing.plugin import ServiceHarness, an_actor
from services.collections.domain.shards import shard_of
from tests.builders import a_customer
from tests.security.conftest import Findings
from tests.security.malformed_input import Descriptions
from tests.security.routes import PERSONS, STREAM, Route, documented_access, let_in, routes_of
from tests.security.sales_records import deals, leads
from tests.services.approvals.conftest import PEOPLE, THREE, id_of
from tests.services.approvals.conftest import Company as Approvals
from tests.services.collections.bank_files import one_entry
from tests.services.collections.conftest import Company as Collections
from tests.services.insights.conftest import Sale
from tests.services.orders.conftest import Company as Orders

Records = Mapping[str, Any]  # the path's parameter → somebody's record
FOREIGN = ("CS-US",)
# What everybody in the house may see of everything, or what is nobody's.
OPEN = {
    "GET /customers/{customer_id}", "PATCH /customers/{customer_id}",  # of the legal entity's; see below
    "GET /customers/{customer_id}/overview",  # what is somebody's in it is his: tests/services/deals/customer_care
    # Refused by DEA-110, DEA-112: tests/services/deals/customer_care.
    "POST /customers/{customer_id}/hand-over", "POST /customers/{customer_id}/merge",
    "POST /customers/{customer_id}/unmerge", "POST /customers/{customer_id}/tell-apart",
    "GET /customers/{customer_id}/costs",  # what is somebody's in it is his
    "POST /customers/{customer_id}/expenses",  # refused by DEA-143
    "GET /customers/{customer_id}/merges", "GET /customers/{customer_id}/phases",
    "POST /customers/{customer_id}/move-phase", "POST /customers/{customer_id}/flag-hot",  # refused by DEA-35
    "POST /customers/{customer_id}/clear-hot", "POST /customers/{customer_id}/release",
    "POST /customers/{customer_id}/claim",  # whoever is of its pool
    "POST /customers/{customer_id}/register",  # whoever does not have it claims it
    # Masked, and refused by DEA-84: tests/services/deals/test_contact_persons.py.
    "GET /customers/{customer_id}/contact-persons", "POST /customers/{customer_id}/contact-persons",
    "GET /customers/{customer_id}/addresses", "POST /customers/{customer_id}/addresses",
    "GET /customers/{customer_id}/owners",
    "GET /people/{person_id}", "PATCH /people/{person_id}", "GET /policies/{key}", "GET /products/{product_id}",
    "PATCH /products/{product_id}", "POST /products/{product_id}/stock", "POST /outbox/{event_id}/retry",
    "POST /outbox/{event_id}/skip", "POST /provider-notices/{provider}",
    "POST /invoice-provider-notices/{provider}",  # with a secret of its own
}  # fmt: skip


async def orders(harness: ServiceHarness) -> Records:
    company = Orders(harness)
    cable = await company.product("CABLE", on_hand=6)
    contract = await company.contract((cable, 10, "100.00"))
    order = await company.order(contract.contract_id, (cable, 4), id=str(new_id()))
    await company.stands(order, "confirm", "reserve")
    sent = await company.ok(company.shipper, "POST", f"/orders/{order['id']}/ship", {"id": str(uuid4())})
    found = await company.ok(company.shipper, "GET", f"/orders/{order['id']}/shipments")
    assert sent
    await company.ok(company.shipper, "POST", f"/shipments/{found[0]['id']}/receive")
    wanted = {"shipment_id": found[0]["id"], "lines": [{"line": 1, "quantity": 1}], "reason": "x"}
    returned = await company.ok(company.seller, "POST", "/returns", wanted)
    other = {"order_id": order["id"], "ship_to": "x", "reason": "x"}
    changed = await company.ok(company.seller, "POST", "/order-changes", other)
    return {
        "order_id": order["id"], "shipment_id": found[0]["id"], "return_id": returned["id"],
        "order_change_id": changed["id"],
    }  # fmt: skip


async def collections(harness: ServiceHarness) -> Records:
    company = Collections(harness.api, harness.deliver)
    await company.hire(company.li, company.other, company.boss)
    order = await company.sold()
    paid = await company.pay(order, "100.00", confirm=False)
    invoice = await company.post(company.li, "/invoices", order_id=str(order["order_id"]))
    title = await company.post(company.li, "/invoice-titles", customer_id=str(order["customer_id"]), name="x")
    receivable = (await company.receivables(order))[0]
    plan = (await company.get(company.li, "/payment-plans", contract_id=order["contract_id"]))["items"][0]
    given_up = await company.post(company.li, "/write-offs", receivable_id=receivable["id"], reason="x", amount="1.00")
    entry = await one_entry(company, "7.00", text="x")
    free, wrong = [await company.pay(order, amount, confirm=False) for amount in ("5.00", "6.00")]
    for one in (free, wrong):
        await company.post(company.finance, f"/payments/{one['id']}/confirm", allocations=[])
    refund = await company.post(company.li, "/refunds", payment_id=free["id"], reason="x", amount="1.00")
    asked = await company.post(company.li, "/corrections", payment_id=wrong["id"], kind="VOID", reason="x")
    release = {"order_id": str(order["order_id"]), "reason": "x"}
    released = await company.post(company.li, "/credit-requests/request-release", **release)
    await company.post(company.finance, f"/credits/{order['customer_id']}/review")
    about = {"receivable_ids": [receivable["id"]]}
    soon = (now() + timedelta(days=2)).date().isoformat()
    day = {"customer_id": str(order["customer_id"]), "reason": "DISPUTE", "note": "x", "until": soon}
    pause = await company.post(company.li, "/dunning-pauses", **about, **day)
    by = {"amount": "1.00", "promised_on": soon, "promised_by": "x"}
    promise = await company.post(company.li, "/promises", **about, **by)
    parts = [{"due_on": soon, "amount": receivable["open"]["amount"]}]
    later = await company.post(company.li, "/repayment-plans", **about, rows=parts, reason="x")
    spoke = {"way": "CALL", "spoke_with": "x", "outcome": "WILL_PAY"}
    contact = await company.post(company.li, "/contacts", **about, **spoke)
    return {
        "/dunnings": await letter_of(company, "li.wei"),
        "order_id": order["order_id"], "customer_id": order["customer_id"], "receivable_id": receivable["id"],
        "/credit-requests": released["id"],
        "/bank-entries": entry["id"],
        "/write-offs": given_up["id"], "/refunds": refund["id"], "/corrections": asked["id"],
        "/payments": paid["id"], "/invoices": invoice["id"], "/invoice-titles": title["id"],
        "/receivables": receivable["id"], "/payment-plans": plan["id"],
        "/repayment-plans": later["id"],
        "/dunning-pauses": pause["id"], "/promises": promise["id"], "/contacts": contact["id"],
    }  # fmt: skip


async def letter_of(company: Collections, owner: str) -> str:
    """About something late of his."""
    late = {
        "external_id": "1", "customer": "C-1", "invoiced_on": "2026-01-01", "due_on": "2026-02-01", "amount": "1.00",
        "currency": "CNY", "live": True, "owner": owner, "line": 2,
    }  # fmt: skip
    report = await company.post(company.finance, "/receivables/import", rows=[late], source="test")
    seen = await company.get(company.finance, f"/receivables/{report['rows'][0]['id']}")
    await company.sweep(shard_of(UUID(seen["customer_id"])), datetime(2026, 3, 2, tzinfo=UTC))
    found = await company.get(company.finance, "/dunnings", customer_id=seen["customer_id"])
    return str(found["items"][0]["id"])


async def approvals(harness: ServiceHarness) -> Records:
    process = harness.api.as_(Actor.process("worker"))
    await process.post("/calendars", json={"id": "CN", "name": "China", "country": "CN", "years": [2026]})
    await process.post("/legal-entities", json={"id": "CS-CN", "name": "Countersign China"})
    for login, unit, manager, roles, limit in PEOPLE:
        person = {
            "id": str(id_of(login)), "login": login, "name": login.title(), "unit": unit, "roles": roles,
            "legal_entity_id": "CS-CN", "manager_id": str(id_of(manager)) if manager else None,
            "approval_limit": limit,
        }  # fmt: skip
        assert (await process.post("/people", json=person)).is_success
    actors = {login: an_actor(*roles, id=id_of(login), unit=unit) for login, unit, _, roles, _ in PEOPLE}
    company = Approvals(harness, actors, process)
    await company.publish(THREE)
    request = await company.submit()
    about = {"kind": "order", "id": str(uuid4()), "number": "SO-1", "title": "x"}
    todo = {"kind": "ship", "about": about, "person_id": str(id_of("bob"))}
    opened = await process.post("/todos", json=todo)
    customer = a_customer(owner_id=id_of("ann"))
    await harness.deliver(customer)
    wanted = {"customer_id": str(customer.customer_id), "login": "buyer", "name": "Bai", "password": "long enough"}
    account = await company.as_("ann").post("/customer-accounts", json=wanted)
    brought = await company.as_("ann").post("/imports?name=x.csv&of=lead", content=b"source,company\nFair,x\n")
    mapping = {"kind": "lead", "name": "x", "mapping": {"fields": {"source": "source"}}}
    saved = await company.as_("ann").post("/import-mappings", json=mapping)
    return {
        "import_id": brought.json()["id"], "mapping_id": saved.json()["id"],
        "account_id": account.json()["id"], "customer_id": customer.customer_id,
        "request_id": request.id, "step": request.steps[0].key, "task_id": request.steps[0].signers[0].task_id,
        "todo_id": opened.json()["task_id"],
    }  # fmt: skip


async def insights(harness: ServiceHarness) -> Records:
    sale = Sale()
    await harness.deliver(sale.person())
    for event in sale.events():
        await harness.deliver(event)
    return {"id": sale.contract, "number": "CT-2026-CS-CN-000001", "person_id": sale.owner.id}


FILLED: Mapping[str, Callable[[ServiceHarness], Awaitable[Records]]] = {
    "leads": leads, "deals": deals, "orders": orders, "collections": collections, "approvals": approvals,
    "insights": insights,
}  # fmt: skip


def strangers(role: str) -> list[Actor]:
    """Nobody of these has anything to do with what was made: not the seller, not the unit, not the legal entity, not
    the customer."""
    if role == "customer":
        return [
            an_actor(role, unit="", customer_id=uuid4(), legal_entities=(entity,)) for entity in ("CS-CN", *FOREIGN)
        ]
    if role in ("sales", "sales_manager"):
        return [an_actor(role, unit="cs/west/sales-1"), an_actor(role, unit="cs/ea" if role == "sales_manager" else "")]
    return [an_actor(role, unit="cs/east", legal_entities=FOREIGN if len(role) % 2 else ())]


def asking(who: str, turn: int) -> list[str]:
    """The roles that get in: each with a scope of its own, and one of those who see everything, by turns."""
    roles = let_in(who) & set(PERSONS)
    wide = sorted(roles - {"sales", "sales_manager"})
    return sorted(roles & {"sales", "sales_manager"}) + ([wide[turn % len(wide)]] if wide else [])


@pytest.fixture
async def records(harness: ServiceHarness) -> Records:
    return await FILLED[harness.name](harness)


async def test_what_is_anothers_is_not_there(harness: ServiceHarness, records: Records, findings: Findings) -> None:
    page, descriptions = documented_access(harness.name), Descriptions(harness.app.openapi())
    if harness.name == "insights":
        pytest.skip("has no record in a path; the lists' test asks")
    for turn, route in enumerate(routes_of(harness.app)):
        if not route.ids or route.name in OPEN or route.name not in page:
            continue
        here = _here(route, records)
        if here is None:
            continue
        for role in asking(page[route.name], turn):
            for stranger in strangers(role):
                answer = await harness.api.as_(stranger).request(route.method, here, **_fitting(route, descriptions))
                who = f"{role} of {stranger.unit} {stranger.legal_entities}"
                findings.check(answer.status_code == 404, f"{who}: {route.name}", answer)
    findings.none()


async def test_what_is_anothers_is_in_no_list_and_no_sum(
    harness: ServiceHarness, records: Records, findings: Findings
) -> None:
    page = documented_access(harness.name)
    secret = [str(value) for value in records.values()]
    for turn, route in enumerate(routes_of(harness.app)):
        if route.method != "GET" or route.ids or route.name == STREAM or route.name not in page:
            continue
        asked = {one["name"]: str(records[one["name"]]) for one in route.query if one["name"] in records}
        for role in asking(page[route.name], turn):
            for stranger in strangers(role):
                answer = await harness.api.as_(stranger).get(route.path, params=asked)
                seen = answer.is_success and any(one in answer.text for one in secret if len(one) > 20)
                findings.check(not seen or route.name in SHOWN, f"{role} of {stranger.unit!r}: {route.name}", answer)
    findings.none()


SHOWN = {"GET /events", "GET /outbox", "GET /people", "GET /absences", "GET /pools", "GET /customers"}


async def test_the_id_of_anothers_record_given_to_a_new_one_shows_nothing(
    harness: ServiceHarness, records: Records, findings: Findings
) -> None:
    """The caller may choose the id of what he makes; taking another's must not show it, and must not change it."""
    page, descriptions = documented_access(harness.name), Descriptions(harness.app.openapi())
    for turn, route in enumerate(routes_of(harness.app)):
        if route.method != "POST" or route.body is None or route.ids or route.name not in page:
            continue
        body = descriptions.fitting(route.body)
        if not isinstance(body, dict) or "id" not in body:
            continue
        for place, id in records.items():
            if place in ("step", "customer_id") or place.strip("/").removesuffix("_id").rstrip("s") not in route.path:
                continue  # another kind of thing, or one that is open to the legal entity
            for role in asking(page[route.name], turn):
                own = {name: str(value) for name, value in records.items() if name in body}
                more = {"id": str(id), "legal_entity_id": "CS-CN"} if "legal_entity_id" in body else {"id": str(id)}
                answer = await harness.api.as_(strangers(role)[0]).post(
                    route.path, json=body | own | more, headers={"idempotency-key": str(uuid4())}
                )
                masked = "****" in answer.text and "华为" not in answer.text  # a lead's first telling
                findings.check(not answer.is_success or masked, f"{role}: {route.name} with {place}", answer)
    if findings.tried:
        findings.none()


async def test_a_customer_is_open_to_the_legal_entity_and_corrected_by_its_keepers(
    harness: ServiceHarness, records: Records
) -> None:
    if harness.name != "deals":
        pytest.skip("has no customers")
    here = f"/customers/{records['customer_id']}"
    asked = {
        "a seller of another unit": (an_actor("sales", unit="cs/west"), 200, 403),
        "another unit's manager": (an_actor("sales_manager", unit="cs/west"), 200, 403),
        "the unit's manager": (an_actor("sales_manager", unit="cs/east"), 200, 200),
        "a seller of another legal entity": (an_actor("sales", legal_entities=FOREIGN), 404, 404),
        "another legal entity's director": (an_actor("director", legal_entities=FOREIGN), 404, 404),
    }
    for who, (actor, reads, writes) in asked.items():
        read = await harness.api.as_(actor).get(here)
        wrote = await harness.api.as_(actor).patch(here, json={"sector": "x"}, headers={"if-match": "1"})
        assert (read.status_code, wrote.status_code) == (reads, writes), who


def _fitting(route: Route, descriptions: Descriptions) -> dict[str, Any]:
    """Headers, questions and a body with which its owner would get in."""
    asked = {one["name"]: descriptions.fitting(one["schema"]) for one in route.query if one.get("required")}
    body = {"json": descriptions.fitting(route.body)} if route.body else {}
    return {"headers": {"if-match": "1", "idempotency-key": str(uuid4())}, "params": asked, **body}


def _here(route: Route, records: Records) -> str | None:
    """The address of what was made, if such a thing was made."""
    values = dict(records) | {"id": records.get("/" + route.path.split("/")[1])}
    if any(values.get(name) is None for name in route.ids):
        return None
    return route.at(**values)
