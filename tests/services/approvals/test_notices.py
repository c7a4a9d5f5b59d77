"""Are people told what they have to know: once, in their words, by the channels they chose?"""

# ruff: noqa: F811 (a fixture of another file is named like what it gives)

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from chassis.testing import House
from messages.approvals.notices import DeliveryDeadlineMoved, DeliveryGivenUp
from services.approvals.domain.schedule import LEASE, MOST_AN_HOUR, PAUSES
from services.approvals.store.deliveries import claim_due, insert_deliveries, wake
from tests.services.approvals.conftest import Company, id_of
from tests.services.approvals.notifying import (  # noqa: F401 (fixtures)
    MONDAY,
    Post,
    mail_server,
    post,
    web_server,
)
from tests.services.approvals.test_cost import statements


async def test_app_88_who_must_act_now_is_told_by_mail_in_his_language(company: Company, post: Post) -> None:
    await post.channel("meng")
    await company.submit(content={"amount": "150000.00"})
    swept = await post.sweep()
    assert (swept.sent, swept.failed, swept.more) == (1, 0, False)
    mail = post.mail.mails[0]
    assert (mail["subject"], post.mail.to) == ("To approve: CT-1 Ten pumps", ["meng@house.test"])
    body = post.mail.bodies[0]
    assert "Ann asks you to approve Contract CT-1: Ten pumps." in body
    assert "Please decide by 20" in body
    assert "http://console.test/tasks/" in body
    [delivery] = await post.deliveries("meng")
    assert mail["X-Countersign-Delivery"] == str(delivery.id)
    assert (delivery.state, delivery.what, delivery.attempts) == ("SENT", "asked", 1)


async def test_the_words_are_chinese_for_a_chinese_reader(company: Company, post: Post) -> None:
    shown = await company.process.get(f"/people/{id_of('meng')}")
    changed = await company.process.patch(
        f"/people/{id_of('meng')}", json={"lang": "zh"}, headers={"if-match": shown.headers["etag"]}
    )
    assert changed.status_code == 200
    await post.channel("meng")
    await company.submit()
    await post.sweep()
    assert post.mail.mails[0]["subject"] == "待您审批：CT-1 Ten pumps"
    assert "Ann 提请您审批合同 CT-1" in post.mail.bodies[0]


async def test_app_88_nobody_is_told_before_his_turn_and_everybody_at_his(company: Company, post: Post) -> None:
    await company.publish(
        {
            "policy": "turns",
            "route": [{"step": "s", "mode": "sequence", "signers": [{"person": "meng"}, {"person": "lena"}]}],
        }
    )
    await post.channel("meng")
    await post.channel("lena")
    request = await company.submit(policy="turns", facts={})
    await post.sweep()
    assert post.mail.to == ["meng@house.test"]
    await company.act("meng", "approve", request)
    await post.sweep()
    assert post.mail.to == ["meng@house.test", "lena@house.test"]


async def test_app_88_who_asked_hears_the_result_and_nobody_hears_of_his_own_acts(company: Company, post: Post) -> None:
    for login in ("ann", "meng"):
        await post.channel(login)
    request = await company.submit()
    await company.act("meng", "reject", request, comment="clause 4")
    await post.sweep()
    subjects = [mail["subject"] for mail in post.mail.mails]
    assert subjects == [
        "Rejected: CT-1 Ten pumps"
    ]  # the task that meng was asked is decided: no mail about it any more
    assert "“clause 4”" in post.mail.bodies[0]
    assert [one.state for one in await post.deliveries("meng")] == ["DROPPED"]


async def test_a_step_that_is_entered_again_tells_again_and_the_same_fact_never_twice(
    company: Company, post: Post
) -> None:
    """features.md 3.A 4: a notice belongs to (request, round, step), not to a state."""
    await post.channel("meng")
    request = await company.submit()
    await post.sweep()
    await company.act("lena", "return", request, comment="the price")
    again = {"facts": {"amount": "90000"}, "content": {"amount": "90000.00"}}
    assert (await company.as_("ann").post(f"/requests/{request.id}/resubmit", json=again)).status_code == 200
    for _ in range(2):
        await post.sweep()
    assert [mail["subject"] for mail in post.mail.mails] == ["To approve: CT-1 Ten pumps"] * 2
    body = company.asking(id=str(request.id)) | {"about": request.about.model_dump(mode="json")}
    await company.as_("ann").post("/requests", json=body)
    assert (await post.sweep()).sent == 0


