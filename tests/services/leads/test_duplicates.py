"""Are names, phones and people's words about duplicates kept as they should be?"""

from typing import Any

import pytest
from sqlalchemy import text

from chassis.db.migrate import migrate
from chassis.testing.plugin import ServiceHarness, an_actor
from messages.approvals.events import LegalEntityChanged
from messages.deals.customers import CustomerAdded
from messages.leads.events import LeadDuplicateFound, LeadToldApart
from tests.services.leads.conftest import Company, some_id

THREE = ("杭州蓝天科技有限公司", "杭州蓝天集团有限公司", "杭州蓝天有限公司")


async def test_case_d1_three_alike_names_are_three_leads_and_candidates_for_one_another(company: Company) -> None:
    leads = [await company.lead(company=name, project="数据中心") for name in THREE]
    assert [lead["status"] for lead in leads] == ["POOLED"] * 3
    found = await company.get(company.boss, f"/leads/{leads[0]['id']}/duplicates")
    assert {row["lead_id"] for row in found} == {lead["id"] for lead in leads[1:]}
    assert {row["match"] for row in found} == {"alike"}


async def test_case_d1_a_person_tells_alike_leads_apart_and_takes_it_back(company: Company, outbox: Any) -> None:
    one, other, _ = [await company.lead(company=name) for name in THREE]
    for _ in range(2):  # a second time changes nothing
        await company.post(company.boss, f"/leads/{one['id']}/tell-apart", other_id=other["id"])
    for asked, gone in ((one, other), (other, one)):
        found = await company.get(company.boss, f"/leads/{asked['id']}/duplicates")
        assert gone["id"] not in [row["lead_id"] for row in found]
    [told] = await outbox(LeadToldApart)
    assert (str(told.lead_id), str(told.other_id), told.by_id) == (one["id"], other["id"], company.boss.id)
    again = await company.post(company.boss, f"/leads/{one['id']}/mark-duplicate", other_id=other["id"])
    assert (again["status"], again["duplicate_of"]) == ("DUPLICATE", other["id"])
    [linked] = await outbox(LeadDuplicateFound)
    assert linked.by_id == company.boss.id


async def test_case_d1_a_duplicate_that_is_none_lives_again(company: Company) -> None:
    first = await company.lead(phone="010-88888888", company="甲公司")
    second = await company.lead(phone="010 8888 8888", email="b@b.cn", company="乙公司")
    assert (second["status"], second["duplicate_of"]) == ("DUPLICATE", first["id"])
    alive = await company.post(company.boss, f"/leads/{second['id']}/tell-apart", other_id=first["id"])
    assert (alive["status"], alive["duplicate_of"]) == ("POOLED", None)
    third = await company.lead(email="b@b.cn")
    assert third["duplicate_of"] == second["id"], "it holds its own e-mail"
    fourth = await company.lead(phone="01088888888")
    assert fourth["duplicate_of"] == first["id"], "the phone stays the first one's"
    claimed = await company.post(company.wang, f"/leads/{second['id']}/claim")
    assert claimed["status"] == "OWNED"


async def test_case_d1_only_who_assigns_tells_apart_and_never_a_lead_from_itself(company: Company) -> None:
    one, other = [await company.lead(company=name) for name in THREE[:2]]
    path = f"/leads/{one['id']}/tell-apart"
    assert (await company.say(company.wang, path, other_id=other["id"])).status_code == 403
    assert (await company.say(company.boss, path, other_id=one["id"])).json()["errors"][0]["rule"] == "LEA-26"
    assert (await company.say(company.boss, path, other_id=str(some_id()))).status_code == 404
    abroad = an_actor("sales_manager", unit="us", legal_entities=("CS-US",))
    assert (await company.say(abroad, path, other_id=other["id"])).status_code == 404
    owned = await company.post(company.wang, f"/leads/{one['id']}/claim")
    marked = await company.post(company.boss, f"/leads/{owned['id']}/mark-duplicate", other_id=other["id"])
    assert (marked["owner_id"], marked["follow_up_due_at"]) == (None, None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("華為技術有限公司", "华为技术有限公司"),
        ("台灣積體電路製造股份有限公司", "台湾积体电路制造股份有限公司"),
        ("㈱トヨタ自動車", "株式会社トヨタ自動車"),
        ("주식회사 카카오", "카카오"),
        ("Acme B.V.", "Acme BV"),
        ("上海华信机械公司", "上海市华信机械有限公司"),
    ],
)
async def test_case_d2_d3_one_name_in_other_characters_is_one_project(company: Company, one: str, other: str) -> None:
    first = await company.lead(company=one, project="P")
    assert (await company.lead(company=other, project="Ｐ"))["duplicate_of"] == first["id"]


