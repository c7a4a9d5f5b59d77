"""Is one customer one customer, however its name and tax id are written?"""

import pytest
from sqlalchemy import text

from chassis.base.clock import new_id
from chassis.db.migrate import migrate
from messages.leads.events import LeadConverted
from services.deals.domain.keys import KEY_VERSION
from tests.services.deals.conftest import Company


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("華為技術有限公司", "华为技术有限公司"),
        ("台灣積體電路製造股份有限公司", "台湾积体电路制造股份有限公司"),
        ("株式会社トヨタ自動車", "㈱トヨタ自動車"),
        ("주식회사 카카오", "(주)카카오"),
        ("Acme B.V.", "Acme BV"),
        ("Acme L.L.C.", "Acme LLC"),
        ("上海华信机械公司", "上海市华信机械有限公司"),
        ("华\u200b信", "华信"),
    ],
)
async def test_case_d2_d3_d4_d8_one_company_is_one_customer(company: Company, one: str, other: str) -> None:
    await company.customer(one)
    await company.refused("DEA-1", company.seller, "/customers", {"name": other})
    rows = [{"line": 2, "name": other}]
    report = await company.ok(company.admin, "POST", "/customers/import", {"rows": rows, "source": "f"})
    assert report["rows"][0]["outcome"] == "duplicate"


async def test_case_d1_d4_a_group_and_its_company_are_two_customers(company: Company) -> None:
    for name in (
        "杭州蓝天科技有限公司",
        "杭州蓝天集团有限公司",
        "杭州蓝天有限公司",
        "上海华信机械公司",
        "上海华信机械（集团）有限公司",
    ):
        await company.customer(name)
    found = await company.ok(company.seller, "GET", "/customers?q=杭州蓝天")
    assert len(found["items"]) == 3
    assert len((await company.ok(company.seller, "GET", "/customers?q=藍天"))["items"]) == 3


async def test_case_d8_a_tax_id_is_one_in_any_form(company: Company) -> None:
    first = await company.customer("甲", tax_id="9131 0000-ma1fl0000n")
    assert first["tax_id"] == "91310000MA1FL0000N"
    await company.refused(
        "DEA-2", company.seller, "/customers", {"name": "乙", "tax_id": "９１３１００００ＭＡ１ＦＬ００００Ｎ"}
    )
    found = await company.ok(company.seller, "GET", "/customers?q=91310000-MA1FL0000N")
    assert [row["id"] for row in found["items"]] == [first["id"]]


async def test_case_d8_a_customer_of_nothing_that_is_seen_is_refused(company: Company) -> None:
    assert await company.status(company.seller, "POST", "/customers", {"name": "\u200b"}) == 422


async def test_case_d8_a_name_of_signs_alone_is_refused_wherever_it_is_written(company: Company) -> None:
    customer = await company.customer("Acme")
    edit = {"headers": {"if-match": f'"{customer["version"]}"'}}
    assert await company.status(company.seller, "POST", "/customers", {"name": "--"}) == 422
    assert await company.status(company.seller, "PATCH", f"/customers/{customer['id']}", {"name": "..."}, **edit) == 422
    rows = [{"line": 2, "name": "..."}, {"line": 3, "name": "Bolt"}]
    report = await company.ok(company.admin, "POST", "/customers/import", {"source": "f", "rows": rows})
    assert sorted((row["line"], row["outcome"]) for row in report["rows"]) == [(2, "invalid"), (3, "accepted")]
    assert [error["rule"] for row in report["rows"] for error in row["errors"]] == ["DEA-160"]


async def test_case_d2_a_converted_lead_finds_its_customer_in_the_other_script(company: Company) -> None:
    known = await company.customer("華為技術有限公司")
    id = new_id()
    event = LeadConverted(
        lead_id=new_id(),
        number="LD-1",
        owner_id=company.seller.id,
        legal_entity_id="CS-CN",
        customer_id=id,
        customer_name="华为技术",
        opportunity_id=new_id(),
        project="P",
    )
    await company.harness.deliver(event)
    assert (await company.ok(company.seller, "GET", f"/customers/{id}"))["id"] == known["id"]


async def test_the_keys_of_rows_that_stand_are_made_anew_and_two_that_are_one_now_both_stay(company: Company) -> None:
    first = await company.customer("华为技术有限公司", tax_id="91A")
    other = await company.customer("Acme", tax_id="92")
    opportunity = await company.opportunity(customer=first, project="Line-7")
    await company.registered(opportunity)
    async with company.harness.database.engine.begin() as connection:
        await connection.execute(text("UPDATE customer SET name_key = 'old-' || id, key_version = 0"))
        await connection.execute(
            text("UPDATE customer SET name = '華為技術', tax_id = '9-1-A' WHERE id = CAST(:id AS uuid)"),
            {"id": other["id"]},
        )
        for table in ("opportunity", "registration"):
            await connection.execute(text(f"UPDATE {table} SET project_key = 'old', key_version = 0"))
    await migrate("deals", company.harness.database.url)
    no = await company.refused("DEA-1", company.seller, "/customers", {"name": "华为技术"})
    assert no["params"]["number"] == first["number"]
    async with company.harness.database.engine.begin() as connection:
        found = (await connection.execute(text("SELECT number, name_key FROM customer"))).all()
        keys = {row.number: row.name_key for row in found}
        assert keys == {first["number"]: "华为技术", other["number"]: f"华为技术~{other['number']}"}
        kept = (await connection.execute(text("SELECT project_key, key_version FROM registration"))).all()
        assert [tuple(row) for row in kept] == [("line7", KEY_VERSION)]