async def test_a_reminder_a_handed_task_a_mention_and_a_copy_are_told(company: Company, post: Post) -> None:
    for login in ("meng", "boss", "fei"):
        await post.channel(login)
    request = await company.submit()
    await post.sweep()
    step = request.steps[0]
    assert step.next_clock is not None
    await company.ring(request, "sign", step.next_clock.at, round=1, kind="remind", rung=0)
    await company.act("meng", "transfer", request, to=str(id_of("boss")), comment="please")
    said = {"comment": "look here", "mentions": [str(id_of("fei"))]}
    assert (await company.as_("ann").post(f"/requests/{request.id}/comments", json=said)).status_code == 200
    copied = {"people": [str(id_of("fei"))], "comment": "to read"}
    assert (await company.as_("ann").post(f"/requests/{request.id}/copies", json=copied)).status_code == 200
    await post.sweep(step.next_clock.at + timedelta(minutes=1))
    told = [(one.what, one.state.value) for login in ("meng", "boss", "fei") for one in await post.deliveries(login)]
    assert sorted(told) == [
        ("asked", "SENT"), ("copied", "SENT"), ("handed", "SENT"), ("mentioned", "SENT"), ("reminded", "DROPPED"),
    ]  # fmt: skip


async def test_people_without_channels_cost_nothing(company: Company, house: House, post: Post) -> None:
    """Others' channels neither: who listens is kept in memory."""

    async def cost() -> int:
        request = await company.submit()
        task = next(s.task_id for s in request.steps[0].signers if s.person_id == id_of("meng"))
        with statements(house) as seen:
            await company.as_("meng").post(f"/tasks/{task}/approve", json={"content_hash": request.content_hash})
        return len(seen)

    before = await cost()
    await post.channel("fei")
    assert await cost() == before
    await post.channel("lena")
    await post.channel("ann", events=["mentioned"])
    assert await cost() == before
    await post.channel("meng")
    assert await cost() == before  # his own act


async def test_the_keeper_is_woken_once_for_what_is_due_together(company: Company, house: House, post: Post) -> None:
    for login in ("meng", "lena", "fang"):
        await post.channel(login)
    await company.submit()
    await company.submit()
    moved = await house.outbox(DeliveryDeadlineMoved)
    assert len(moved) == 1
    swept = await post.sweep()
    assert (swept.sent, swept.next_due_at) == (6, None)
    await company.submit()
    assert len(await house.outbox(DeliveryDeadlineMoved)) == 2


async def test_a_sweep_does_not_overlook_what_is_being_written_down(company: Company, house: House, post: Post) -> None:
    channel = await post.channel("meng")
    row: dict[str, Any] = {
        "id": id_of("delivery"), "channel_id": UUID(channel["id"]), "endpoint_id": None, "person_id": id_of("meng"),
        "what": "settled", "request_id": None, "task_id": None, "said": {}, "digest": False, "state": "WAITING",
        "attempts": 0, "error": "", "created_at": MONDAY, "due_at": MONDAY, "sent_at": None,
    }  # fmt: skip
    waits = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    async with house.uow().begin() as work:
        await insert_deliveries(work, [row])
        await wake(work, MONDAY)
        sweep = asyncio.create_task(post.sweep(MONDAY))
        async with asyncio.timeout(5):
            while not (await work.session.execute(waits)).scalar_one():
                assert not sweep.done(), "it did not wait"
    swept = await sweep
    assert (swept.sent, swept.next_due_at, swept.more) == (0, MONDAY, True)


async def test_app_84_a_server_that_is_down_is_asked_again_and_gets_it_once_it_is_up(
    company: Company, post: Post
) -> None:
    await post.channel("meng")
    port = post.mail.port
    post.set(smtp_port=9)
    await post.todo("meng", MONDAY, "SO-1")
    first = await post.sweep(MONDAY)
    assert (first.sent, first.failed, first.next_due_at) == (0, 1, MONDAY + PAUSES[0])
    [waiting] = await post.deliveries("meng")
    assert (waiting.state, waiting.attempts) == ("WAITING", 1)
    assert "refused" in waiting.error
    assert (await post.sweep(MONDAY + PAUSES[0] - timedelta(seconds=1))).failed == 0
    post.set(smtp_port=port)
    assert (await post.sweep(MONDAY + PAUSES[0])).sent == 1
    [sent] = await post.deliveries("meng")
    assert (sent.state, sent.error, sent.attempts, len(post.mail.mails)) == ("SENT", "", 2, 1)


