"""Are contracts that were signed before taken in with their numbers and days, each once?"""

import asyncio
from typing import Any

from chassis.testing.plugin import an_actor
from messages.deals.contracts import ContractEffective
from messages.deals.opportunities import OpportunityWon
from tests.services.deals.conftest import Company

ADMIN = an_actor("admin", unit="cs/office")


async def said(company: Company, **more: Any) -> dict[str, Any]:
    """One line of a contract of a customer, a seller and a product that are known."""
    await company.people()
    await company.product("GTX-1", price="550.00")
    await company.product("GTX-2", price="80.00")
    customer = await company.customer()
    fields = {"external_id": "HT-7", "number": "HT-2019/7", "customer": customer["number"], "seller": "Li Na",
              "title": "7 号线", "effective_on": "2019-11-30", "product_code": "gtx-1", "quantity": 10,
              "price": "500.00", "currency": "CNY", "terms": "30% 预付; 余款 收货后30天"}  # fmt: skip
    return fields | more


async def brought_in(company: Company, *rows: dict[str, Any]) -> Any:
    numbered = [{"line": place} | row for place, row in enumerate(rows, start=2)]
    return await company.ok(ADMIN, "POST", "/contracts/import", {"rows": numbered, "source": "contracts.csv"})


async def test_feature_214_an_imported_contract_is_effective_with_its_number_and_day_and_asks_nobody(
    company: Company, outbox: Any
) -> None:
    first = await said(company)
    report = await brought_in(company, first, first | {"product_code": "GTX-2", "quantity": 3, "price": "70.00"})
    assert report["accepted"] == 2, report
    seen = await company.ok(company.seller, "GET", f"/contracts/{report['rows'][0]['id']}")
    assert [seen[name] for name in ("number", "status", "effective_at")] == [
        "HT-2019/7", "EFFECTIVE", "2019-11-30T04:00:00Z"
    ]  # fmt: skip
    assert (seen["total"]["amount"], len(seen["lines"])) == ("5210.00", 2)
    assert [one["percent"] for one in seen["terms"]] == ["30", "70"]
    (effective,) = await outbox(ContractEffective)
    assert (effective.number, effective.history, effective.customer_name) == ("HT-2019/7", True, seen["customer_name"])
    assert [line.quantity for line in effective.lines] == [10, 3]
    won = await company.ok(company.seller, "GET", f"/opportunities/{seen['opportunity_id']}")
    assert (won["status"], won["project"], won["contract_id"]) == ("WON", "7 号线", seen["id"])
    assert [event.history for event in await outbox(OpportunityWon)] == [True]
    found = await company.ok(company.seller, "GET", "/contracts?q=HT-2019/7")
    assert [one["id"] for one in found["items"]] == [seen["id"]]
    again = await brought_in(company, first)
    assert (again["duplicate"], len(await outbox(ContractEffective))) == (1, 1)


async def test_feature_214_dea_100_to_dea_106_what_cannot_be_kept_is_told_with_line_column_value_and_rule(
    company: Company,
) -> None:
    good = await said(company)
    bad = good | {"external_id": "B", "number": None}
    report = await brought_in(
        company,
        good,
        bad | {"external_id": "1", "customer": "CU-0"},
        bad | {"external_id": "2", "seller": "nobody"},
        bad | {"external_id": "3", "effective_on": "2999-01-01"},
        bad | {"external_id": "4", "number": "CT-2026-CS-CN-000001"},
        bad | {"external_id": "5", "number": "HT-2019/7"},
        bad | {"external_id": "6", "product_code": "GTX-9"},
        bad | {"external_id": "7", "terms": "30% 预付"},
        bad | {"external_id": "8", "legal_entity_id": "CS-US"},
        good | {"external_id": "9", "terms": "net 30"},
        good | {"external_id": "9", "terms": "net 60"},
    )
    told = [(row["line"], *(row["errors"][0][name] for name in ("field", "rule"))) for row in report["rows"]
            if row["errors"]]  # fmt: skip
    assert told == [
        (3, "customer", "DEA-101"), (4, "seller", "DEA-102"), (5, "effective_on", "DEA-103"), (6, "number", "DEA-104"),
        (7, "number", "DEA-105"), (8, "product_code", "DEA-101"), (9, "terms", "DEA-10"),
        (10, "legal_entity_id", "DEA-25"), (11, "external_id", "DEA-100"), (12, "external_id", "DEA-100"),
    ]  # fmt: skip
    assert report["accepted"] == 1
    other = await brought_in(company, good | {"effective_on": "2019-11-29"})
    assert other["rows"][0]["errors"][0]["rule"] == "DEA-106"


async def test_feature_214_the_same_file_twice_at_once_makes_each_contract_once(company: Company, outbox: Any) -> None:
    rows = [await said(company)]
    rows += [rows[0] | {"external_id": f"HT-{n}", "number": None} for n in range(8, 11)]
    reports = await asyncio.gather(*(brought_in(company, *rows) for _ in range(2)))
    assert sorted((one["accepted"], one["duplicate"]) for one in reports) == [(0, 4), (4, 0)]
    assert len(await outbox(ContractEffective)) == 4


async def test_feature_214_sellers_bring_in_no_contracts(company: Company) -> None:
    body = {"rows": [{"line": 2} | await said(company)], "source": "x"}
    assert (await company.as_(company.seller).post("/contracts/import", json=body)).status_code == 403
