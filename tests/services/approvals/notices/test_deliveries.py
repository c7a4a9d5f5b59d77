"""Is what people have to be told sent, also when servers are down and senders die?"""

# ruff: noqa: F811 (a fixture of another file is named like what it gives)

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from chassis.testing.plugin import ServiceHarness
from messages.approvals.notices import DeliveryDeadlineMoved, DeliveryGivenUp
from services.approvals.domain.notices.schedule import LEASE, MOST_TRIES, PAUSES
from services.approvals.store.notices.deliveries import claim_due, write_deliveries
from services.approvals.tables.notices import channels
from tests.services.approvals.conftest import Company, id_of
from tests.services.approvals.notices.post import (  # noqa: F401 (fixtures)
    MONDAY,
    Post,
    mail_server,
    post,
    web_server,
)


async def test_the_keeper_is_woken_once_for_what_is_due_together(
    company: Company, harness: ServiceHarness, post: Post
) -> None:
    for login in ("meng", "lena", "fang"):
        await post.channel(login)
    await company.submit()
    await company.submit()
    moved = await harness.outbox(DeliveryDeadlineMoved)
    assert len(moved) == 1
    swept = await post.sweep()
    assert (swept.sent, swept.next_due_at) == (6, None)
    await company.submit()
    assert len(await harness.outbox(DeliveryDeadlineMoved)) == 2


async def test_processing_does_not_overlook_what_is_being_written_down(
    company: Company, harness: ServiceHarness, post: Post
) -> None:
    channel = await post.channel("meng")
    row: dict[str, Any] = {
        "id": id_of("delivery"), "channel_id": UUID(channel["id"]), "endpoint_id": None, "person_id": id_of("meng"),
        "what": "settled", "request_id": None, "task_id": None, "content": {}, "digest": False, "state": "WAITING",
        "attempts": 0, "error": "", "created_at": MONDAY, "due_at": MONDAY, "sent_at": None,
    }  # fmt: skip
    waits = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    async with harness.uow().begin() as work:
        await write_deliveries(work, [row])
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
    company: Company, harness: ServiceHarness, post: Post
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
    [given_up] = await harness.outbox(DeliveryGivenUp)
    assert isinstance(given_up, DeliveryGivenUp)
    assert (given_up.attempts, given_up.what, "busy" in given_up.error) == (8, "todo", True)
    await post.sweep(at)
    assert post.mail.mails[0]["subject"] == "Could not be delivered: SO-1 Ten pumps"
    assert "The channel said: " in post.mail.bodies[0]
    shown = await post.deliveries("root", everybody="true", state="GIVEN_UP")
    assert [one.person_name for one in shown] == ["Meng"]
    again = await company.as_("root").post(f"/deliveries/{shown[0].id}/resend")
    assert (again.status_code, again.json()["state"]) == (200, "WAITING")
    assert (await post.sweep()).sent == 1
    assert len(post.web.heard) == 9


async def test_app_84_what_kills_its_sender_each_time_is_given_up_too(
    company: Company, harness: ServiceHarness, post: Post
) -> None:
    await post.channel("meng")
    await post.todo("meng", MONDAY, "SO-1")
    at = MONDAY
    for _ in range(MOST_TRIES):
        async with harness.uow(as_of=at).begin() as work:
            assert len(await claim_due(work, 10, LEASE)) == 1
        at += LEASE
    swept = await post.sweep(at)
    assert (swept.sent, post.mail.mails, swept.next_due_at) == (0, [], None)
    [given_up] = await post.deliveries("meng")
    assert (given_up.state, "failed before the answer" in given_up.error) == ("GIVEN_UP", True)


async def test_an_address_that_no_library_takes_keeps_no_other_notice_back(
    company: Company, harness: ServiceHarness, post: Post
) -> None:
    for login, kind in (("meng", "slack"), ("lena", "mail")):
        address = {"address": "T1JJ3T3L2/B1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"} if kind == "slack" else {}
        await post.channel(login, kind, **address)
        await post.todo(login, MONDAY, f"SO-{login}")
    async with harness.uow().begin() as work:
        await work.session.execute(channels.update().where(channels.c.kind == "slack").values(address="nonsense"))
    swept = await post.sweep(MONDAY)
    assert (swept.sent, swept.failed) == (1, 1)
    assert post.mail.to == ["lena@house.test"]
    assert [one.state for one in await post.deliveries("lena")] == ["SENT"]


async def test_what_a_channel_said_can_always_be_kept(company: Company, post: Post) -> None:
    await post.channel("meng", "webhook", address=f"{post.web.url}/in")
    post.web.answers.append((500, b"a\x00b\xff\x1b[31m"))
    await post.todo("meng", MONDAY, "SO-1")
    assert (await post.sweep(MONDAY)).failed == 1
    [waiting] = await post.deliveries("meng")
    assert waiting.error.startswith("HTTP 500 a b")


async def test_app_89_what_waits_is_not_sent_by_hand(company: Company, post: Post) -> None:
    await post.channel("meng")
    await post.todo("meng", MONDAY, "SO-1")
    [waiting] = await post.deliveries("meng")
    answer = await company.as_("meng").post(f"/deliveries/{waiting.id}/resend")
    assert (answer.status_code, answer.json()["rule"]) == (409, "APP-89")
    assert (await company.as_("lena").post(f"/deliveries/{waiting.id}/resend")).status_code == 404


async def test_whoever_dies_between_sending_and_writing_lets_it_be_sent_again(company: Company, post: Post) -> None:
    """Perhaps twice, never not at all, and under the same id."""
    await post.channel("meng", "webhook", address=f"{post.web.url}/in")
    await post.todo("meng", MONDAY, "SO-1")
    async with post.harness.uow(as_of=MONDAY).begin() as work:
        assert len(await claim_due(work, 10, LEASE)) == 1  # taken, sent, and dead
    assert (await post.sweep(MONDAY)).sent == 0
    assert (await post.sweep(MONDAY + timedelta(minutes=2))).sent == 1
    [delivery] = await post.deliveries("meng")
    assert post.web.heard[0].headers["webhook-id"] == str(delivery.id)