async def test_app_84_after_eight_tries_it_is_given_up_and_operators_are_told(
    company: Company, house: House, post: Post
) -> None:
    await post.channel("meng", "wecom", address="0ab1c2d3-4444-5555-6666-777788889999")
    await post.channel("root")
    await post.todo("meng", MONDAY, "SO-1")
    at, tries = MONDAY, 0
    while (await post.deliveries("meng"))[0].state == "WAITING":
        post.web.answers.append((503, b"busy"))
        swept = await post.sweep(at)
        tries += 1
        at = swept.next_due_at or at
    assert tries == len(PAUSES) + 1 == 8
    [given_up] = await house.outbox(DeliveryGivenUp)
    assert isinstance(given_up, DeliveryGivenUp)
    assert (given_up.attempts, given_up.what, "busy" in given_up.error) == (8, "todo", True)
    await post.sweep(at)
    assert post.mail.mails[0]["subject"] == "Could not be delivered: SO-1 Ten pumps"
    assert "The channel said: " in post.mail.bodies[0]
    shown = await post.deliveries("root", everybody="true", state="GIVEN_UP")
    assert [one.person_name for one in shown] == ["Meng"]
    again = await company.as_("root").post(f"/deliveries/{shown[0].id}/again")
    assert (again.status_code, again.json()["state"]) == (200, "WAITING")
    assert (await post.sweep()).sent == 1
    assert len(post.web.heard) == 9


async def test_app_89_what_waits_is_not_sent_by_hand(company: Company, post: Post) -> None:
    await post.channel("meng")
    await post.todo("meng", MONDAY, "SO-1")
    [waiting] = await post.deliveries("meng")
    answer = await company.as_("meng").post(f"/deliveries/{waiting.id}/again")
    assert (answer.status_code, answer.json()["rule"]) == (409, "APP-89")
    assert (await company.as_("lena").post(f"/deliveries/{waiting.id}/again")).status_code == 404


async def test_whoever_dies_between_sending_and_writing_lets_it_be_sent_again(company: Company, post: Post) -> None:
    """Perhaps twice, never not at all, and under the same id."""
    await post.channel("meng", "webhook", address=f"{post.web.url}/in")
    await post.todo("meng", MONDAY, "SO-1")
    async with post.house.uow(as_of=MONDAY).begin() as work:
        assert len(await claim_due(work, 10, LEASE)) == 1  # taken, sent, and dead
    assert (await post.sweep(MONDAY)).sent == 0
    assert (await post.sweep(MONDAY + timedelta(minutes=2))).sent == 1
    [delivery] = await post.deliveries("meng")
    assert post.web.heard[0].headers["webhook-id"] == str(delivery.id)


async def test_app_83_more_than_twenty_an_hour_come_in_one_digest(company: Company, post: Post) -> None:
    await post.channel("meng")
    for number in range(MOST_AN_HOUR + 5):
        await post.todo("meng", MONDAY, f"SO-{number}")
    first = await post.sweep(MONDAY)
    assert (first.sent, first.next_due_at) == (MOST_AN_HOUR, MONDAY + timedelta(hours=1))
    second = await post.sweep(MONDAY + timedelta(hours=1))
    assert (second.sent, len(post.mail.mails)) == (1, MOST_AN_HOUR + 1)
    assert post.mail.mails[-1]["subject"] == "5 things wait for you"
    assert post.mail.bodies[-1].count("Ship the order: SO-") == 5
    assert {one.state for one in await post.deliveries("meng")} == {"SENT"}


async def test_app_82_a_daily_digest_comes_at_nine_of_the_next_working_day(company: Company, post: Post) -> None:
    await post.channel("meng", when="daily")
    friday = MONDAY + timedelta(days=4)
    await post.todo("meng", friday, "SO-1")
    await post.todo("meng", friday + timedelta(hours=30), "SO-2")
    nine = (MONDAY + timedelta(days=7)).replace(hour=1)
    assert (await post.sweep(nine - timedelta(minutes=1))).sent == 0
    swept = await post.sweep(nine)
    assert (swept.sent, post.mail.mails[0]["subject"]) == (1, "2 things wait for you")


async def test_app_82_who_wants_quiet_hears_nothing_at_night(company: Company, post: Post) -> None:
    await post.channel("meng", business_hours=True)
    night = MONDAY + timedelta(hours=13)
    await post.todo("meng", night, "SO-1")
    assert (await post.sweep(night)).next_due_at == MONDAY + timedelta(hours=23)
    assert (await post.sweep(MONDAY + timedelta(hours=23))).sent == 1