async def test_case_d4_the_lead_check_finds_customers_by_the_same_matching(
    company: Company, harness: ServiceHarness
) -> None:
    for name in ("上海华信机械公司", "上海华信机械（集团）有限公司"):
        event = CustomerAdded(customer_id=some_id(), number="CU-1", name=name, legal_entity_id="CS-CN", version=1)
        await company.deliver(event)
    found = await company.post(company.wang, "/leads/duplicates", company="上海市华信机械有限公司")
    assert [(row["company"], row["match"]) for row in found] == [
        ("上海华信机械公司", "same"),
        ("上海华信机械（集团）有限公司", "alike"),
    ]
    assert all(row["customer_id"] and row["lead_id"] is None for row in found)


@pytest.mark.parametrize("phone", ["13800138000.0", "1380O138000", "138-0013-8000-1", "11111111111", "0000000000"])
async def test_case_d5_a_phone_that_is_none_is_refused_and_says_why(company: Company, phone: str) -> None:
    [error] = (await company.say(company.ops, "/leads", source="web", phone=phone)).json()["errors"]
    assert (error["field"], error["value"], error["rule"]) == ("phone", phone, "LEA-2")
    report = await company.post(
        company.ops, "/leads/import", rows=[{"line": 2, "source": "f", "phone": phone}], source="f"
    )
    assert report["rows"][0]["errors"][0]["value"] == phone
    assert "phone." not in report["rows"][0]["errors"][0]["text"]


async def test_feature_15_what_comes_in_is_normalised_and_what_is_invalid_has_a_reason(company: Company) -> None:
    first = await company.lead(
        company="華為技術（股份）有限公司", phone="１３８ ００１３-８０００", email="Li@Ａ.cn", project="P"
    )
    for same in ({"phone": "+8613800138000"}, {"email": "li@a.cn"}, {"company": "华为技术（股份）", "project": "p"}):
        assert (await company.lead(**same))["duplicate_of"] == first["id"], same
    rows = [
        {"line": 2, "source": "f", "phone": "123"},
        {"line": 3, "source": "f", "email": "li@"},
        {"line": 4, "source": "f", "phone": "95588"},
    ]
    report = await company.post(company.ops, "/leads/import", rows=rows, source="f")
    assert [[error["rule"] for error in row["errors"]] for row in report["rows"]] == [["LEA-2"], ["LEA-17"], []]


async def test_case_d6_each_number_of_a_lead_is_known(company: Company) -> None:
    first = await company.lead(phone="13800138000（微信同号）/010-88888888转801")
    assert first["phone"] == "13800138000（微信同号）/010-88888888转801", "what was written stays"
    assert (await company.lead(phone="138 0013 8000 张三"))["duplicate_of"] == first["id"]
    assert (await company.lead(phone="010-88888888 分机801"))["duplicate_of"] == first["id"]
    assert (await company.lead(phone="010-88888888转802"))["status"] == "POOLED"
    masked = await company.get(company.li, f"/leads/{first['id']}")
    assert masked["phone"] == "138****8000"


