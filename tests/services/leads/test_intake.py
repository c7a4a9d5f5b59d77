"""Is every lead taken in once, cleansed, routed, and linked when it repeats another?"""

import asyncio
from typing import Any

from chassis.testing.plugin import ServiceHarness, an_actor
from messages.leads.events import LeadCaptured, LeadDuplicateFound
from tests.services.leads.conftest import Company, some_id
from tests.services.statement_log import statements


async def test_a_posted_lead_waits_in_its_pool_and_is_published(company: Company, outbox: Any) -> None:
    lead = await company.lead(company="华为技术有限公司", phone="138 0013 8000", email="A@Example.COM")
    assert lead["status"] == "POOLED"
    assert lead["number"].startswith("LD-")
    [told] = await outbox(LeadCaptured)
    assert str(told.lead_id) == lead["id"]
    assert told.status == "POOLED"


async def test_the_same_id_or_external_id_is_the_same_lead(company: Company, outbox: Any) -> None:
    id = str(some_id())
    first = await company.lead(id=id, external_id="A-1")
    assert await company.lead(id=id, external_id="A-1") == first
    assert (await company.lead(external_id="A-1"))["id"] == id
    assert (await company.lead(external_id="A-1", source="fair"))["id"] != id
    assert len(await outbox(LeadCaptured)) == 2


async def test_a_repeated_idempotency_key_finds_the_first(company: Company, outbox: Any) -> None:
    client = company.api.as_(company.ops)
    answers = [
        await client.post("/leads", json={"source": "web"}, headers={"idempotency-key": "once"}) for _ in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    assert len(await outbox(LeadCaptured)) == 1


async def test_feature_18_a_hundred_posts_of_one_lead_at_once_leave_one_active(company: Company, outbox: Any) -> None:
    ways: list[dict[str, Any]] = [
        {"phone": "+86 138-0013-8000"},
        {"phone": "13800138000", "email": "a@b.cn"},
        {"email": "Ａ@B.CN", "phone": "１３８００１３８０００"},
        {"phone": "13800138000", "company": "Acme Ltd", "project": "CRM"},
    ]
    answers = await asyncio.gather(*[company.lead(**ways[n % 4]) for n in range(100)])
    active = {answer["id"] for answer in answers if answer["status"] == "POOLED"}
    assert len(active) == 1
    assert {answer["duplicate_of"] for answer in answers if answer["status"] == "DUPLICATE"} == active
    assert len(await outbox(LeadDuplicateFound)) == 99


async def test_a_hundred_posts_with_one_external_id_are_one_lead(company: Company, outbox: Any) -> None:
    answers = await asyncio.gather(*[company.lead(external_id="X", phone="13800138000") for _ in range(100)])
    assert len({answer["id"] for answer in answers}) == 1
    assert len(await outbox(LeadCaptured)) == 1


async def test_only_company_and_project_together_make_a_duplicate(company: Company) -> None:
    first = await company.lead(company="华为技术有限公司", project="数据中心")
    other = await company.lead(company="华为技术有限公司", project="园区网络")
    again = await company.lead(company="华为技术股份有限公司", project="数据中心")
    assert other["status"] == "POOLED"
    assert (again["status"], again["duplicate_of"]) == ("DUPLICATE", first["id"])


async def test_a_dropped_lead_gives_its_phone_free(company: Company) -> None:
    first = await company.owned(company.wang, phone="13800138000")
    await company.post(company.wang, f"/leads/{first['id']}/drop", reason="NO_NEED")
    again = await company.lead(phone="13800138000")
    assert again["status"] == "POOLED"


async def test_a_lead_goes_to_the_pool_of_its_source_and_region(company: Company) -> None:
    west = await company.pool(code="west", unit="cs/west", regions=["West"])
    fair = await company.pool(code="fair", unit="cs/west", regions=["west"], sources=["Fair"])
    assert (await company.lead(region="West"))["pool_id"] == west["id"]
    assert (await company.lead(region="west", source="fair"))["pool_id"] == fair["id"]
    assert (await company.lead(region="North"))["pool_id"] not in (west["id"], fair["id"])


async def test_bad_input_is_answered_and_never_a_fault(company: Company) -> None:
    client = company.api.as_(company.ops)
    for body in (
        {"source": "web", "phone": "12"},
        {"source": "web", "email": "nobody"},
        {"source": "web\u0000"},
        {"source": "web", "owner_id": str(some_id())},
        {"source": "web", "extra": {"a": "\u0000"}},
        {"source": ""},
    ):
        assert (await client.post("/leads", json=body)).status_code in (409, 422), body
    raw = b'{"source": "\\ud800"}'
    assert (await client.post("/leads", content=raw, headers={"content-type": "application/json"})).status_code == 422
    assert (await client.get("/leads", params={"q": "a\0b"})).status_code == 422
    assert (await client.get("/leads", params={"cursor": "bm90IG91cnM"})).status_code == 422
    answer = await client.post("/leads", json={"source": "web", "phone": "12"})
    assert answer.json()["errors"][0]["rule"] == "LEA-2"


async def test_a_day_from_which_no_days_are_counted_is_answered_beside_its_field(company: Company) -> None:
    lead = await company.lead(planned_on="2199-12-31")
    for day in ("9999-12-31", "0001-01-05", "2200-01-01", "1999-12-31"):
        answer = await company.say(company.ops, "/leads", source="web", planned_on=day)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "planned_on"), day
        headers = {"if-match": str(lead["version"])}
        edit = await company.api.as_(company.ops).patch(
            f"/leads/{lead['id']}", json={"planned_on": day}, headers=headers
        )
        assert (edit.status_code, edit.json()["errors"][0]["field"]) == (422, "planned_on"), day
        period = {"name": "x", "starts_on": day, "ends_on": day}
        assert (await company.say(company.ops, "/campaigns", **period)).status_code == 422, day
    assert (await company.lead(planned_on="2000-01-01"))["planned_on"] == "2000-01-01"


