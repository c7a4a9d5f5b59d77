"""Are people told what they have to know: once, in their words, by the channels they chose?"""

# ruff: noqa: F811 (a fixture of another file is named like what it gives)

import base64
import hashlib
import hmac
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from chassis.testing import House
from messages.approvals.notices import DeliveryDeadlineMoved, DeliveryGivenUp
from services.approvals.domain.schedule import LEASE, MOST_AN_HOUR, PAUSES
from services.approvals.store.deliveries import claim_due
from tests.services.approvals.conftest import Company, id_of
from tests.services.approvals.notifying import (  # noqa: F401 (fixtures)
    MONDAY,
    Post,
    mail_server,
    post,
    web_server,
)
from tests.services.approvals.test_cost import statements

ROBOTS = {
    "wecom": ("0ab1c2d3-4444-5555-6666-777788889999", "/cgi-bin/webhook/send", "key"),
    "dingtalk": ("abcdef0123456789", "/robot/send", "access_token"),
    "feishu": ("aaaabbbb-cccc-dddd", "/open-apis/bot/v2/hook/aaaabbbb-cccc-dddd/", ""),
    "slack": ("T1JJ3T3L2/B1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ", "/services/", ""),
}  # fmt: skip


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
    await post.channel("meng", "wecom", address=ROBOTS["wecom"][0])
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


@pytest.mark.parametrize("kind", ROBOTS)
async def test_a_robot_gets_what_its_vendor_expects(company: Company, post: Post, kind: str) -> None:
    own, path, key = ROBOTS[kind]
    secret = {"secret": "SECab12cd34ef"} if kind == "dingtalk" else {}
    post.web.answers.append((200, b"ok" if kind == "slack" else b'{"errcode":0,"code":0,"msg":"success"}'))
    await post.channel("meng", kind, address=own, **secret)
    await post.todo("meng", MONDAY, "SO-1")
    assert (await post.sweep(MONDAY)).sent == 1
    heard = post.web.heard[0]
    address = urlsplit(heard.path)
    query = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert address.path.startswith(path)
    assert "Please do this: Ship the order." in _text_of(kind, heard.json)
    assert key == "" or query[key] == own
    if kind == "dingtalk":  # its own documents: HMAC-SHA256 of timestamp and secret, Base64, percent signs once
        signed = f"{query['timestamp']}\n{secret['secret']}".encode()
        right = base64.b64encode(hmac.new(secret["secret"].encode(), signed, hashlib.sha256).digest()).decode()
        assert query["sign"] == right


def _text_of(kind: str, body: Any) -> str:
    match kind:
        case "wecom" | "dingtalk":
            assert body["msgtype"] == "text"
            return str(body["text"]["content"])
        case "feishu":
            assert body["msg_type"] == "text"
            return str(body["content"]["text"])
    return str(body)


async def test_a_robot_that_says_no_politely_has_not_taken_it(company: Company, post: Post) -> None:
    """WeCom, DingTalk and Feishu refuse with HTTP 200 and a code; the address is not repeated in what is kept."""
    own = ROBOTS["wecom"][0]
    channel = await post.channel("meng", "wecom", address=f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={own}")
    post.web.answers.append((200, b'{"errcode":93000,"errmsg":"invalid webhook url ' + own.encode() + b'"}'))
    tried = (await company.as_("meng").post(f"/channels/{channel['id']}/try")).json()
    assert (tried["state"], "93000" in tried["error"], own in tried["error"]) == ("GIVEN_UP", True, False)
    assert own not in str(channel)
    assert channel["hint"] == "…9999"
    worked = (await company.as_("meng").post(f"/channels/{channel['id']}/try")).json()
    assert (worked["state"], worked["error"]) == ("SENT", "")


async def test_app_80_an_address_is_one_of_its_kind(company: Company, post: Post) -> None:
    for kind, address in (
        ("mail", "meng"), ("mail", "a@b.test>\nBcc: x@y.test"), ("wecom", "https://evil.test/send?key=abcdefgh"),
        ("slack", "abc"), ("webhook", "ftp://example.com/x"), ("webhook", "https://user:pw@example.com/"),
    ):  # fmt: skip
        answer = await company.as_("meng").post("/channels", json={"kind": kind, "address": address})
        assert answer.status_code in (409, 422), (kind, address)
        assert answer.status_code == 422 or answer.json()["rule"] == "APP-80"


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.2/x",
        "https://localhost/x",
        "https://10.1.2.3/x",
        "https://169.254.169.254/latest",
        "http://8.8.8.8/x",
    ],
)
async def test_app_81_a_webhook_does_not_lead_into_ones_own_network(company: Company, post: Post, url: str) -> None:
    answer = await company.as_("meng").post("/channels", json={"kind": "webhook", "address": url})
    assert (answer.status_code, answer.json()["rule"]) == (409, "APP-81")


async def test_app_81_is_asked_again_when_it_is_sent(company: Company, post: Post) -> None:
    """A name may lead elsewhere by then."""
    channel = await post.channel("meng", "webhook", address=f"{post.web.url}/in")
    post.set(webhook_hosts=[])
    tried = (await company.as_("meng").post(f"/channels/{channel['id']}/try")).json()
    assert (tried["state"], "APP-81" in tried["error"], post.web.heard) == ("GIVEN_UP", True, [])


async def test_app_87_ten_channels_are_enough(company: Company, post: Post) -> None:
    for number in range(10):
        await post.channel("meng", address=f"m{number}@house.test")
    answer = await company.as_("meng").post("/channels", json={"kind": "mail", "address": "m@house.test"})
    assert (answer.status_code, answer.json()["rule"]) == (409, "APP-87")


async def test_a_channel_is_ones_own_and_an_admins(company: Company, post: Post) -> None:
    channel = await post.channel("meng")
    address = f"/channels/{channel['id']}"
    assert (await company.as_("lena").delete(address)).status_code == 404
    assert (await company.as_("lena").post(f"{address}/try")).status_code == 404
    others = {"kind": "mail", "address": "x@house.test", "person_id": str(id_of("meng"))}
    assert (await company.as_("lena").post("/channels", json=others)).status_code == 403
    assert (await company.as_("lena").get("/channels", params={"person_id": str(id_of("meng"))})).status_code == 403
    assert (await company.as_("root").post("/channels", json=others)).status_code == 200
    removed = (await company.as_("meng").delete(address)).json()
    assert (removed["active"], removed["hint"]) == (False, "")
    assert [one["hint"] for one in (await company.as_("meng").get("/channels")).json()] == ["x…@house.test"]
    assert (await company.as_("lena").get("/deliveries", params={"everybody": "true"})).status_code == 403


async def test_what_nobody_wants_to_hear_is_not_written_down(company: Company, post: Post) -> None:
    await post.channel("meng", events=["settled"])
    await company.submit()
    assert await post.deliveries("meng") == []
