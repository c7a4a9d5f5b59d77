"""Does a lead go through its life from its arrival to being tried again, each step told, each wrong one refused?"""

import asyncio
import importlib
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import text

from messages.leads import events as told
from tests.services.leads.conftest import Company, known

TODAY = datetime.now(UTC).date()
LATER = str(TODAY + timedelta(days=40))


async def look(company: Company, lead: dict[str, Any], at: datetime) -> Any:
    return await company.post(company.keeper, f"/pools/{lead['pool_id']}/process-due", at.isoformat())


def time_of(lead: dict[str, Any], field: str = "wake_at") -> datetime:
    return datetime.fromisoformat(lead[field])


async def test_feature_14_a_lead_is_always_in_one_state_and_every_step_is_told(company: Company, outbox: Any) -> None:
    lead = await company.lead(company="华为", phone="13800138000")
    path = f"/leads/{lead['id']}"
    steps: list[tuple[str, dict[str, Any], str, Any]] = [
        ("claim", {}, "OWNED", told.LeadClaimed),
        ("nurture", {"wake_on": LATER, "wakes_in": "OWNER"}, "NURTURED", told.LeadNurtured),
        ("wake", {}, "OWNED", told.LeadWoken),
        ("release", {}, "POOLED", told.LeadReleased),
        ("claim", {}, "OWNED", told.LeadClaimed),
        ("drop", {"reason": "TIMING"}, "DROPPED", told.LeadDropped),
        ("reuse", {}, "POOLED", told.LeadReused),
        ("claim", {}, "OWNED", told.LeadClaimed),
        ("convert", {"project": "p", "customer_name": "c"}, "CONVERTED", told.LeadConverted),
    ]
    for verb, body, status, _ in steps:
        answer = await company.post(company.wang, f"{path}/{verb}", **body)
        assert answer["status"] == status, verb
    for event in {event for *_, event in steps}:
        assert len(await outbox(event)) == sum(one is event for *_, one in steps), event
    for verb, body in (
        ("claim", {}),
        ("nurture", {"wake_on": LATER}),
        ("release", {}),
        ("drop", {"reason": "TIMING"}),
        ("assign", {"owner_id": str(company.li.id)}),
    ):
        refused = await company.say(company.boss, f"{path}/{verb}", **body)
        assert (refused.status_code, refused.json()["rule"]) == (409, "LEA-1"), verb
        assert refused.json()["detail"], verb
    assert (await company.say(company.boss, f"{path}/wake")).json()["rule"] == "LEA-92"
    assert (await company.say(company.boss, f"{path}/reuse")).json()["rule"] == "LEA-170"
    assert (await company.get(company.boss, path))["status"] == "CONVERTED"


async def test_feature_14_a_lead_that_is_over_says_so_and_not_that_somebody_took_it(company: Company) -> None:
    lead = await company.owned(company.wang)
    await company.post(company.wang, f"/leads/{lead['id']}/drop", reason="NO_NEED")
    assert (await company.say(company.wang, f"/leads/{lead['id']}/claim")).json()["rule"] == "LEA-1"


async def test_feature_32_a_lead_sleeps_and_is_queued_again_on_its_day_with_its_history(
    company: Company, outbox: Any
) -> None:
    lead = await company.owned(company.wang, company="华为")
    path = f"/leads/{lead['id']}"
    await company.post(company.wang, f"{path}/follow-ups", kind="CALL", note="budget comes next year")
    asleep = await company.post(company.wang, f"{path}/nurture", wake_on=LATER, note="next year")
    assert (asleep["status"], asleep["owner_id"], asleep["follow_up_due_at"]) == ("NURTURED", None, None)
    assert (await company.say(company.li, f"{path}/claim")).status_code == 409
    wakes = time_of(asleep)
    assert time_of(await company.get(company.ops, f"/pools/{lead['pool_id']}"), "next_due_at") == wakes
    early = await look(company, lead, wakes - timedelta(seconds=1))
    assert early["woken"] == 0
    looks = await asyncio.gather(*[look(company, lead, wakes) for _ in range(4)])
    assert sum(one["woken"] for one in looks) == 1, "once, however often its keeper looks"
    [woken] = await outbox(told.LeadWoken)
    assert (woken.owner_id, woken.note) == (None, "next year")
    waiting = await company.get(company.li, f"/pools/{lead['pool_id']}/waiting")
    assert [one["id"] for one in waiting] == [lead["id"]]
    mine = await company.post(company.li, f"{path}/claim")
    acts = await company.get(company.li, f"{path}/follow-ups")
    assert [act["note"] for act in acts["items"]] == ["budget comes next year"]
    assert mine["nurture_note"] == "next year"


