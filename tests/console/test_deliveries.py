"""Do an ERP and the running stack find each other, and does a page show what it refused and send it again?"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from playwright.async_api import Page, expect
from typer.testing import CliRunner

from cli.main import app
from deploy.cast.player import until
from deploy.embedded.running import Stack
from deploy.sample import goods
from deploy.sample.people import PASSWORD
from messages.approvals.people import AddPerson
from messages.orders.orders import OrderConfirmed
from tests.console.acts.test_waiting import reserved
from tests.console.conftest import DESK, PHONE
from tests.services.simulated_erp import Served, SimulatedErp
from tests.whole_stack import SalesSoFar

pytestmark = pytest.mark.browser
Sit = Callable[..., Awaitable[Page]]


@pytest.fixture
async def erp(sales: SalesSoFar, stack: Stack, tmp_path: Path) -> AsyncIterator[SimulatedErp]:
    """Connected as the runbook says."""
    account = AddPerson(
        id=uuid4(), login=f"erp-{uuid4().hex[:6]}", name="ERP", unit="cs", roles=["integration"],
        legal_entity_id=goods.ENTITY, password=PASSWORD,
    )  # fmt: skip
    await sales.cast.setup.post("approvals", "/people", account, object)
    made = SimulatedErp(tmp_path / "erp.db")
    made.addresses = {name: stack.urls[name] for name in ("deals", "orders")}
    async with httpx.AsyncClient(base_url=stack.urls["approvals"]) as client:
        signed = await client.post("/sign-in", json={"login": account.login, "password": PASSWORD})
    made.token = signed.json()["access_token"]
    async with Served(made.app) as url:
        words = [
            "webhook",
            "add",
            f"{url}/countersign",
            "--erp",
            "--entity",
            goods.ENTITY,
            "--var",
            str(stack.layout.var),
        ]
        added = await asyncio.to_thread(CliRunner().invoke, app, words)
        assert added.exit_code == 0, added.output
        made.secret = added.output.rsplit("secret: ", 1)[1].strip()
        yield made
        words = ["webhook", "remove", added.output.split()[0], "--var", str(stack.layout.var)]
        await asyncio.to_thread(CliRunner().invoke, app, words)
    made.books.close()


async def test_feature_116_an_order_goes_to_the_erp_and_its_shipment_and_promised_day_come_back(
    erp: SimulatedErp, sales: SalesSoFar, sit: Sit, tmp_path: Path
) -> None:
    order = await reserved(sales)
    [line] = order.lines
    number = order.number

    async def books(ordered: int, shipped: int) -> bool:
        return [row[:2] for row in erp.quantities(number)] == [(ordered, shipped)]

    await until(lambda: books(2, 0), what="the order in the ERP")
    now = datetime.now(UTC).isoformat()
    word = {"order": number, "status": "STARTED", "promised_on": "2027-03-09", "as_of": now}
    told = await erp.say("orders", "production", [word])
    assert told["accepted"] == 1, told
    erp.books.execute("INSERT INTO stock VALUES (?, 1000)", (line.product_code,))
    told = await erp.say("orders", "shipments", erp.left("W-1", number, line.product_code, 2))
    assert told["accepted"] == 1, told
    await until(lambda: books(2, 2), what="the same quantities on both sides")
    page = await sit("li.sales", size=PHONE)
    await page.goto(f"/orders/{order.id}")
    await expect(page.locator("main")).to_contain_text("生产中")
    await expect(page.locator("main")).to_contain_text("2027")
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


async def test_feature_116_order_administration_sees_what_an_erp_refused_and_sends_it_again(
    erp: SimulatedErp, sales: SalesSoFar, sit: Sit, tmp_path: Path
) -> None:
    erp.refuses = {OrderConfirmed.subject}
    order, other = await reserved(sales), await reserved(sales)
    page = await sit("wu.orders", size=DESK)

    async def shown(number: str) -> bool:
        await page.goto("/deliveries?status=GIVEN_UP")
        return bool(await page.locator("tr", has_text=number).count())

    for one in (order, other):
        await until(lambda number=one.number: shown(number), what="what was refused")  # type: ignore[misc]
    await expect(page.locator("h1")).to_have_text("接口投递")
    row = page.locator("tr", has_text=order.number)
    await expect(row).to_contain_text("HTTP 422 no such customer group")
    await page.screenshot(path=tmp_path / "deliveries.png", full_page=True)
    phone = await sit("ops", size=PHONE)
    await phone.goto("/deliveries")
    assert await phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    await phone.screenshot(path=tmp_path / "deliveries-phone.png", full_page=True)
    erp.refuses = set()
    await row.locator("form[action$='/resend'] button").click()
    await expect(page.locator(".message.good")).to_be_visible()

    async def booked() -> bool:
        return bool(erp.quantities(order.number))

    await until(booked, what="the order in the ERP")
    await page.goto("/deliveries?status=GIVEN_UP")
    row = page.locator("tr", has_text=other.number)
    await row.locator("details summary").click()
    await row.locator("textarea").fill("已手工录入")
    await row.locator("form[action$='/set-aside'] button").click()
    await expect(page.locator(".message.good")).to_have_text("已搁置")
    await page.goto("/deliveries?status=DROPPED")
    await expect(page.locator("tr", has_text=other.number)).to_contain_text("已手工录入")
    assert not erp.quantities(other.number)
