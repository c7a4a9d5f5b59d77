"""Do leads stand in the queue where the weights say, key leads and those who want to buy first?"""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from messages.deals.customers import CustomerAdded
from messages.deals.opportunities import OpportunityReopened, OpportunityWon
from messages.leads.pools import PoolDeadlineMoved
from messages.leads.scoring import LeadScoringSet
from messages.money import Money
from tests.services.leads.conftest import Company, some_id

WEIGHTS = [
    {"attribute": "heat", "values": ["HOT"], "points": 40},
    {"attribute": "region", "values": ["East"], "points": 10},
    {"attribute": "channel", "values": ["SEM"], "points": 5},
    {"attribute": "bought_before", "points": 25},
]
KEY = [{"industry": ["Cars"], "heat": ["HOT"]}]


def today() -> datetime:
    return datetime.now(ZoneInfo("Asia/Shanghai"))


async def in_queue(company: Company, pool_id: str) -> list[str]:
    return [lead["id"] for lead in await company.get(company.wang, f"/pools/{pool_id}/waiting")]


async def look(company: Company, pool_id: str, at: datetime | None = None, **more: Any) -> Any:
    """The pool's keeper wakes up."""
    as_of = (at or datetime.now(UTC)).isoformat()
    return await company.post(company.keeper, f"/pools/{pool_id}/process-due", as_of, **more)


async def test_feature_20_priority_comes_from_weights_and_each_is_explained(company: Company, outbox: Any) -> None:
    usual = await company.get(company.wang, "/lead-rules/scoring")
    assert (usual["usual"], usual["version"]) == (True, 0)
    first = await company.lead(phone="13800138000")
    assert first["priority"] == 4
    await company.put(company.ops, "/lead-rules/scoring", weights=WEIGHTS)
    hot = await company.lead(heat="HOT", region="east", channel="SEM")
    plain = await company.lead(phone="13900139000", region="west")
    assert (hot["priority"], plain["priority"]) == (55, 0)
    assert await in_queue(company, hot["pool_id"]) == [hot["id"], first["id"], plain["id"]]
    why = await company.get(company.wang, f"/leads/{hot['id']}/priority")
    points = {one["attribute"]: one["points"] for one in why["points"]}
    assert points == {"heat": 40, "region": 10, "channel": 5}
    assert sum(points.values()) == why["priority"] == 55
    assert len(await outbox(LeadScoringSet)) == 1


async def test_feature_20_other_weights_order_what_waits_already(company: Company, outbox: Any) -> None:
    east, hot = await company.lead(region="East"), await company.lead(heat="HOT")
    pool = east["pool_id"]
    await company.put(company.ops, "/lead-rules/scoring", weights=WEIGHTS)
    assert [moved.pool_id for moved in await outbox(PoolDeadlineMoved)] == [some_uuid(pool)], "its keeper wakes up"
    looked = await look(company, pool, limit=1)
    assert (looked["scored"], looked["more"]) == (1, True), "batch after batch"
    assert (await look(company, pool))["scored"] == 1
    assert (await look(company, pool))["scored"] == 0
    assert await in_queue(company, pool) == [hot["id"], east["id"]]
    assert (await company.post(company.wang, "/leads/claim-next", pool_id=pool))["lead"]["id"] == hot["id"]
    assert (await company.get(company.wang, f"/leads/{hot['id']}"))["priority"] == 40


async def test_feature_20_who_bought_before_counts(company: Company, deliver: Any) -> None:
    await company.put(company.ops, "/lead-rules/scoring", weights=WEIGHTS)
    lead = await company.lead(company="上海华信机械有限公司")
    customer, opportunity = some_id(), some_id()
    added = CustomerAdded(
        customer_id=customer, number="CU-1", name="上海华信机械", owner_id=company.li.id, legal_entity_id="CS-CN",
        source_lead=None, version=1,
    )  # fmt: skip
    await deliver(added)
    about = {"opportunity_id": opportunity, "number": "OP-1", "customer_id": customer, "owner_id": company.li.id}
    amount = Money(amount="1.00", currency="CNY")
    await deliver(OpportunityWon(**about, amount=amount, version=5), twice=True)
    assert (await look(company, lead["pool_id"]))["scored"] == 1
    assert (await company.get(company.wang, f"/leads/{lead['id']}"))["priority"] == 25
    assert (await company.lead(company="华信 上海华信机械有限公司", phone="13700137000"))["priority"] == 0
    assert (await company.lead(company="上海华信机械", phone="13700137001"))["priority"] == 25
    again = {"contract_id": some_id(), "contract": "CT-1", "stage": "Engaging"}
    await deliver(OpportunityReopened(**about, **again, amount=amount, version=6))
    await deliver(OpportunityWon(**about, amount=amount, version=5))
    await look(company, lead["pool_id"])
    assert (await company.get(company.wang, f"/leads/{lead['id']}"))["priority"] == 0, "whatever comes late"


