"""Does an operator see on one page what is stuck, and does nobody else?"""

import os
import re
import signal
from collections.abc import Awaitable, Callable

import httpx
import pytest
from playwright.async_api import Page, expect

from deploy.embedded.running import Stack
from tests.chassis.nats_server import until
from tests.console.conftest import PHONE, Desk


@pytest.mark.parametrize(("lang", "said"), [("zh", "就绪"), ("en", "Still to be read")])
async def test_case_b11_feature_209_an_operator_sees_how_the_parts_stand(
    desk: Callable[..., Awaitable[Desk]], lang: str, said: str
) -> None:
    page = await (await desk("ops", lang)).see("/operation")
    assert said in page.text
    assert not page.codes, page.codes


async def test_a_seller_does_not(desk: Callable[..., Awaitable[Desk]]) -> None:
    seller = await desk("li.sales")
    assert "/operation" not in (await seller.see("/")).links
    await seller.see("/operation", status=403)


async def test_case_g8_feature_209_a_part_that_hangs_is_named_and_holds_nobody_up(
    desk: Callable[..., Awaitable[Desk]], stack: Stack
) -> None:
    operator, hanging = await desk("ops", "en"), stack.pid("insights") or 0
    os.kill(hanging, signal.SIGSTOP)
    try:
        assert "no answer within 2.5 s" in (await operator.see("/operation")).text
        await until(lambda: is_in_the_metrics(stack), 25)
    finally:
        os.kill(hanging, signal.SIGCONT)

    async def is_named() -> bool:
        return "no answer within" in (await operator.see("/operation")).text

    async def is_not_named() -> bool:
        return not await is_named()

    await until(is_not_named, 60)


async def is_in_the_metrics(stack: Stack) -> bool:
    async with httpx.AsyncClient(base_url=stack.urls["worker"]) as client:
        told = (await client.get("/metrics")).text
    found = re.search(r'^countersign_part_hangs_seconds{part="insights"} (.+)$', told, re.MULTILINE)
    return found is not None and float(found[1]) > 0


@pytest.mark.browser
async def test_the_page_fits_a_phone(sit: Callable[..., Awaitable[Page]]) -> None:
    phone = await sit("ops", size=PHONE)
    await phone.goto("/operation")
    await expect(phone.locator("table").first).to_be_visible()
    assert await phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