async def test_feature_32_it_may_sleep_with_its_owner_and_counts_as_held(company: Company, outbox: Any) -> None:
    await company.pool(holding_limit=1)
    lead, other = await company.owned(company.wang), await company.lead()
    kept = {"wake_on": LATER, "wakes_in": "OWNER"}
    asleep = await company.post(company.wang, f"/leads/{lead['id']}/nurture", **kept)
    assert asleep["owner_id"] == str(company.wang.id)
    assert (await company.say(company.wang, f"/leads/{other['id']}/claim")).json()["rule"] == "LEA-7"
    assert (await look(company, lead, time_of(asleep)))["woken"] == 1
    awake = await company.get(company.wang, f"/leads/{lead['id']}")
    assert (awake["status"], awake["owner_id"]) == ("OWNED", str(company.wang.id))
    assert time_of(awake, "follow_up_due_at") > time_of(asleep) + timedelta(days=6), "its clock starts then"
    [woken] = await outbox(told.LeadWoken)
    assert woken.owner_id == company.wang.id


async def test_feature_32_whose_owner_has_left_wakes_up_in_the_pool(company: Company) -> None:
    lead = await company.owned(company.wang)
    kept = {"wake_on": LATER, "wakes_in": "OWNER"}
    asleep = await company.post(company.wang, f"/leads/{lead['id']}/nurture", **kept)
    await company.deliver(known(company.wang, active=False, version=2))
    await look(company, lead, time_of(asleep))
    awake = await company.get(company.boss, f"/leads/{lead['id']}")
    assert (awake["status"], awake["owner_id"]) == ("POOLED", None)


async def test_feature_32_what_was_dropped_is_tried_again_unless_it_came_anew(company: Company) -> None:
    lead = await company.owned(company.wang, phone="13800138000")
    await company.post(company.wang, f"/leads/{lead['id']}/drop", reason="TIMING", note="later")
    again = await company.lead(phone="13800138000")
    refused = await company.say(company.wang, f"/leads/{lead['id']}/reuse")
    assert (refused.status_code, refused.json()["rule"]) == (409, "LEA-88")
    await company.post(company.ops, f"/leads/{again['id']}/drop", reason="NOT_OURS")
    reused = await company.post(company.wang, f"/leads/{lead['id']}/reuse", note="they called")
    assert (reused["status"], reused["drop_reason"], reused["owner_id"]) == ("POOLED", None, None)
    [change] = (await company.get(company.boss, f"/leads/{lead['id']}/changes"))["items"]
    assert change["changes"] == {"drop_reason": None}, "he reads what waits no more"
    [change] = (await company.get(company.ops, f"/leads/{lead['id']}/changes"))["items"]
    assert change["changes"] == {"drop_reason": {"before": "TIMING", "after": ""}}
    assert (await company.lead(phone="13800138000"))["duplicate_of"] == lead["id"], "it holds its phone again"


