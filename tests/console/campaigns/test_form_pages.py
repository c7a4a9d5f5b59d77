"""Can marketing put a form on the company's site, and a visitor send it without signing in?"""

from collections.abc import Awaitable, Callable
from uuid import uuid4

import httpx
import pytest
from playwright.async_api import Page

from deploy.cast.player import until
from deploy.embedded.running import Stack
from tests.console.conftest import PHONE, Desk
from tests.console.forms import Seen

Sit = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[Page]]
SITE = "https://www.example.com"


async def a_form(marketer: Desk, name: str, **more: str) -> str:
    """The address that anybody may open."""
    said = {"form_title": "预约演示\nBook a demo", "consent": "同意隐私政策\nI agree", "channel": "WEBSITE"} | more
    page = await marketer.act("/lead-forms", "/lead-forms", form_name=name, **said)
    [address] = {link for link in page.text.split() if "/f/" in link and link.startswith("http")} - {'src="'}
    return address


async def test_feature_7_a_visitor_sends_a_form_of_the_companys_site(desk: Sit, stack: Stack) -> None:
    marketer, mark = await desk("he.marketing"), uuid4().hex[:8]
    address = await a_form(marketer, f"官网{mark}", sites=SITE, thanks="谢谢\nThank you", per_sender="50")
    async with httpx.AsyncClient() as visitor:
        answer = await visitor.get(address, headers={"accept-language": "zh"})
        policy = answer.headers["content-security-policy"]
        assert f"frame-ancestors {SITE};" in policy
        assert "<script" not in answer.text
        assert "set-cookie" not in answer.headers
        page = Seen(answer.text)
        for word in ("预约演示", "同意隐私政策", "电话"):
            assert word in page.text, word
        form = page.form("?lang=zh")
        said = {**{name: values[0] for name, values in form.fields.items()}, "phone": "13800138000", "contact": mark}
        action = str(httpx.URL(address).join(form.action))
        early = await visitor.post(action, data={**said, "consent": "true"})
        assert (early.status_code, mark in early.text) == (409, True), "typed once"
        token = Seen(early.text).form("?lang=zh").fields["token"][0]

        async def not_too_early() -> httpx.Response | None:
            """As a visitor, who takes his time."""
            answer = await visitor.post(action, data={**said, "token": token})
            return None if answer.status_code == 409 else answer

        unasked = await until(not_too_early, what="a form may be sent")
        assert (unasked.status_code, Seen(unasked.text).form("?lang=zh").wrong) == (422, ["consent"])
        wrong = await visitor.post(action, data={**said, "token": token, "phone": "12", "consent": "true"})
        assert (wrong.status_code, Seen(wrong.text).form("?lang=zh").wrong) == (422, ["phone"])
        for _ in range(2):
            sent = await visitor.post(action, data={**said, "token": token, "consent": "true"})
            assert (sent.status_code, "谢谢" in sent.text) == (200, True), sent.text
        english = Seen((await visitor.get(f"{address}?lang=en")).text)
        assert "Book a demo" in english.text
        assert not english.codes
    found = await (await desk("ops")).see("/leads?channel=WEBSITE")
    assert found.text.count(mark) == 1


async def test_feature_7_a_closed_form_takes_nothing(desk: Sit) -> None:
    marketer = await desk("he.marketing")
    address = await a_form(marketer, "closing")
    here = marketer.at
    wrong = await marketer.send(await marketer.see(here), "/edit", form_fields="传真")
    assert (wrong.status_code, Seen(wrong.text).form("/edit").wrong) == (422, ["form_fields"])
    page = await marketer.act(here, "/edit", form_fields="电话，邮箱", form_required="")
    assert "电话, 邮箱" in page.text
    await marketer.act(here, "/close")
    async with httpx.AsyncClient() as visitor:
        gone = await visitor.get(address)
        assert (gone.status_code, bool(Seen(gone.text).forms)) == (404, False)
    seller = await desk("li.sales")
    await seller.see("/lead-forms", status=403)


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_feature_7_forms_fit_on_a_phone(sit: Open, desk: Sit, lang: str) -> None:
    marketer = await desk("he.marketing")
    address = await a_form(marketer, "phone")
    here = marketer.at
    page = await sit("he.marketing", size=PHONE, lang=lang)
    for path in ("/lead-forms", here, f"{address}?lang={lang}"):
        await page.goto(path)
        assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
