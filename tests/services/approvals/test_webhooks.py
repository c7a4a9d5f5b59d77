"""Do other programs hear facts, signed so that their own library believes them?"""

# ruff: noqa: F811 (a fixture of another file is named like what it gives)

from datetime import timedelta
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from services.approvals.domain.schedule import PAUSES
from tests.services.approvals.conftest import Company
from tests.services.approvals.notifying import (  # noqa: F401 (fixtures)
    Post,
    later,
    mail_server,
    post,
    web_server,
)


async def an_endpoint(post: Post, **more: Any) -> dict[str, Any]:
    body = {"url": f"{post.web.url}/erp"} | more
    answer = await post.company.as_("root").post("/endpoints", json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_each_fact_is_posted_once_and_the_receivers_library_believes_it(company: Company, post: Post) -> None:
    endpoint = await an_endpoint(post)
    request = await company.submit()
    await company.act("meng", "approve", request)
    await company.act("meng", "approve", request)
    await post.sweep()
    told = sorted(one.json["type"] for one in post.web.heard)
    assert told == ["approvals.request.opened.v1", "approvals.step.opened.v1", "approvals.task.decided.v1"]
    for heard in post.web.heard:
        read = Webhook(endpoint["secret"]).verify(heard.body, heard.headers)
        assert read["data"]["request_id"] == str(request.id)
        with pytest.raises(WebhookVerificationError):
            Webhook("whsec_" + "QUFB" * 8).verify(heard.body, heard.headers)
        with pytest.raises(WebhookVerificationError):
            Webhook(endpoint["secret"]).verify(heard.body + b" ", heard.headers)
    assert len({one.headers["webhook-id"] for one in post.web.heard}) == 3


async def test_only_the_kinds_and_the_legal_entity_that_were_asked_for(company: Company, post: Post) -> None:
    await an_endpoint(post, events=["approvals.request.settled.v1"])
    await an_endpoint(post, url=f"{post.web.url}/other", legal_entity_id="CS-DE")
    request = await company.submit()
    await company.act("lena", "reject", request)
    await post.sweep()
    assert [(one.path, one.json["data"]["outcome"]) for one in post.web.heard] == [("/erp", "REJECTED")]


async def test_a_receiver_that_is_down_gets_the_same_id_again(company: Company, post: Post) -> None:
    await an_endpoint(post, events=["approvals.request.opened.v1"])
    post.web.answers.append((500, b"out of order"))
    await company.submit()
    first = await post.sweep()
    assert (first.sent, first.failed) == (0, 1)
    [waiting] = await post.deliveries("root", everybody="true")
    assert (waiting.error, waiting.kind) == ("HTTP 500 out of order", "webhook")
    assert waiting.due_at is not None
    assert (await post.sweep(waiting.due_at)).sent == 1
    assert waiting.due_at - waiting.created_at >= PAUSES[0]
    assert len({one.headers["webhook-id"] for one in post.web.heard}) == 1


async def test_a_redirect_is_not_followed(company: Company, post: Post) -> None:
    await an_endpoint(post, events=["approvals.request.opened.v1"])
    post.web.answers.append((302, b""))
    await company.submit()
    assert (await post.sweep()).failed == 1
    assert len(post.web.heard) == 1


async def test_while_a_secret_is_changed_both_hold(company: Company, post: Post) -> None:
    endpoint = await an_endpoint(post, events=["approvals.request.opened.v1"])
    rotated = (await company.as_("root").post(f"/endpoints/{endpoint['id']}/rotate")).json()
    assert rotated["secret"] != endpoint["secret"]
    await company.submit()
    await post.sweep()
    heard = post.web.heard[0]
    for secret in (endpoint["secret"], rotated["secret"]):
        Webhook(secret).verify(heard.body, heard.headers)
    await company.submit()
    await post.sweep(later(days=1) + timedelta(minutes=1))
    with pytest.raises(WebhookVerificationError):
        Webhook(endpoint["secret"]).verify(post.web.heard[1].body, post.web.heard[1].headers)
    Webhook(rotated["secret"]).verify(post.web.heard[1].body, post.web.heard[1].headers)


async def test_a_secret_is_shown_once(company: Company, post: Post) -> None:
    endpoint = await an_endpoint(post)
    again = await company.as_("root").post("/endpoints", json={"id": endpoint["id"], "url": f"{post.web.url}/erp"})
    assert again.json()["secret"] is None
    listed = (await company.as_("root").get("/endpoints")).json()
    assert [one["secret"] for one in listed] == [None]


async def test_an_endpoint_that_is_removed_hears_nothing_more(company: Company, post: Post) -> None:
    endpoint = await an_endpoint(post)
    await company.submit()
    assert (await company.as_("root").delete(f"/endpoints/{endpoint['id']}")).status_code == 200
    await company.submit()
    swept = await post.sweep()
    assert (swept.sent, swept.dropped, post.web.heard) == (0, 2, [])


async def test_ones_own_webhook_is_signed_too(company: Company, post: Post) -> None:
    channel = await post.channel("meng", "webhook", address=f"{post.web.url}/mine")
    request = await company.submit()
    await post.sweep()
    heard = post.web.heard[0]
    read = Webhook(channel["secret"]).verify(heard.body, heard.headers)
    assert read["data"]["items"][0]["what"] == "asked"
    assert read["data"]["items"][0]["about"]["id"] == str(request.about.id)
