"""Does deals hear of leads and products, and take in another system's history?"""

import asyncio
from typing import Any

import pytest

from chassis.base.clock import new_id
from chassis.events.subscriptions import NotYet
from chassis.testing.plugin import an_actor
from messages.deals.customers import CustomerAdded
from messages.deals.opportunities import OpportunityLost, OpportunityOpened, OpportunityWon
from messages.leads.events import LeadConverted
from tests import builders
from tests.services.deals.conftest import Company
from tests.services.statement_log import statements


def converted(company: Company, **other: Any) -> LeadConverted:
    told = {
        "lead_id": new_id(),
        "number": "LE-1",
        "owner_id": company.seller.id,
        "legal_entity_id": "CS-CN",
        "customer_id": new_id(),
        "customer_name": "新客户 Ltd",
        "opportunity_id": new_id(),
        "project": "Line 7",
        "region": "West",
        "expected": builders.cny("10.50"),
        "version": 4,
    }
    return LeadConverted.model_validate(told | other)


async def test_a_converted_lead_becomes_customer_and_opportunity_once(company: Company, outbox: Any) -> None:
    event = converted(company)
    await company.harness.deliver(event, twice=True)
    await company.harness.deliver(event)  # told again under another id
    row = await company.ok(company.seller, "GET", f"/opportunities/{event.opportunity_id}")
    assert (row["customer_id"], row["customer_name"]) == (str(event.customer_id), "新客户 Ltd")
    assert (row["lead_id"], row["owner_id"]) == (str(event.lead_id), str(company.seller.id))
    assert row["expected"] == {"amount": "10.50", "currency": "CNY"}
    assert len(await outbox(CustomerAdded)) == len(await outbox(OpportunityOpened)) == 1


async def test_a_lead_waits_for_its_owner_and_its_customer(company: Company) -> None:
    stranger = an_actor("sales", name="New")
    event = converted(company, owner_id=stranger.id)
    with pytest.raises(NotYet):
        await company.harness.deliver(event)
    await company.harness.deliver(builders.a_person(stranger))
    await company.harness.deliver(event)
    assert (await company.ok(stranger, "GET", f"/opportunities/{event.opportunity_id}"))["owner_name"] == "New"
    waits = converted(company, customer_name=None)
    with pytest.raises(NotYet):
        await company.harness.deliver(waits)
    await company.customer("Late", id=str(waits.customer_id))
    await company.harness.deliver(waits)
    row = await company.ok(company.seller, "GET", f"/opportunities/{waits.opportunity_id}")
    assert row["customer_name"] == "Late"


async def test_a_lead_of_a_known_name_finds_the_customer_under_both_ids(company: Company, outbox: Any) -> None:
    known = await company.customer("新客户")
    event = converted(company, customer_name="新客户有限公司")
    await company.harness.deliver(event)
    row = await company.ok(company.seller, "GET", f"/opportunities/{event.opportunity_id}")
    assert row["customer_id"] == known["id"]
    assert (await company.ok(company.seller, "GET", f"/customers/{event.customer_id}"))["id"] == known["id"]
    await company.harness.deliver(converted(company, customer_id=event.customer_id, customer_name=None))
    assert len(await outbox(CustomerAdded)) == 1


async def test_an_older_price_that_comes_late_changes_nothing(company: Company) -> None:
    new = await company.product(price="600.00", version=3)
    await company.harness.deliver(new.model_copy(update={"price": builders.cny("1.00"), "version": 2}))
    opportunity = await company.opportunity()
    await company.registered(opportunity, None, "protect")
    body = {
        "lines": [{"product_id": str(new.product_id), "quantity": 1, "price": "600.00"}],
        "currency": "CNY",
        "terms": [{"percent": "100"}],
    }
    won = await company.ok(company.seller, "POST", f"/opportunities/{opportunity['id']}/win", body)
    contract = await company.ok(company.seller, "GET", f"/contracts/{won['contract_id']}")
    assert contract["list_total"]["amount"] == "600.00"


def a_row(line: int, **other: Any) -> dict[str, Any]:
    row = {
        "line": line,
        "external_id": f"X{line}",
        "seller": "Li Na",
        "product_code": "GTX Pro",
        "customer_name": "Isdom",
        "stage": "Won",
        "engaged_on": "2016-10-25",
        "closed_on": "2017-03-11",
        "close_value": "4514",
        "currency": "USD",
    }
    return row | other


async def take_in(company: Company, rows: list[dict[str, Any]]) -> Any:
    return await company.ok(company.admin, "POST", "/opportunities/import", {"rows": rows, "source": "pipeline.csv"})


DIRTY = [
    a_row(1),
    a_row(3, stage="Engaging", closed_on=None, close_value=None),
    a_row(4, customer_name=None),
    a_row(5, customer_name="Nobody"),
    a_row(6, seller="Ghost"),
    a_row(7, seller="Twin"),
    a_row(8, product_code="GTXPro"),
    a_row(9, stage="Dreaming"),
    a_row(10, close_value=None),
    a_row(11, legal_entity_id="CS-US"),
    a_row(12, close_value="10.005"),
    a_row(13, external_id="X1"),
    a_row(14, unknown="x"),
]


