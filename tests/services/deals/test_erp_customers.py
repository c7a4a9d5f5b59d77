"""Does what an ERP says of customers count once, the newest of it, and is a customer one on both sides?"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from chassis.testing.plugin import an_actor
from messages.deals.customers import CustomerAdded, CustomerChanged
from tests.services.deals.conftest import Company

ERP = an_actor("integration", unit="cs/erp", name="ERP")
NOW = datetime.now(UTC)
TAX = "91310000MA1FL0AB34"


def a_customer(minutes: int, **more: Any) -> dict[str, Any]:
    """As it was so many minutes ago."""
    own = {"external_id": "K-100", "name": "上海东方机电有限公司", "region": "East"}
    return own | {"as_of": (NOW - timedelta(minutes=minutes)).isoformat()} | more


async def said(company: Company, *rows: dict[str, Any], who: Any = ERP) -> Any:
    batch = {"source": "erp", "rows": [{"line": n, **row} for n, row in enumerate(rows, 1)]}
    return await company.ok(who, "POST", "/erp/customers/import", batch)


def outcomes(report: Any) -> list[Any]:
    return [
        (row["errors"][0]["field"], row["errors"][0]["rule"]) if row["errors"] else row["outcome"]
        for row in report["rows"]
    ]


async def test_feature_116_a_customer_of_the_erp_is_one_customer_however_often_it_comes(
    company: Company, outbox: Any
) -> None:
    told = await asyncio.gather(*(said(company, a_customer(9)) for _ in range(4)))
    assert sorted(outcomes(one)[0] for one in told) == ["accepted", "duplicate", "duplicate", "duplicate"]
    newer, older = a_customer(1, region="North"), a_customer(5, name="东方机电", region="West")
    assert outcomes(await said(company, newer, older)) == ["accepted", "duplicate"]
    [added] = await outbox(CustomerAdded)
    [changed] = await outbox(CustomerChanged)
    assert (added.external_id, added.owner_id, changed.region, changed.version) == ("K-100", None, "North", 2)
    seen = await company.ok(company.seller, "GET", f"/customers/{added.customer_id}")
    assert (seen["external_id"], seen["region"]) == ("K-100", "North")


async def test_feature_116_a_known_customer_gets_the_erps_number(company: Company, outbox: Any) -> None:
    by_number = await company.customer("Alpha GmbH")
    by_name = await company.customer("Beta GmbH")
    rows = [
        a_customer(1, external_id="K-1", number=by_number["number"], name="Alpha GmbH"),
        a_customer(1, external_id="K-2", name="beta gmbh", region=None),
    ]
    report = await said(company, *rows)
    assert outcomes(report) == ["accepted", "accepted"]
    assert [row["id"] for row in report["rows"]] == [by_number["id"], by_name["id"]]
    assert outcomes(await said(company, *rows)) == ["duplicate", "duplicate"]
    assert [event.external_id for event in await outbox(CustomerChanged)] == ["K-1", "K-2"]
    seen = await company.ok(company.seller, "GET", f"/customers/{by_number['id']}")
    assert seen["owner_id"] == str(company.seller.id), "it stays with who has it"


async def test_feature_116_a_bad_row_is_told_with_its_field_and_stops_no_other(company: Company) -> None:
    alpha = await company.customer("Alpha GmbH", tax_id=TAX)
    await said(company, a_customer(9, external_id="K-1", name="Alpha GmbH"), a_customer(9, external_id="K-3", name="C"))
    report = await said(
        company,
        a_customer(1, external_id="K-2", number="CU-0", name="Delta"),
        a_customer(1, external_id="K-9", number=alpha["number"], name="Alpha GmbH"),
        a_customer(1, external_id="K-3", number=alpha["number"], name="C"),
        a_customer(-60, external_id="K-4", name="Epsilon"),
        a_customer(1, external_id="K-3", name="Alpha GmbH"),
        a_customer(1, external_id="K-3", name="C", tax_id=TAX),
        a_customer(1, external_id="K-5", name="Zeta", legal_entity_id="CS-DE"),
        {"external_id": "K-6", "name": "Eta"},
        a_customer(1, external_id="K-7", name="Theta"),
    )
    assert outcomes(report) == [
        ("number", "DEA-49"), ("external_id", "DEA-50"), ("number", "DEA-51"), ("as_of", "DEA-48"),
        ("name", "DEA-1"), ("tax_id", "DEA-2"), ("legal_entity_id", "DEA-25"), ("as_of", "missing"), "accepted",
    ]  # fmt: skip
    assert report["rows"][0]["errors"][0]["value"] == "CU-0"


async def test_feature_116_only_an_integration_speaks_for_the_erp(company: Company) -> None:
    batch = {"source": "erp", "rows": []}
    for who in (company.seller, company.manager, company.admin, company.process):
        assert (await company.as_(who).post("/erp/customers/import", json=batch)).status_code == 403
    assert (await company.as_(ERP).get("/customers")).status_code == 403
