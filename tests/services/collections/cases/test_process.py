"""Is it seen of every open receivable at which node it is, whose that is, and until when?"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from chassis.testing.plugin import ServiceHarness, an_actor
from cli.audit.process import describe, looked_at
from messages.approvals.events import PersonChanged
from messages.collections.receivables import ReceivableStatus
from messages.hand_over import PersonHandedOver
from services.collections.domain.cases.process import Debt, deadline_of
from services.collections.domain.shards import shard_of
from tests.services.collections.conftest import NOW, Company
from tests.services.statement_log import statements

PATH = "/collection-process"
LEGAL = an_actor("legal", name="Legal", unit="cs/legal")


async def hired(company: Company, *actors: Any, manager: UUID | None = None, **more: Any) -> None:
    for one in actors:
        said = {
            "person_id": one.id, "login": one.name.lower().replace(" ", "."), "name": one.name, "unit": one.unit,
            "manager_id": manager, "roles": sorted(one.roles), "active": True, "tz": one.tz, "lang": one.lang,
            "legal_entity_id": one.legal_entities[0], "version": 1,
        }  # fmt: skip
        await company.deliver(PersonChanged.model_validate(said | more))


async def staffed(company: Company) -> None:
    await hired(company, company.boss, company.finance, LEGAL)
    await hired(company, company.li, manager=company.boss.id)


async def debt(company: Company, due: str, *, id: str = "1", **more: Any) -> Any:
    row = {
        "line": 2, "external_id": id, "customer": "C-1", "invoiced_on": "2025-06-01", "amount": "100.00",
        "currency": "CNY", "live": True, "due_on": due, "owner": company.li.name.lower().replace(" ", "."),
    }  # fmt: skip
    report = await company.post(company.finance, "/receivables/import", rows=[row | more], source="test")
    assert report["accepted"] == 1, report
    return await company.get(company.finance, f"/receivables/{report['rows'][0]['id']}")


async def lines(company: Company, actor: Any = None, **query: Any) -> list[Any]:
    found: list[Any] = (await company.get(actor or company.finance, PATH, **query))["items"]
    return found


async def swept(company: Company, row: Any, day: datetime = NOW) -> None:
    shard = shard_of(UUID(row["customer_id"]))
    while (await company.sweep(shard, day))["more"]:
        pass


def said(one: Any) -> tuple[Any, ...]:
    node = one["node"]
    return node["node"], node["level"], node["owner"]["name"] or node["owner"]["role"], node["is_late"]


async def test_feature_134_each_open_receivable_has_one_node_late_ones_first(company: Company) -> None:
    await staffed(company)
    coming = await debt(company, "2026-03-20", id="coming")
    late = await debt(company, "2026-02-20", id="late")
    legal = await debt(company, "2025-12-01", id="legal")
    await debt(company, "2025-12-01", id="paid", settled_on="2025-12-24", live=False)
    await swept(company, late)
    found = await lines(company)
    assert {one["receivable_id"] for one in found} == {coming["id"], late["id"], legal["id"]}
    deadlines = [one["node"]["deadline"] for one in found]
    assert deadlines == sorted(deadlines)
    by = {one["receivable_id"]: said(one) for one in found}
    assert by[coming["id"]] == ("COLLECT", 0, "Li Wei", False)
    assert by[late["id"]][:2] == ("DUN", 7)
    assert by[legal["id"]][0] == "LEGAL"
    assert by[legal["id"]][2] == "legal"
    assert [one["receivable_id"] for one in await lines(company, role="legal")] == [legal["id"]]
    assert not await lines(company, late=True), "the keepers have looked at all of them"
    over = await company.as_(company.keeper).get(
        PATH, params={"late": True}, headers={"x-as-of": (NOW + timedelta(days=60)).isoformat()}
    )
    assert {one["node"]["is_late"] for one in over.json()["items"]} == {True}
    assert len(over.json()["items"]) == 3, "nobody has looked since"


async def test_feature_134_the_nodes_of_a_leaver_are_his_successors(company: Company) -> None:
    await staffed(company)
    await hired(company, company.other)
    row = await debt(company, "2026-03-20")
    assert said((await lines(company))[0])[2] == "Li Wei"
    await hired(company, company.li, manager=company.boss.id, active=False, version=2)
    assert said((await lines(company))[0])[2] == "Boss", "until somebody takes over, his manager sees to it"
    order = {
        "handover_id": uuid4(), "person_id": company.li.id, "person_name": "Li Wei", "to_id": company.other.id,
        "by_id": company.boss.id, "version": 1,
    }  # fmt: skip
    await company.deliver(PersonHandedOver.model_validate(order))
    assert said((await lines(company))[0])[2] == "Other"
    assert [one["receivable_id"] for one in await lines(company, owner_id=company.other.id)] == [row["id"]]
    assert not await lines(company, owner_id=company.li.id)


async def test_feature_134_a_promise_is_a_node_of_its_own_until_its_day(company: Company) -> None:
    await staffed(company)
    row = await debt(company, "2026-02-20")
    await swept(company, row)
    told = {"receivable_ids": [row["id"]], "amount": "100.00", "promised_on": "2026-03-06", "promised_by": "张总"}
    await company.post(company.finance, "/promises", **told)
    [one] = await lines(company)
    assert said(one) == ("PROMISE", 7, "Li Wei", False)
    assert one["node"]["deadline"].startswith("2026-03-06T16:00"), "the end of its day in Shanghai"
    course = await company.get(company.finance, f"/receivables/{row['id']}{PATH}")
    nodes = [(node["node"], node["level"], node["state"]) for node in course["nodes"]]
    assert ("PROMISE", None, "CURRENT") in nodes
    assert ("COLLECT", None, "DONE") in nodes
    assert all(node["owner"]["person_id"] or node["owner"]["role"] for node in course["nodes"])
    await swept(company, row, NOW + timedelta(days=6))
    [after] = await lines(company)
    assert said(after)[:2] == ("DUN", 15)


async def test_feature_134_an_order_whose_goods_have_not_arrived_has_its_start(company: Company) -> None:
    await staffed(company)
    order = await company.sold()
    first, second = await company.receivables(order)
    by = {one["receivable_id"]: said(one) for one in await lines(company, company.li)}
    assert by[second["id"]] == ("START", None, "Li Wei", False)
    assert by[first["id"]][0] == "COLLECT"
    course = await company.get(company.li, f"/receivables/{second['id']}{PATH}")
    assert [(node["node"], node["state"]) for node in course["nodes"]] == [("START", "CURRENT")]
    stranger = await company.send(company.other, f"/receivables/{second['id']}{PATH}")
    assert stranger.status_code in (404, 405)
    assert not await lines(company, company.other)


async def test_feature_134_the_audit_names_the_first_receivable_that_is_nobodys(
    company: Company, harness: ServiceHarness
) -> None:
    await staffed(company)
    await debt(company, "2026-03-20", id="A-1")
    legal = await debt(company, "2025-12-01", id="B-1")
    await swept(company, legal)
    assert [(one.records, one.broken) for one in await looked_at(harness.database.url)] == [(2, 0), (2, 0)]
    await hired(company, LEGAL, active=False, version=2)
    owned, timed = await looked_at(harness.database.url)
    assert (owned.broken, owned.number, timed.broken) == (1, legal["number"], 0)
    assert legal["number"] in describe(owned, "zh")
    [seen] = [one for one in await lines(company) if one["receivable_id"] == legal["id"]]
    assert seen["node"]["owner"] == {"by": "legal", "person_id": None, "role": "legal", "name": "", "is_held": False}


@pytest.mark.parametrize("tz", ["Asia/Shanghai", "America/New_York"])
async def test_col_216_the_database_counts_the_same_deadlines(harness: ServiceHarness, tz: str) -> None:
    moments = [None, datetime.fromisoformat("2026-03-25T16:00:00+00:00")]
    debts = [
        Debt(created, due, level, next_at, paused, tz)
        for created in (NOW, datetime.fromisoformat("2025-12-20T07:30:00+00:00"))
        for due in (None, date(2026, 3, 7), date(2026, 11, 1))
        for level in (None, 0, 7, 45)
        for next_at in moments
        for paused in moments
    ]
    sql = text("SELECT collection_deadline(:due, :level, :next_at, :paused, :tz, :created)")
    async with harness.database.session() as session:
        for one in debts:
            values = {
                "due": one.due_on, "level": one.level, "next_at": one.next_at, "paused": one.paused_until,
                "tz": one.tz, "created": one.created_at,
            }  # fmt: skip
            assert (await session.execute(sql, values)).scalar() == deadline_of(one), one


async def test_a_page_of_nodes_takes_as_many_statements_as_one(company: Company, harness: ServiceHarness) -> None:
    await staffed(company)
    rows = [await debt(company, f"2026-02-{day:02}", id=str(day), customer=f"C-{day}") for day in range(10, 16)]
    assert {row["status"] for row in rows} == {ReceivableStatus.OPEN}
    counts = []
    for limit in (1, 6):
        with statements(harness) as log:
            await lines(company, limit=limit)
        counts.append(len(log))
    assert counts[0] == counts[1], counts


async def test_the_list_is_read_in_the_order_of_its_index(harness: ServiceHarness) -> None:
    sql = """EXPLAIN SELECT r.*, collection_deadline(due_on, level, next_at, paused_until, tz, created_at) AS deadline
        FROM receivables r WHERE status = 'OPEN' AND NOT history ORDER BY deadline, id LIMIT 51"""
    async with harness.database.session() as session:
        await session.execute(text("SET LOCAL enable_seqscan = off"))
        plan = "\n".join(row[0] for row in await session.execute(text(sql)))
    assert "receivables_process" in plan
    assert "Sort" not in plan
