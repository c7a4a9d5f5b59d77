"""Does a link in a mail decide once, for its reader, and never by being looked at?"""

# ruff: noqa: F811 (a fixture of another file is named like what it gives)

import asyncio
import hashlib
import logging
from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from chassis.testing.plugin import ServiceHarness
from messages.approvals.events import TaskDecided
from messages.approvals.requests import RequestView
from services.approvals.domain.notices.links import VALID_FOR
from services.approvals.tables.notices import links
from tests.services.approvals.conftest import Company, id_of
from tests.services.approvals.notices.post import Post, mail_server, post, web_server  # noqa: F401 (fixtures)


@pytest.fixture
async def asked(company: Company, post: Post) -> RequestView:
    """Meng has a mail with a link."""
    await post.channel("meng")
    request = await company.submit()
    await post.sweep()
    return request


async def show(harness: ServiceHarness, token: str) -> dict[str, Any]:
    answer = await harness.api.anybody.post("/links/show", json={"token": token})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def decide(harness: ServiceHarness, token: str, verb: str = "approve", comment: str = "") -> httpx.Response:
    return await harness.api.anybody.post("/links/decide", json={"token": token, "verb": verb, "comment": comment})


async def test_app_85_looking_changes_nothing_and_deciding_happens_once(
    company: Company, harness: ServiceHarness, post: Post, asked: RequestView
) -> None:
    """features.md 3.A 24: what a mail scanner opens decides nothing."""
    token = post.link()
    for _ in range(2):
        view = await show(harness, token)
        assert (view["state"], view["person_name"], view["task"]["request"]["content"]) == (
            "OPEN", "Meng", {"amount": "150000.00"},
        )  # fmt: skip
    assert await harness.outbox(TaskDecided) == []
    first = await decide(harness, token)
    assert (first.status_code, first.json()["state"], first.json()["verdict"]) == (200, "USED", "APPROVE")
    second = await decide(harness, token, "reject", "no")
    assert (second.status_code, second.json()["rule"], second.json()["params"]["state"]) == (409, "APP-85", "USED")
    [decided] = await harness.outbox(TaskDecided)
    assert isinstance(decided, TaskDecided)
    assert (decided.person_id, decided.verdict) == (id_of("meng"), "APPROVE")
    assert (await show(harness, token))["state"] == "USED"


async def test_a_refusal_by_link_says_why_like_any_other(
    company: Company, harness: ServiceHarness, post: Post, asked: RequestView
) -> None:
    silent = await decide(harness, post.link(), "reject")
    assert (silent.status_code, silent.json()["rule"]) == (409, "APP-5")
    assert (await show(harness, post.link()))["state"] == "OPEN"  # it was not used up
    told = await decide(harness, post.link(), "reject", "clause 4")
    assert told.status_code == 200
    assert (await company.show(asked)).outcome == "REJECTED"


async def test_app_85_a_link_ends_after_72_hours(
    company: Company, harness: ServiceHarness, post: Post, asked: RequestView
) -> None:
    async with harness.uow().begin() as work:
        ends = links.c.expires_at - VALID_FOR - timedelta(seconds=1)
        await work.session.execute(links.update().values(expires_at=ends))
    assert (await show(harness, post.link()))["state"] == "EXPIRED"
    late = await decide(harness, post.link())
    assert (late.status_code, late.json()["params"]["state"]) == (409, "EXPIRED")


async def test_app_85_after_a_transfer_the_page_says_who_has_it(
    company: Company, harness: ServiceHarness, post: Post, asked: RequestView
) -> None:
    await company.act("meng", "transfer", asked, to=str(id_of("boss")))
    view = await show(harness, post.link())
    assert (view["state"], view["current"], view["task"]) == (
        "CLOSED", {"code": "link.handed", "params": {"name": "Boss"}}, None,
    )  # fmt: skip
    assert (await decide(harness, post.link())).json()["params"]["state"] == "CLOSED"


