"""Are people told what they have to know: once, in their words, by the channels they chose?"""

# ruff: noqa: F811 (a fixture of another file is named like what it gives)

import asyncio
from datetime import timedelta

import asyncpg  # type: ignore[import-untyped]

from chassis.testing.plugin import ServiceHarness
from services.approvals.domain.notices.schedule import MOST_AN_HOUR
from tests.services.approvals.conftest import Company, id_of
from tests.services.approvals.notices.post import (  # noqa: F401 (fixtures)
    MONDAY,
    Post,
    mail_server,
    post,
    web_server,
)
from tests.services.statement_log import statements


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
    await company.ring(request, "sign", step.next_clock.at, round=1, kind="remind", level=0)
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


async def test_people_without_channels_cost_nothing(company: Company, harness: ServiceHarness, post: Post) -> None:
    """Others' channels neither: who listens is kept in memory."""

    async def cost() -> int:
        request = await company.submit()
        task = next(s.task_id for s in request.steps[0].signers if s.person_id == id_of("meng"))
        with statements(harness) as seen:
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


async def test_app_63_nobody_is_told_by_a_mention_what_he_may_not_see(company: Company, post: Post) -> None:
    """It carries number, title and comment. With a copy he may see it, and be mentioned."""
    await post.channel("bob")
    request = await company.submit()
    ann, path = company.as_("ann"), f"/requests/{request.id}"
    said = {"comment": "what do you think?", "mentions": [str(id_of("bob"))]}
    refused = await ann.post(f"{path}/comments", json=said)
    assert (refused.status_code, refused.json()["rule"]) == (409, "APP-63")
    assert await post.deliveries("bob") == []
    assert (await ann.post(f"{path}/copies", json={"people": [str(id_of("bob"))]})).status_code == 200
    assert (await ann.post(f"{path}/comments", json=said)).status_code == 200
    assert {one.what for one in await post.deliveries("bob")} == {"copied", "mentioned"}


async def test_who_is_told_something_waits_for_nobody_else_who_is(
    company: Company, harness: ServiceHarness, post: Post
) -> None:
    """The clock of deliveries is locked by who moves it only: what is due later than it knows does not."""
    await post.channel("meng")
    await company.submit()
    other = await asyncpg.connect(harness.database.url.replace("+asyncpg", ""))
    try:
        async with other.transaction():
            assert await other.execute("SELECT FROM delivery_clock FOR UPDATE") == "SELECT 1"
            async with asyncio.timeout(5):
                await company.submit()
    finally:
        await other.close()
    assert len(await post.deliveries("meng")) == 2
