"""Do the figures of approvals show themselves, on a phone too, and only to those who may know?"""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page, expect

from messages.orders.orders import OrderView
from tests.console.conftest import PHONE, Desk


@pytest.mark.parametrize(("lang", "said"), [("zh", "审批统计"), ("en", "Waits longest")])
async def test_a_director_sees_where_approvals_wait(
    desk: Callable[..., Awaitable[Desk]], sold: OrderView, lang: str, said: str
) -> None:
    page = await (await desk("zhou.director", lang)).see("/figures?days=90")
    assert said in page.text
    assert not page.codes, page.codes
    one = next(link for link in page.links if "policy=contract" in link)
    assert not (await (await desk("zhou.director", lang)).see(one)).codes


async def test_a_seller_does_not(desk: Callable[..., Awaitable[Desk]]) -> None:
    seller = await desk("li.sales")
    assert "/figures" not in (await seller.see("/")).links
    await seller.see("/figures", status=403)


@pytest.mark.browser
async def test_the_pictures_fit_a_phone(sit: Callable[..., Awaitable[Page]], sold: OrderView) -> None:
    phone = await sit("zhou.director", size=PHONE)
    await phone.goto("/figures")
    await expect(phone.locator("canvas")).to_have_count(2)
    assert await phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