async def test_app_85_what_was_decided_elsewhere_or_has_ended_is_said(
    company: Company, harness: ServiceHarness, post: Post, asked: RequestView
) -> None:
    await company.act("meng", "approve", asked)
    assert (await show(harness, post.link()))["current"] == {"code": "link.decided", "params": {"verdict": "APPROVE"}}
    await company.act("lena", "reject", asked)
    assert (await show(harness, post.link()))["current"] == {"code": "link.ended", "params": {"outcome": "REJECTED"}}


async def test_app_2_a_link_decides_only_on_the_content_it_was_sent_with(
    company: Company, harness: ServiceHarness, post: Post, asked: RequestView
) -> None:
    async with harness.uow().begin() as work:
        await work.session.execute(links.update().values(content_hash="0" * 64))
    assert (await show(harness, post.link()))["state"] == "STALE"
    stale = await decide(harness, post.link())
    assert (stale.status_code, stale.json()["rule"]) == (409, "APP-2")
    assert await harness.outbox(TaskDecided) == []


async def test_app_85_a_link_is_not_for_somebody_else_who_is_signed_in(
    company: Company, harness: ServiceHarness, post: Post, asked: RequestView
) -> None:
    said = {"token": post.link(), "verb": "approve"}
    other = await company.as_("lena").post("/links/decide", json=said)
    assert (other.status_code, other.json()["params"]["state"]) == (409, "OTHER")
    shown = await company.as_("lena").post("/links/show", json={"token": post.link()})
    assert shown.status_code == 409
    assert (await company.as_("meng").post("/links/decide", json=said)).status_code == 200


async def test_app_86_above_the_limit_it_only_leads_to_signing_in(
    company: Company, harness: ServiceHarness, post: Post, asked: RequestView
) -> None:
    post.set(one_click_up_to=Decimal("149999.99"))
    assert (await show(harness, post.link()))["state"] == "SIGN_IN"
    refused = await decide(harness, post.link())
    assert (refused.status_code, refused.json()["rule"]) == (409, "APP-86")
    await company.submit()
    await post.sweep()
    assert "/l/" not in post.mail.bodies[-1]  # nor is one sent


async def test_a_robot_that_others_read_gets_no_link_that_decides(company: Company, post: Post) -> None:
    await post.channel("meng", "feishu", address="aaaabbbb-cccc-dddd")
    await company.submit()
    await post.sweep()
    told = post.web.heard[0].json["content"]["text"]
    assert "/tasks/" in told
    assert "/l/" not in told


async def test_the_token_is_nowhere_but_in_the_mail(
    company: Company, harness: ServiceHarness, post: Post, asked: RequestView, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    token = post.link()
    assert len(token) >= 43  # 256 bits
    await show(harness, token)
    wrong = await harness.api.anybody.post("/links/show", json={"token": token[:-1] + "_"})
    assert wrong.status_code == 404
    assert token[:-1] not in wrong.text
    async with harness.uow().begin() as work:
        rows = (await work.session.execute(select(links))).mappings().all()
    assert [row["hash"] for row in rows] == [hashlib.sha256(token.encode()).hexdigest()]
    assert token not in str(rows)
    assert token not in caplog.text


async def test_who_has_left_decides_nothing_by_link(
    company: Company, harness: ServiceHarness, post: Post, asked: RequestView
) -> None:
    shown = await company.process.get(f"/people/{id_of('meng')}")
    await company.process.patch(
        f"/people/{id_of('meng')}", json={"active": False}, headers={"if-match": shown.headers["etag"]}
    )
    assert (await decide(harness, post.link())).status_code == 404


async def test_two_clicks_at_once_are_one_decision(
    company: Company, harness: ServiceHarness, post: Post, asked: RequestView
) -> None:
    answers = await asyncio.gather(*[decide(harness, post.link()) for _ in range(5)])
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409, 409]
    assert len(await harness.outbox(TaskDecided)) == 1
