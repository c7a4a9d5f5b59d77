"""Where do channels lead, whose are they, and do they get what their vendors expect?"""

# ruff: noqa: F811 (a fixture of another file is named like what it gives)

import base64
import hashlib
import hmac
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.services.approvals.conftest import Company, id_of
from tests.services.approvals.notices.post import MONDAY, Post, mail_server, post, web_server  # noqa: F401 (fixtures)

ROBOTS = {
    "wecom": ("0ab1c2d3-4444-5555-6666-777788889999", "/cgi-bin/webhook/send", "key"),
    "dingtalk": ("abcdef0123456789", "/robot/send", "access_token"),
    "feishu": ("aaaabbbb-cccc-dddd", "/open-apis/bot/v2/hook/aaaabbbb-cccc-dddd/", ""),
    "slack": ("T1JJ3T3L2/B1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ", "/services/", ""),
}  # fmt: skip


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
        assert (answer.status_code, answer.json().get("rule")) == (409, "APP-80"), (kind, address)


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.2/x",
        "https://localhost/x",
        "https://10.1.2.3/x",
        "https://169.254.169.254/latest",
        "http://8.8.8.8/x",
        "https://a..b/x",  # names that cannot be asked for
        f"https://{'a' * 64}.example/x",
        "https://./x",
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