async def test_history_is_kept_as_it_ended_and_each_bad_row_is_named(company: Company, outbox: Any) -> None:
    await company.product("GTX Pro")
    await company.customer("Isdom")
    twin = an_actor("sales", name="Twin"), an_actor("sales", name="Twin")
    for who in twin:
        await company.harness.deliver(builders.a_person(who))
    login = builders.a_person(company.seller).login
    rows = [*DIRTY, a_row(2, stage="Lost", close_value="0", seller=login.upper())]
    rows.sort(key=lambda row: row["line"])
    report = await take_in(company, rows)
    rules = {row["line"]: [error["rule"] for error in row["errors"]] for row in report["rows"] if row["errors"]}
    assert rules == {
        4: ["DEA-19"], 5: ["DEA-20"], 6: ["DEA-21"], 7: ["DEA-21"], 8: ["DEA-22"], 9: ["DEA-23"], 10: ["DEA-24"],
        11: ["DEA-25"], 12: ["SYS-1"], 14: ["extra_forbidden"],
    }  # fmt: skip
    assert (report["accepted"], report["duplicate"], report["invalid"]) == (3, 1, 10)
    assert report["rows"][12]["id"] == report["rows"][0]["id"]
    won, lost, opened = await outbox(OpportunityWon), await outbox(OpportunityLost), await outbox(OpportunityOpened)
    assert (len(won), len(lost), len(opened)) == (1, 1, 3)
    assert all(event.history for event in [*won, *lost, *opened])
    counts = await company.ok(company.seller, "GET", "/opportunities/counts", params={"history": "true"})
    assert [(row["status"], row["stage"], row["count"], row["amount"]) for row in counts] == [
        ("LOST", "Lost", 1, {"amount": "0.00", "currency": "USD"}),
        ("OPEN", "Engaging", 1, None),
        ("WON", "Won", 1, {"amount": "4514.00", "currency": "USD"}),
    ]
    again = await take_in(company, rows)
    assert (again["accepted"], again["duplicate"], again["invalid"]) == (0, 4, 10)


async def test_case_a5_history_is_brought_in_by_ops_or_admin_never_by_a_seller(company: Company, outbox: Any) -> None:
    await company.product("GTX Pro")
    await company.customer("Isdom")
    body = {"rows": [a_row(1, seller=company.rival.name, close_value="9000000")], "source": "mine.csv"}
    for who in (company.seller, company.manager, company.legal):
        assert await company.status(who, "POST", "/opportunities/import", body) == 403
    assert await outbox(OpportunityWon) == []
    for role in ("ops", "admin"):
        report = await company.ok(an_actor(role), "POST", "/opportunities/import", body)
        assert report["accepted"] + report["duplicate"] == 1
    elsewhere = await company.ok(an_actor("ops", legal_entities=("CS-US",)), "POST", "/opportunities/import", body)
    assert elsewhere["accepted"] == 0
    [won] = await outbox(OpportunityWon)
    assert (won.owner_id, won.history) == (company.rival.id, True)


async def test_dea_18_history_is_not_acted_on(company: Company) -> None:
    await company.product("GTX Pro")
    await company.customer("Isdom")
    report = await take_in(company, [a_row(1, stage="Engaging", closed_on=None, close_value=None)])
    path = f"/opportunities/{report['rows'][0]['id']}"
    await company.refused("DEA-18", company.seller, f"{path}/register")
    await company.refused("DEA-18", company.seller, f"{path}/lose", {"reason": "x"})
    live = await company.opportunity(external_id="X1", project="X1")
    assert live["history"] is False


async def test_five_hundred_rows_cost_as_many_statements_as_one(company: Company) -> None:
    await company.product("GTX Pro")
    await company.customer("Isdom")
    with statements(company.harness) as for_one:
        await take_in(company, [a_row(0)])
    with statements(company.harness) as for_many:
        report = await take_in(company, [a_row(n) for n in range(1, 501)])
    assert report["accepted"] == 500
    assert len(for_many) == len(for_one) <= 8
    assert await company.status(company.admin, "POST", "/opportunities/import", {"rows": [], "source": "x"}) == 200
    too_many = {"rows": [a_row(n) for n in range(501)], "source": "x"}
    assert await company.status(company.admin, "POST", "/opportunities/import", too_many) == 422
    assert await company.status(company.legal, "POST", "/opportunities/import", too_many) == 403


async def test_the_same_file_by_several_at_once_is_taken_in_once(company: Company, outbox: Any) -> None:
    await company.product("GTX Pro")
    names = [{"line": n, "name": f"Firm {n}", "tax_id": f"T{n}"} for n in range(40)]
    batch = {"rows": names, "source": "accounts.csv"}
    reports = await asyncio.gather(*[company.ok(company.admin, "POST", "/customers/import", batch) for _ in range(4)])
    assert [sum(report[kind] for report in reports) for kind in ("accepted", "duplicate", "invalid")] == [40, 120, 0]
    rows = [a_row(n, customer_name=f"Firm {n}") for n in range(40)]
    reports = await asyncio.gather(*[take_in(company, rows) for _ in range(4)])
    assert [sum(report[kind] for report in reports) for kind in ("accepted", "duplicate", "invalid")] == [40, 120, 0]
    assert len({row["id"] for report in reports for row in report["rows"]}) == 40
    assert (len(await outbox(CustomerAdded)), len(await outbox(OpportunityWon))) == (40, 40)