async def test_extra_keeps_to_the_template(company: Company) -> None:
    assert (await company.say(company.ops, "/leads", source="web", extra={"visits": 3})).json()["rule"] == "SYS-4"
    fields = [{"name": "visits", "kind": "number"}]
    answer = await company.api.as_(company.ops).put("/leads/fields", json={"fields": fields})
    assert answer.json()["version"] == 1
    assert (await company.lead(extra={"visits": 3}))["extra"] == {"visits": "3"}
    again = await company.api.as_(company.ops).put("/leads/fields", json={"fields": fields})
    assert again.json()["version"] == 1


async def test_another_legal_entity_is_forbidden(company: Company) -> None:
    assert (await company.say(company.ops, "/leads", source="web", legal_entity_id="CS-US")).status_code == 403


async def test_an_import_keeps_the_good_rows_and_reports_the_others(company: Company, outbox: Any) -> None:
    rows = [
        {"line": 2, "source": "file", "external_id": "1", "phone": "13800138000"},
        {"line": 3, "source": "file", "external_id": "1"},
        {"line": 4, "source": "file", "external_id": "2", "phone": "+8613800138000", "email": "x@y.cn"},
        {"line": 5, "source": "file", "external_id": "3", "email": "x@y.cn"},
        {"line": 6, "source": "file", "external_id": "4", "email": "broken"},
        {"line": 7, "external_id": "5"},
        {"line": 8, "source": "file", "external_id": "6", "converted": True, "company": "Acme", "project": "CRM"},
        {"line": 9, "source": "file", "external_id": "7", "company": "ACME Inc.", "project": "crm"},
        {"line": 10, "source": "file", "external_id": "8", "planned_on": "9999-12-31"},
        {"line": 11, "source": "file", "external_id": "9", "planned_on": "0001-01-05"},
    ]
    report = await company.post(company.ops, "/leads/import", rows=rows, source="leads.csv")
    outcomes = {row["line"]: row["outcome"] for row in report["rows"]}
    assert outcomes == {
        2: "accepted",
        3: "duplicate",
        4: "duplicate",
        5: "accepted",
        6: "invalid",
        7: "invalid",
        8: "accepted",
        9: "duplicate",
        10: "invalid",
        11: "invalid",
    }
    assert report["rows"][4]["errors"][0]["rule"] == "LEA-17"
    counts = await company.get(company.ops, "/leads/counts")
    assert counts["by_status"]["CONVERTED"] == 1
    assert counts["by_status"]["POOLED"] == 2
    assert counts["by_status"]["DUPLICATE"] == 2
    again = await company.post(company.ops, "/leads/import", rows=rows, source="leads.csv")
    assert (again["accepted"], again["duplicate"]) == (0, 6)
    assert len(await outbox(LeadCaptured)) == 5


