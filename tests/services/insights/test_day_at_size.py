"""Is a seller's day read without the days of others, however many events there are?"""

import json
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from chassis.base.clock import new_id
from chassis.testing.plugin import Api, ServiceHarness, an_actor
from services.insights.domain.days import bounds_of
from services.insights.store.days import shares_query
from tests.services.insights.conftest import AT
from tests.services.insights.test_answers import get
from tests.services.insights.test_money_cases import _person

MANY = 100_000
FILL = text(
    "INSERT INTO event (event_id, at, subject, kind, record_id, version, data, by_name, person_id, refs)"
    " SELECT gen_random_uuid(), CAST(:at AS timestamptz) + n * interval '1 second' - interval '10000 seconds',"
    " (ARRAY['leads.lead.followed_up.v1', 'orders.order.placed.v1', 'orders.shipment.sent.v1',"
    "  'collections.receivable.opened.v1'])[1 + n % 4], 'lead', gen_random_uuid(), 1,"
    " '{\"kind\": \"CALL\"}', 'x', CASE WHEN n % 10 = 0 THEN CAST(:person AS uuid) ELSE gen_random_uuid() END, '{}'"
    " FROM generate_series(1, :many) AS n"
)


async def plan_of(harness: ServiceHarness, person: UUID) -> dict[str, Any]:
    begin, end = bounds_of(AT.date(), "Asia/Shanghai")
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    sql = shares_query(person, begin, end).compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    async with harness.database.session() as session:
        await session.execute(text("ANALYZE event"))
        found = (await session.execute(text(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}".replace(":", r"\:")))).scalar_one()
    plan: dict[str, Any] = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    return plan


def scans(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """Of the table of events."""
    own = [plan] if plan.get("Relation Name") == "event" or plan.get("Index Name", "").startswith("event_") else []
    return own + [each for part in plan.get("Plans", []) for each in scans(part)]


async def test_one_statement_counts_a_day_and_reads_only_its_own_events(
    api: Api, harness: ServiceHarness, deliver: Any
) -> None:
    seller = an_actor("sales", unit="cs/east/sales-1")
    await deliver(_person(seller, "CS-CN"))
    async with harness.database.session() as session, session.begin():
        await session.execute(FILL, {"at": AT, "person": seller.id, "many": MANY})
    read = scans(await plan_of(harness, seller.id))
    assert {one.get("Index Name", "event_of_day") for one in read} == {"event_of_day"}
    assert not [one["Node Type"] for one in read if one["Node Type"] == "Seq Scan"]
    report = await get(api, seller, "/daily-report", day="2026-03-06")
    counted = max(one["Actual Rows"] * one.get("Actual Loops", 1) for one in read)
    assert counted == report["follow_ups"] > 1_000
    assert (await get(api, an_actor("ops", id=new_id()), "/daily-report", day="2026-03-06", person_id=str(seller.id)))[
        "follow_ups"
    ] == report["follow_ups"]