async def test_what_somebody_works_on_or_what_sleeps_is_not_tried_again(company: Company, harness: Any) -> None:
    """Else his time with it would never end, and nobody could claim it."""
    lead = await company.owned(company.wang)
    path = f"/leads/{lead['id']}"
    refused = await company.say(company.wang, f"{path}/reuse")
    assert (refused.status_code, refused.json()["rule"]) == (409, "LEA-170")
    await company.post(company.wang, f"{path}/nurture", wake_on=LATER, wakes_in="OWNER")
    assert (await company.say(company.wang, f"{path}/reuse")).json()["rule"] == "LEA-170"
    await company.post(company.wang, f"{path}/wake")
    await company.post(company.wang, f"{path}/release")
    assert (await company.post(company.li, f"{path}/claim"))["owner_id"] == str(company.li.id)


async def test_the_clock_of_what_nobody_owns_wakes_no_keeper(company: Company, harness: Any) -> None:
    """Whatever may have left it standing: one such lead stops the clocks of no other."""
    lead, other = await company.owned(company.wang), await company.owned(company.wang)
    async with harness.database.session() as session:
        left = text("UPDATE lead SET status = 'POOLED', owner_id = NULL WHERE id = CAST(:id AS uuid)")
        await session.execute(left, {"id": lead["id"]})
        await session.commit()
    warned = datetime.fromisoformat(other["follow_up_due_at"]) - timedelta(hours=1)
    looked = await look(company, other, warned)
    assert looked["warned"] == 1
    assert time_of(looked, "next_due_at") == time_of(other, "follow_up_due_at")
    assert (await look(company, other, time_of(other, "follow_up_due_at")))["next_due_at"] is None


async def test_a_lead_of_before_that_was_tried_again_while_it_was_owned_is_claimed_again(
    company: Company, harness: Any
) -> None:
    """The last release left whose it had been, and its clock; the migration ends both."""
    mend = importlib.import_module("services.leads.migrations.versions.0021_tried_again")
    lead, other = await company.owned(company.wang), await company.owned(company.wang)
    path = f"/leads/{lead['id']}"
    async with harness.database.session() as session:
        left = text("UPDATE lead SET status = 'POOLED', owner_id = NULL WHERE id = CAST(:id AS uuid)")
        await session.execute(left, {"id": lead["id"]})
        await session.commit()
    assert (await company.say(company.li, f"{path}/claim")).status_code == 409
    async with harness.database.session() as session:
        for statement in (mend.OWNED_STILL, mend.TIMED_STILL):
            await session.execute(text(statement))
        await session.commit()
    assert (await company.get(company.ops, path))["follow_up_due_at"] is None
    assert (await company.post(company.li, f"{path}/claim"))["owner_id"] == str(company.li.id)
    kept = await company.get(company.ops, f"/leads/{other['id']}")
    assert (kept["owner_id"], kept["follow_up_due_at"]) == (str(company.wang.id), other["follow_up_due_at"])


async def test_who_may_let_a_lead_sleep_and_until_when(company: Company) -> None:
    lead = await company.owned(company.wang)
    path = f"/leads/{lead['id']}/nurture"
    assert (await company.say(company.li, path, wake_on=LATER)).status_code == 404
    wrong = await company.say(company.wang, path, wake_on=str(TODAY - timedelta(days=1)))
    assert (wrong.status_code, wrong.json()["errors"][0]["rule"]) == (422, "LEA-89")
    waiting = await company.lead()
    mine = await company.say(company.li, f"/leads/{waiting['id']}/nurture", wake_on=LATER)
    assert mine.json()["rule"] == "LEA-90"
    nobodys = {"wake_on": LATER, "wakes_in": "OWNER"}
    refused = await company.say(company.boss, f"/leads/{waiting['id']}/nurture", **nobodys)
    assert refused.json()["rule"] == "LEA-91"
    asleep = await company.post(company.boss, path, wake_on=LATER)
    assert asleep["status"] == "NURTURED"
    later = str(TODAY + timedelta(days=60))
    assert time_of(await company.post(company.boss, path, wake_on=later)) > time_of(asleep), "put off"