async def test_a_rehearsal_says_what_an_import_would_and_keeps_nothing(company: Company, outbox: Any) -> None:
    rows = [
        {"line": 2, "source": "file", "external_id": "1", "phone": "13800138000"},
        {"line": 3, "source": "file", "external_id": "1"},
        {"line": 4, "source": "file", "external_id": "2", "email": "broken"},
    ]
    api = company.api.as_(company.ops)
    body = {"rows": rows, "source": "leads.csv"}
    for _ in range(2):
        said = await api.post("/leads/import", json=body, headers={"x-rehearsal": "true", "idempotency-key": "k-1"})
        assert [row["outcome"] for row in said.json()["rows"]] == ["accepted", "duplicate", "invalid"]
    assert await outbox(LeadCaptured) == []
    assert (await company.get(company.ops, "/leads"))["items"] == []
    kept = await api.post("/leads/import", json=body, headers={"idempotency-key": "k-1"})
    assert kept.json()["accepted"] == 1, "its number and its key were not used up"
    post = await api.post("/leads", json={"source": "web", "company": "x"}, headers={"x-rehearsal": "true"})
    assert post.is_success
    assert len((await company.get(company.ops, "/leads"))["items"]) == 2, "only rows of files are rehearsed"


async def test_five_hundred_rows_take_hardly_more_statements_than_five(
    company: Company, harness: ServiceHarness
) -> None:
    rows = [
        {
            "line": n,
            "source": "file",
            "external_id": str(n),
            "phone": f"138{n:08d}",
            "company": f"公司{n}",
            "project": "p",
        }
        for n in range(505)
    ]
    with statements(harness) as for_few:
        few = await company.post(company.ops, "/leads/import", rows=rows[500:], source="f")
    with statements(harness) as for_many:
        many = await company.post(company.ops, "/leads/import", rows=rows[:500], source="f")
    assert (few["accepted"], many["accepted"]) == (5, 500), many["rows"][:2]
    assert len(for_many) < len(for_few) + 5, for_many


async def test_only_operations_import(company: Company) -> None:
    assert (await company.say(company.wang, "/leads/import", rows=[], source="f")).status_code == 403
    assert (await company.say(an_actor("finance"), "/leads", source="web")).status_code == 403


async def test_feature_17_the_duplicate_check_scores_and_masks(company: Company) -> None:
    mine = await company.owned(company.wang, company="华为技术有限公司", phone="13800138000")
    await company.pool(code="west", unit="cs/west", regions=["West"])
    await company.lead(company="华为终端有限公司", region="West", project="手机")
    found = await company.post(
        company.wang, "/leads/duplicates", company="华为技术（股份）有限公司", phone="13800138000"
    )
    assert (found[0]["lead_id"], found[0]["score"], found[0]["rule"]) == (mine["id"], 1.0, "phone")
    assert found[0]["owner_name"] == "王芳"
    masked = await company.post(company.li, "/leads/duplicates", company="华为技术")
    assert masked[0]["company"] == "华为****"
    assert masked[0]["owner_name"] is None
    assert (masked[0]["rule"], masked[0]["score"]) == ("company", 0.9)
    alike = await company.post(company.wang, "/leads/duplicates", company="华为技术服务有限公司")
    assert [(row["rule"], row["score"] > 0.45) for row in alike][:1] == [("similar_company", True)]
    assert await company.post(company.wang, "/leads/duplicates", company="海尔智家") == []
    latin = await company.lead(company="Globex International Trading Ltd.", email="g@globex.com")
    close = await company.post(company.wang, "/leads/duplicates", company="GLOBEX Intl. Trading")
    assert close[0]["lead_id"] == latin["id"]
