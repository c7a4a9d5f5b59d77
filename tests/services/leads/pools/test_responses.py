"""Is a lead that its owner does not answer told of, first to him and then to his manager, and are the times counted?"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from messages.leads.events import LeadAnswered, LeadUnanswered, LeadUnansweredEscalated
from messages.leads.pools import PoolDeadlineMoved
from tests.services.leads.conftest import Company
from tests.services.leads.test_hand_over import order
from tests.services.leads.test_life_cycle import LATER


def after(lead: dict[str, Any], **later: float) -> str:
    return (datetime.fromisoformat(lead["respond_by"]) + timedelta(**later)).isoformat()


async def taken(company: Company, **more: Any) -> Any:
    """By Wang; with its target."""
    lead = await company.owned(company.wang, **more)
    return await company.get(company.wang, f"/leads/{lead['id']}")


async def test_feature_23_past_the_target_the_owner_is_told_then_his_manager_each_once(
    company: Company, outbox: Any
) -> None:
    await company.pool(respond_within="1 hours", escalate_after="2 hours")
    lead = await taken(company)
    process_due = f"/pools/{lead['pool_id']}/process-due"
    assert len([one for one in await outbox(PoolDeadlineMoved) if one.next_due_at.isoformat() == after(lead)]) == 1
    early = await company.post(company.keeper, process_due, after(lead, seconds=-1))
    assert (early["unanswered"], datetime.fromisoformat(early["next_due_at"]).isoformat()) == (0, after(lead))
    passes = [company.post(company.keeper, process_due, after(lead)) for _ in range(4)]
    assert sum(one["unanswered"] for one in await asyncio.gather(*passes)) == 1
    for _ in range(2):
        again = await company.post(company.keeper, process_due, after(lead, hours=2, seconds=-1))
        assert (again["unanswered"], datetime.fromisoformat(again["next_due_at"]).isoformat()) == (
            0,
            after(lead, hours=2),
        )
    assert [(await company.post(company.keeper, process_due, after(lead, hours=2)))["unanswered"] for _ in "ab"] == [
        1,
        0,
    ]
    [told], [escalated] = await outbox(LeadUnanswered), await outbox(LeadUnansweredEscalated)
    assert told.owner_id == escalated.owner_id == company.wang.id
    assert told.respond_by.isoformat() == escalated.respond_by.isoformat() == after(lead)


async def test_feature_23_a_keeper_that_was_down_tells_both_once_when_it_looks_again(
    company: Company, outbox: Any
) -> None:
    await company.pool(respond_within="1 business hours", escalate_after="1 business hours")
    lead = await taken(company)
    process_due = f"/pools/{lead['pool_id']}/process-due"
    for expected in (1, 0):
        assert (await company.post(company.keeper, process_due, after(lead, days=5)))["unanswered"] == expected
    assert len(await outbox(LeadUnanswered)) == len(await outbox(LeadUnansweredEscalated)) == 1


async def test_feature_23_who_answered_gave_it_back_or_put_it_to_sleep_is_not_told(
    company: Company, outbox: Any
) -> None:
    await company.pool(respond_within="1 hours")
    answered, noted, back, asleep, dropped = [await taken(company) for _ in range(5)]
    say = company.wang
    await company.post(say, f"/leads/{answered['id']}/follow-ups", kind="CALL")
    await company.post(say, f"/leads/{answered['id']}/follow-ups", kind="CALL")
    await company.post(say, f"/leads/{noted['id']}/follow-ups", kind="NOTE")
    await company.post(say, f"/leads/{back['id']}/release")
    await company.post(say, f"/leads/{dropped['id']}/drop", reason="NO_NEED")
    day = (datetime.now(UTC).date() + timedelta(days=30)).isoformat()
    await company.post(say, f"/leads/{asleep['id']}/nurture", wake_on=day, wakes_in="OWNER", note="later")
    process_due = f"/pools/{noted['pool_id']}/process-due"
    assert (await company.post(company.keeper, process_due, after(dropped, days=1)))["unanswered"] == 1
    [told] = await outbox(LeadUnanswered)
    assert str(told.lead_id) == noted["id"], "a note is no answer"
    [said] = await outbox(LeadAnswered)
    assert (str(said.lead_id), said.first, said.owner_id) == (answered["id"], True, company.wang.id)
    seen = await company.get(say, f"/leads/{answered['id']}")
    assert (seen["respond_by"], seen["first_response_at"] is not None) == (None, True)


async def test_feature_23_what_sleeps_before_its_target_counts_for_nothing_until_it_wakes_up(
    company: Company, later: Any, outbox: Any
) -> None:
    await company.pool(respond_within="5 minutes", escalate_after="1 hours")
    asleep, late, answered = [await taken(company) for _ in range(3)]
    await company.post(company.wang, f"/leads/{answered['id']}/follow-ups", kind="CALL")
    path = f"/pools/{asleep['pool_id']}"

    async def counted() -> tuple[int, ...]:
        found = await company.get(company.boss, f"{path}/responses")
        return tuple(found[name] for name in ("in_time", "late", "unanswered", "waiting"))

    async def nurtured(lead: Any) -> Any:
        return await company.post(company.wang, f"/leads/{lead['id']}/nurture", wake_on=LATER, wakes_in="OWNER")

    await nurtured(asleep)
    await nurtured(answered)
    assert await counted() == (1, 0, 0, 2)
    assert (await company.post(company.keeper, f"{path}/process-due"))["unanswered"] == 0
    later(minutes=6)
    await nurtured(late)
    assert await counted() == (1, 0, 1, 1), "only who let his target pass has not answered"
    assert (await company.post(company.keeper, f"{path}/process-due"))["unanswered"] == 0
    later(minutes=5)
    for lead in (asleep, late, answered):
        await company.post(company.wang, f"/leads/{lead['id']}/wake")
    awake = await company.get(company.wang, f"/leads/{asleep['id']}")
    assert datetime.fromisoformat(awake["respond_by"]) > datetime.fromisoformat(after(asleep, minutes=10))
    [moved] = [one for one in await outbox(PoolDeadlineMoved) if one.next_due_at.isoformat() == after(awake)]
    assert str(moved.pool_id) == asleep["pool_id"]
    assert (await company.get(company.wang, f"/leads/{answered['id']}"))["respond_by"] is None
    later(minutes=6)
    assert (await company.post(company.keeper, f"{path}/process-due"))["unanswered"] == 1
    [told] = await outbox(LeadUnanswered)
    assert str(told.lead_id) == asleep["id"], "of the other he missed the target before it slept"
    assert await counted() == (1, 0, 2, 0)


async def test_feature_23_each_owner_is_measured_and_the_next_one_has_a_time_of_his_own(
    company: Company, outbox: Any
) -> None:
    await company.pool(respond_within="1 hours")
    lead = await taken(company)
    await company.post(company.wang, f"/leads/{lead['id']}/follow-ups", kind="CALL")
    await company.post(company.boss, f"/leads/{lead['id']}/assign", owner_id=str(company.li.id))
    hers = await company.get(company.li, f"/leads/{lead['id']}")
    assert hers["respond_by"] > lead["respond_by"]
    await company.post(company.li, f"/leads/{lead['id']}/follow-ups", kind="VISIT")
    assert [(one.owner_id, one.first) for one in await outbox(LeadAnswered)] == [
        (company.wang.id, True),
        (company.li.id, False),
    ]


async def test_feature_23_the_distribution_of_a_pool_counts_who_never_answered_too(company: Company) -> None:
    await company.pool(respond_within="10 minutes")
    pool_id = (await company.lead())["pool_id"]
    path = f"/pools/{pool_id}/responses"
    empty = await company.get(company.boss, path)
    assert (empty["answered"], empty["share_in_time"], empty["median"]) == (0, None, None)
    leads = [await taken(company) for _ in range(3)]
    await company.post(company.wang, f"/leads/{leads[0]['id']}/follow-ups", kind="CALL")
    times = await company.get(company.boss, path)
    assert (times["answered"], times["in_time"], times["late"], times["unanswered"], times["waiting"]) == (
        1, 1, 0, 0, 2,
    )  # fmt: skip
    assert (times["share_in_time"], times["median"], times["within"]["60"]) == (1000, 0, 1)
    late = await company.api.as_(company.keeper).get(path, headers={"x-as-of": after(leads[2], minutes=1)})
    assert late.status_code == 403, "who keeps the pool reads it"
    for seller in (company.wang, company.west):
        assert (await company.api.as_(seller).get(path)).status_code == 403


async def test_feature_23_of_an_owner_who_left_the_successor_answers_by_the_same_time(
    company: Company, deliver: Any, outbox: Any
) -> None:
    await company.pool(respond_within="1 hours")
    lead = await taken(company)
    answered = await taken(company)
    await company.post(company.wang, f"/leads/{answered['id']}/follow-ups", kind="CALL")
    await deliver(order(company, company.li))
    hers = await company.get(company.li, f"/leads/{lead['id']}")
    assert hers["respond_by"] == lead["respond_by"]
    process_due = f"/pools/{lead['pool_id']}/process-due"
    assert (await company.post(company.keeper, process_due, after(hers)))["unanswered"] == 1
    [told] = await outbox(LeadUnanswered)
    assert (told.owner_id, str(told.lead_id)) == (company.li.id, lead["id"])


async def test_lea_161_a_wrong_target_is_refused_beside_its_field(company: Company) -> None:
    said = {"code": "east", "name": "East pool", "legal_entity_id": "CS-CN", "unit": company.boss.unit}
    for wrong in ({"respond_within": "soon"}, {"escalate_after": "1 hours"}):
        answer = await company.say(company.ops, "/pools", **said, **wrong)
        assert answer.status_code == 422, answer.text
        assert next(iter(wrong)) in answer.text
