"""Do the pages of links and of my notices show and do it, before the real service?"""

# ruff: noqa: F811 (a fixture of another file is named like what it gives)

import json
from base64 import b64encode
from collections.abc import AsyncIterator

import httpx
import itsdangerous
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from chassis.testing.plugin import ServiceHarness, token_of
from console.main import create_console
from console.settings import ConsoleSettings
from messages.approvals.events import TaskDecided
from tests.console.forms import Seen
from tests.services.approvals.conftest import Company, id_of
from tests.services.approvals.notices.post import Post, mail_server, post, web_server  # noqa: F401 (fixtures)

SEAL = "seal of the tests"


class Browser(httpx.AsyncClient):
    """Somebody without JavaScript before this console."""

    def __init__(self, console: FastAPI) -> None:
        super().__init__(transport=httpx.ASGITransport(app=console), base_url="http://console.test")
        self.headers["accept-language"] = "en"
        self.console = console


@pytest.fixture
async def browser(harness: ServiceHarness) -> AsyncIterator[Browser]:
    settings = ConsoleSettings(approvals_url="http://approvals", session_secret=SecretStr(SEAL))
    console = create_console(settings)
    console.state.http = httpx.AsyncClient(transport=httpx.ASGITransport(app=harness.app))
    client = Browser(console)
    yield client
    await client.aclose()


def seat(browser: Browser, company: Company, login: str) -> None:
    """As if he had signed in here."""
    said = b64encode(json.dumps({"token": token_of(company.actors[login]), "lang": "en"}).encode())
    browser.cookies.set("countersign", itsdangerous.TimestampSigner(SEAL).sign(said).decode(), domain="console.test")


async def test_the_page_of_a_link_shows_what_is_signed_and_decides_only_when_it_is_sent(
    company: Company, harness: ServiceHarness, post: Post, browser: Browser
) -> None:
    await post.channel("meng")
    await company.submit()
    await post.sweep()
    path = f"/l/{post.link()}"
    for method in ("GET", "HEAD", "GET"):
        looked = await browser.request(method, path)
    assert (looked.status_code, looked.headers["referrer-policy"]) == (200, "no-referrer")
    seen = Seen(looked.text)
    assert "Ten pumps" in seen.text
    assert "150,000" in seen.text
    assert not seen.codes
    assert await harness.outbox(TaskDecided) == []
    null = {"origin": "null"}  # what a browser sends from a page without a referrer
    silent = await browser.post(path, data={"verb": "reject"}, headers=null)
    assert silent.status_code == 409
    assert "needs a comment" in Seen(silent.text).text
    said = await browser.post(path, data={"verb": "reject", "comment": "clause 4"}, headers=null)
    assert (said.status_code, "Thank you" in Seen(said.text).text) == (200, True)
    again = await browser.post(path, data={"verb": "approve"}, headers=null)
    assert (again.status_code, "A link decides once" in Seen(again.text).text) == (409, True)
    assert len(await harness.outbox(TaskDecided)) == 1


async def test_a_link_says_what_stands_after_a_transfer_and_who_it_is_for(
    company: Company, post: Post, browser: Browser
) -> None:
    await post.channel("meng")
    request = await company.submit()
    await post.sweep()
    path = f"/l/{post.link()}"
    seat(browser, company, "lena")
    other = await browser.get(path)
    assert (other.status_code, "for somebody else" in Seen(other.text).text) == (409, True)
    browser.cookies.clear()
    await company.act("meng", "transfer", request, to=str(id_of("boss")))
    moved = Seen((await browser.get(path)).text)
    assert "now waits for Boss" in moved.text
    assert not [form for form in moved.forms if form.action.startswith("/l/")]
    for nowhere in ("x" * 43, "short"):
        lost = await browser.get(f"/l/{nowhere}")
        assert (lost.status_code, "leads nowhere" in Seen(lost.text).text) == (404, True)


async def test_somebody_sets_up_tries_and_removes_a_channel(company: Company, post: Post, browser: Browser) -> None:
    seat(browser, company, "meng")
    empty = Seen((await browser.get("/my-notices")).text)
    form = empty.form("/my-notices")
    filled = {**form.fields, "channel_kind": "mail", "address": "meng@house.test"}
    added = await browser.post("/my-notices", data=filled)
    assert added.status_code == 303, Seen(added.text).text
    shown = Seen((await browser.get("/my-notices")).text)
    assert "m…@house.test" in shown.text
    assert not shown.codes
    tried = shown.form("/try")
    assert (await browser.post(tried.action, data=tried.fields)).status_code == 303
    assert [mail["subject"] for mail in post.mail.mails] == ["Countersign: this channel works"]
    after = Seen((await browser.get("/my-notices")).text)
    assert "The channel took the message." in after.text
    removed = after.form("/remove")
    assert (await browser.post(removed.action, data=removed.fields)).status_code == 303
    assert "You receive no notices yet" in Seen((await browser.get("/my-notices")).text).text


async def test_operators_see_what_could_not_be_delivered_and_send_it_again(
    company: Company, post: Post, browser: Browser
) -> None:
    await post.channel("meng", "webhook", address=f"{post.web.url}/in")
    await company.submit()
    post.set(webhook_hosts=[])
    at = None
    for _ in range(8):
        at = (await post.sweep(at)).next_due_at
    seat(browser, company, "root")
    page = Seen((await browser.get("/my-notices")).text)
    assert "What could not be delivered" in page.text
    assert "Meng" in page.text
    post.set(webhook_hosts=["127.0.0.1"])
    form = page.form("/resend")
    assert (await browser.post(form.action, data=form.fields)).status_code == 303
    assert (await post.sweep()).sent == 1


async def test_a_link_that_fails_is_not_written_into_the_log(
    browser: Browser, capfd: pytest.CaptureFixture[str]
) -> None:
    async def away(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("nobody there")

    browser.console.state.http = httpx.AsyncClient(transport=httpx.MockTransport(away))
    answer = await browser.get("/l/" + "s3cret" * 8)
    assert answer.status_code == 503
    told = capfd.readouterr().err
    assert "a service is away" in told
    assert "s3cret" not in told