async def test_feature_21_a_key_lead_has_a_shorter_clock_and_is_first_in_the_queue(company: Company) -> None:
    clock = {"name": "key", "when": {"key": ["yes"]}, "follow_up_within": "1 days", "warn_before": "4 hours"}
    pool = await company.pool(clocks=[clock])
    await company.put(company.ops, "/lead-rules/scoring", weights=WEIGHTS, key_leads=KEY)
    rich = await company.lead(heat="HOT", region="East", channel="SEM")
    key = await company.lead(heat="HOT", industry="cars")
    assert (rich["is_key"], key["is_key"]) == (False, True)
    assert await in_queue(company, pool["id"]) == [key["id"], rich["id"]], "though it has fewer points"
    why = await company.get(company.wang, f"/leads/{key['id']}/priority")
    assert why["key_because"] == KEY[0]
    taken = [await company.post(company.wang, f"/leads/{lead['id']}/claim") for lead in (key, rich)]
    ends = [datetime.fromisoformat(lead["follow_up_due_at"]) for lead in taken]
    assert timedelta(days=5, hours=23) < ends[1] - ends[0] < timedelta(days=6, seconds=5)
    await company.post(company.wang, f"/leads/{key['id']}/follow-ups", kind="CALL")
    again = datetime.fromisoformat((await company.get(company.wang, f"/leads/{key['id']}"))["follow_up_due_at"])
    assert again - ends[0] < timedelta(minutes=1), "of its own clock"


async def test_feature_21_a_lead_that_becomes_a_key_lead_gets_its_clock(company: Company) -> None:
    clock = {"name": "key", "when": {"key": ["yes"]}, "follow_up_within": "1 days", "warn_before": "4 hours"}
    await company.pool(clocks=[clock])
    lead = await company.owned(company.wang, industry="Cars", heat="HOT")
    await company.put(company.ops, "/lead-rules/scoring", key_leads=KEY)
    assert (await look(company, lead["pool_id"]))["scored"] == 1
    moved = await company.get(company.wang, f"/leads/{lead['id']}")
    shorter = datetime.fromisoformat(lead["follow_up_due_at"]) - datetime.fromisoformat(moved["follow_up_due_at"])
    assert shorter == timedelta(days=6)
    assert moved["is_key"]


async def test_feature_22_who_wants_to_buy_soon_is_surfaced_first(company: Company) -> None:
    await company.put(company.ops, "/lead-rules/scoring", window_days=30)
    rich = await company.lead(phone="13800138000", company="A", project="B")
    soon = await company.lead(planned_on=str(today().date() + timedelta(days=20)))
    later = await company.lead(planned_on=str(today().date() + timedelta(days=50)))
    pool = rich["pool_id"]
    assert (soon["in_window"], later["in_window"]) == (True, False)
    assert await in_queue(company, pool) == [soon["id"], rich["id"], later["id"]]
    seen = await company.get(company.ops, f"/pools/{pool}")
    opens = datetime.fromisoformat(seen["next_due_at"])
    assert opens.astimezone(ZoneInfo("Asia/Shanghai")).date() == today().date() + timedelta(days=20)
    early = await look(company, pool, opens - timedelta(seconds=1))
    assert early["scored"] == 0
    assert datetime.fromisoformat(early["next_due_at"]) == opens, "its keeper sleeps until then"
    assert (await look(company, pool, opens))["scored"] == 1
    assert await in_queue(company, pool) == [soon["id"], later["id"], rich["id"]]
    over = await look(company, pool, opens + timedelta(days=2))
    assert over["scored"] == 1, "the day of the first is over"
    assert await in_queue(company, pool) == [later["id"], rich["id"], soon["id"]]
    first = await company.post(company.wang, "/leads/claim-next", pool_id=pool)
    assert first["lead"]["id"] == later["id"]


async def test_heat_is_understood_as_files_have_it_and_rules_are_checked(company: Company) -> None:
    for said, heat in (("热", "HOT"), ("warm", "WARM"), ("低", "COLD"), ("", None)):
        assert (await company.lead(heat=said))["heat"] == heat
    assert (await company.say(company.ops, "/leads", source="x", heat="boiling")).status_code == 422
    put = company.api.as_(company.ops).put
    for body, rule in (
        ({"weights": [{"attribute": "colour", "points": 1}]}, "LEA-72"),
        ({"weights": [{"attribute": "heat", "points": 1}] * 2}, "LEA-82"),
        ({"key_leads": [{}]}, "LEA-83"),
    ):
        answer = await put("/lead-rules/scoring", json=body)
        assert (answer.status_code, answer.json()["errors"][0]["rule"]) == (422, rule)
    assert (await company.api.as_(company.boss).put("/lead-rules/scoring", json={})).status_code == 403


def some_uuid(written: str) -> Any:
    return type(some_id())(written)