async def test_case_d7_the_region_is_that_of_the_legal_entity_or_of_the_row(company: Company) -> None:
    for entity, tz, calendar in (
        ("CS-US", "America/New_York", "US"),
        ("CS-HK", "Asia/Hong_Kong", "CN"),
        ("CS-TW", "Asia/Shanghai", "TW"),
    ):
        event = LegalEntityChanged(
            legal_entity_id=entity, name=entity, currency="USD", calendar=calendar, tz=tz, version=1
        )
        await company.deliver(event)
    ops = an_actor("ops", legal_entities=("*",))
    for entity, local, whole in (
        ("CS-US", "(650) 253-0000", "+1 650 253 0000"),
        ("CS-HK", "852-2123-4567", "+852 2123 4567"),
        ("CS-TW", "0912-345-678", "+886 912 345 678"),
        ("CS-CN", "13800138000", "+86 138 0013 8000"),
    ):
        if entity != "CS-CN":
            await company.post(ops, "/pools", code=entity, name=entity, legal_entity_id=entity, unit="x")
        said = {"source": "web", "legal_entity_id": entity}
        first = await company.post(ops, "/leads", **said, phone=local)
        again = await company.post(ops, "/leads", **said, phone=whole)
        assert again["duplicate_of"] == first["id"], entity
    named = await company.lead(phone="020 7946 0958", phone_region="GB")
    assert (await company.lead(phone="+44 20 7946 0958"))["duplicate_of"] == named["id"]
    wrong = await company.say(company.ops, "/leads", source="web", phone_region="ZZ", phone="1")
    assert wrong.json()["errors"][0]["rule"] == "LEA-24"


async def test_case_d8_invisible_characters_change_nothing(company: Company) -> None:
    first = await company.lead(email="li.wei\u200b@example.com")
    assert first["email"] == "li.wei@example.com"
    assert (await company.lead(email="li.wei@example.com"))["duplicate_of"] == first["id"]
    assert (await company.say(company.ops, "/leads", source="\u200b")).status_code == 422


async def test_case_c4_what_a_seller_enters_is_his_or_waits_where_he_says(company: Company) -> None:
    mine = await company.post(company.wang, "/leads", source="web", phone="13800138000")
    assert (mine["status"], mine["owner_id"], mine["phone"]) == ("OWNED", str(company.wang.id), "13800138000")
    assert mine["follow_up_due_at"]
    pool = (await company.lead())["pool_id"]
    waits = await company.post(company.wang, "/leads", source="web", pool_id=pool)
    assert (waits["status"], waits["owner_id"], waits["pool_id"]) == ("POOLED", None, pool)
    nowhere = await company.say(company.wang, "/leads", source="web", pool_id=str(some_id()))
    assert nowhere.json()["errors"][0]["rule"] == "LEA-25"


async def test_case_c4_what_a_seller_enters_counts_and_a_repeated_post_is_the_same(company: Company) -> None:
    await company.pool(holding_limit=1)
    id = str(some_id())
    first = await company.post(company.wang, "/leads", source="web", id=id)
    assert await company.post(company.wang, "/leads", source="web", id=id) == first
    assert (await company.say(company.wang, "/leads", source="web")).json()["rule"] == "LEA-7"
    assert (await company.get(company.ops, "/leads/counts"))["total"] == 1


async def test_the_keys_of_rows_that_stand_are_made_anew_in_batches(company: Company, harness: ServiceHarness) -> None:
    first = await company.lead(company="華為技術有限公司", project="P", phone="13800138000")
    kept = await company.lead(company="Acme")

    async with harness.database.engine.begin() as connection:
        await connection.execute(
            text("UPDATE lead SET company_key = 'old', phone_keys = '{}', project_key = 'x', key_version = 0")
        )
        await connection.execute(text("DELETE FROM lead_identity"))
        await connection.execute(text("UPDATE customer SET name_key = NULL, key_version = 0"))
    await migrate("leads", harness.database.url)
    assert (await company.lead(company="华为技术有限公司", project="p"))["duplicate_of"] == first["id"]
    assert (await company.lead(phone="+86 13800138000"))["duplicate_of"] == first["id"]
    found = await company.get(company.ops, "/leads", q="acme")
    assert [lead["id"] for lead in found["items"]] == [kept["id"]]
