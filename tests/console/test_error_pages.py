"""Does a page bear whatever is sent to it, and is nothing lost that somebody typed?"""

from collections.abc import Awaitable, Callable

import httpx
import pytest

from deploy.embedded.running import Stack
from deploy.sample.people import PASSWORD
from messages.base import Page
from messages.leads.leads import LeadView
from messages.orders.orders import OrderView
from tests.console.conftest import Desk
from tests.console.forms import Seen
from tests.whole_stack import SalesSoFar

Sit = Callable[..., Awaitable[Desk]]


async def test_a_rejected_form_is_shown_again_with_what_was_typed(desk: Sit) -> None:
    seller = await desk("li.sales", "en")
    answer = await seller.send(
        await seller.see("/leads"), "/leads/new", source="Fair", company="A\x00B", note="Met him"
    )
    assert answer.status_code == 422
    page = Seen(answer.text)
    assert "Company: The text holds a character that is not allowed" in page.text
    assert page.form("/leads/new").fields["note"] == ["Met him"]
    assert page.form("/leads/new").fields["source"] == ["Fair"]


@pytest.mark.parametrize("said", [{"source": ""}, {"source": "x" * 300}, {"source": "S", "phone": "\ud800"}])
async def test_bad_input_is_answered_and_never_a_fault(desk: Sit, said: dict[str, str]) -> None:
    seller = await desk("li.sales", "zh")
    raw = {name: value.encode("utf-8", "surrogatepass").decode("latin-1") for name, value in said.items()}
    answer = await seller.send(await seller.see("/leads"), "/leads/new", **raw)
    assert answer.status_code in (303, 422), answer.status_code
    assert not Seen(answer.text).codes


@pytest.mark.parametrize("amount", ["1.005", "many", "-5", "1e999", "9" * 40, ""])
async def test_an_amount_that_is_no_number_is_rejected_on_the_page(desk: Sit, sold: OrderView, amount: str) -> None:
    seller = await desk("li.sales", "en")
    answer = await seller.send(await seller.see(f"/orders/{sold.id}"), "/pay", amount=amount)
    assert answer.status_code in (409, 422), (answer.status_code, answer.headers.get("location"))
    page = Seen(answer.text)
    assert "Amount" in page.text
    assert page.form("/pay").fields["amount"] == [amount]


async def test_a_double_click_posts_one_lead(desk: Sit, sales: SalesSoFar) -> None:
    seller = await desk("li.sales", "en")
    page = await seller.see("/leads")
    first = await seller.send(page, "/leads/new", source="Fair", company="Twice Ltd.")
    second = await seller.send(page, "/leads/new", source="Fair", company="Twice Ltd.")
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]
    player = await sales.cast.player("li.sales")
    found = await player.get("leads", "/leads", Page[LeadView], q="Twice Ltd.")
    assert len(found.items) == 1


@pytest.mark.parametrize("cookie", ["", "forged", "eyJ0b2tlbiI6ICJ4In0=.aaaa.bbbb"])
async def test_without_a_good_cookie_one_signs_in_and_comes_back(stack: Stack, cookie: str) -> None:
    async with httpx.AsyncClient(base_url=stack.urls["console"], cookies={"countersign": cookie}) as client:
        asked = await client.get("/orders?status=PLACED")
        assert (asked.status_code, asked.headers["location"]) == (303, "/sign-in?to=/orders%3Fstatus%3DPLACED")
        page = Seen((await client.get(asked.headers["location"])).text)
        sent = {**page.form("/sign-in").fields, "login": "li.sales", "password": PASSWORD}
        client.cookies.clear()
        back = await client.post("/sign-in", data=sent)
        assert (back.status_code, back.headers["location"]) == (303, "/orders?status=PLACED")


async def test_a_form_sent_after_the_session_ended_is_there_again_after_signing_in(stack: Stack, desk: Sit) -> None:
    seller = await desk("chen.sales", "en")
    form = (await seller.see("/leads")).form("/leads/new")
    said = {**form.fields, "source": "Fair", "company": "Kept Ltd.", "note": "Long story"}
    async with httpx.AsyncClient(base_url=stack.urls["console"], headers={"accept-language": "en"}) as client:
        late = await client.post("/leads/new", data=said)
        assert late.status_code == 401
        asked = Seen(late.text).form("/sign-in").fields
        back = await client.post("/sign-in", data={**asked, "login": "chen.sales", "password": PASSWORD})
        assert back.status_code == 200
        kept = Seen(back.text).form("/leads/new").fields
        assert (kept["company"], kept["note"]) == (["Kept Ltd."], ["Long story"])
        made = await client.post("/leads/new", data=kept)
        assert (made.status_code, made.headers["location"][:7]) == (303, "/leads/")


async def test_a_wrong_password_says_so_and_keeps_the_login(stack: Stack) -> None:
    async with httpx.AsyncClient(base_url=stack.urls["console"], headers={"accept-language": "en"}) as client:
        answer = await client.post("/sign-in", data={"login": "nobody.here", "password": "wrong"})
        assert answer.status_code == 401
        page = Seen(answer.text)
        assert "Wrong login or password" in page.text
        assert page.form("/sign-in").fields["login"] == ["nobody.here"]


@pytest.mark.parametrize("to", ["https://evil.example/x", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
async def test_signing_in_never_leads_to_another_site(stack: Stack, to: str) -> None:
    async with httpx.AsyncClient(base_url=stack.urls["console"]) as client:
        answer = await client.post("/sign-in", data={"login": "li.sales", "password": PASSWORD, "to": to})
        assert answer.headers["location"].startswith("/")
        assert not answer.headers["location"].startswith(("//", "/\\"))


async def test_another_sites_form_and_a_huge_one_are_shut_out(desk: Sit) -> None:
    seller = await desk("li.sales")
    other = {"origin": "https://evil.example"}
    assert (await seller.client.post("/sign-out", headers=other)).status_code == 403
    assert (await seller.client.post("/sign-out", headers={"sec-fetch-site": "cross-site"})).status_code == 403
    huge = await seller.client.post("/leads/new", data={"source": "x" * 300_000})
    assert huge.status_code == 413


async def test_the_address_of_an_act_leads_to_its_record(desk: Sit) -> None:
    seller = await desk("li.sales")
    answer = await seller.client.get("/leads/claim-next", follow_redirects=False)
    assert answer.status_code in (303, 404)
    assert (await seller.client.get("/orders/1/cancel", follow_redirects=False)).headers.get("location") == "/orders/1"
