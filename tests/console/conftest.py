"""Who sits before the console: somebody without JavaScript, or somebody with a real browser?"""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, Page, async_playwright

from deploy.embedded.running import Stack
from deploy.sample.people import PASSWORD
from messages.orders.orders import OrderView
from tests.console.forms import Seen
from tests.whole_stack import SalesSoFar

CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")  # the first is the cheapest
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
PATIENCE_MS = 20_000


class Desk:
    """Somebody before the pages, as a browser without JavaScript would show them."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.at = "/"

    async def see(self, path: str, status: int = 200) -> Seen:
        answer = await self.client.get(path, follow_redirects=True)
        assert answer.status_code == status, (path, answer.status_code, Seen(answer.text).text[:300])
        self.at = str(answer.url.path)
        return Seen(answer.text)

    async def send(self, page: Seen, ending: str, **said: str | list[str]) -> httpx.Response:
        """Fill in the form of the page and send it; the answer before it leads on."""
        form = page.form(ending)
        sent: dict[str, Any] = {**form.fields, **said}
        return await self.client.post(form.action, data=sent, headers={"referer": str(self.client.base_url) + self.at})

    async def act(self, path: str, ending: str, **said: str | list[str]) -> Seen:
        """Send a form of this page and see what follows. Fails when it is refused."""
        answer = await self.send(await self.see(path), ending, **said)
        assert answer.status_code == 303, (answer.status_code, Seen(answer.text).text[:500])
        return await self.see(answer.headers["location"])


@pytest.fixture(scope="session")
async def desk(stack: Stack) -> AsyncIterator[Callable[[str], Awaitable[Desk]]]:
    """`await desk("li.sales")`: that person, signed in, in Chinese unless asked otherwise."""
    made: dict[tuple[str, str], Desk] = {}

    async def sit_down(login: str, lang: str = "zh") -> Desk:
        if (login, lang) not in made:
            client = httpx.AsyncClient(base_url=stack.urls["console"], timeout=30)
            made[login, lang] = Desk(client)
            answer = await client.post("/sign-in", data={"login": login, "password": PASSWORD})
            assert answer.status_code == 303, answer.text
            await client.post("/language", data={"lang": lang})
        return made[login, lang]

    yield sit_down
    for one in made.values():
        await one.client.aclose()


@pytest.fixture(scope="session")
async def signed_in(stack: Stack) -> Callable[[str, str], Awaitable[str]]:
    """`await signed_in("li.sales", "zh")`: the session's cookie of that person, who has seen no page yet."""
    made: dict[tuple[str, str], str] = {}

    async def sign_in(login: str, lang: str) -> str:
        if (login, lang) not in made:
            async with httpx.AsyncClient(base_url=stack.urls["console"], timeout=30) as client:
                answer = await client.post("/sign-in", data={"login": login, "password": PASSWORD})
                assert answer.status_code == 303, answer.text
                await client.post("/language", data={"lang": lang})
                made[login, lang] = client.cookies["countersign"]
        return made[login, lang]

    return sign_in


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    path = next((found for name in CHROMIUMS if (found := shutil.which(name))), None)
    if path is None:
        told = "no Chromium on this machine (Debian: apt-get install chromium-headless-shell)"
        pytest.fail(told) if os.environ.get("COUNTERSIGN_REQUIRE_BROWSER") else pytest.skip(told)
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        await browser.close()


@pytest.fixture
async def sit(
    stack: Stack, chromium: Browser, signed_in: Callable[[str, str], Awaitable[str]]
) -> AsyncIterator[Callable[..., Awaitable[Page]]]:
    """`await sit("sun.legal", size=PHONE, lang="en")`: a page of a real browser, where that person has signed in."""
    contexts = []
    console = stack.urls["console"]

    async def sit_down(login: str, size: dict[str, int] = DESK, lang: str = "zh") -> Page:
        locale = "zh-CN" if lang == "zh" else "en-GB"
        context = await chromium.new_context(viewport=size, locale=locale, base_url=console)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        await context.add_cookies([{"name": "countersign", "value": await signed_in(login, lang), "url": console}])
        page = await context.new_page()
        await page.goto("/")
        await page.wait_for_selector("#inbox, #orders")  # a customer lands in the portal
        return page

    yield sit_down
    for context in contexts:
        await context.close()


@pytest.fixture(scope="session")
async def sold(sales: SalesSoFar) -> OrderView:
    """A sale that all these tests look at and none changes: who acts on one makes one of his own."""
    return await half_paid(sales)


async def half_paid(sales: SalesSoFar) -> OrderView:
    """One sale that has come as far as its receipt, half paid, invoiced."""
    sale = await sales.sale()
    contract = await sales.drafted(sale, quantity=2, price="4600.00")
    await sale.make_effective(contract.id)
    order = await sale.reserved(contract.id)
    await sale.deliver(order.id)
    await sale.pay(order, order.placed_at.date(), order.total.split([1, 1])[0])
    await sale.invoice(order.id)
    await sales.submitted(sale)
    return order
