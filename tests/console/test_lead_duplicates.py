"""Does a lead's page show who may be the same, and let a person decide?"""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from playwright.async_api import Page

from tests.console.conftest import DESK, PHONE, Desk
from tests.console.forms import Seen

Sit = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[Page]]


async def _three(seller: Desk, mark: str) -> list[str]:
    """The pages of three alike leads, his own."""
    paths = []
    for addition in ("科技", "集团", ""):
        page = await seller.see("/leads")
        made = await seller.send(page, "/leads/new", source="Fair", company=f"杭州{mark}{addition}有限公司")
        assert made.status_code == 303, Seen(made.text).text[:300]
        paths.append(made.headers["location"].split("?")[0])
    return paths


async def test_case_d1_c4_a_sellers_leads_are_his_and_a_manager_tells_alike_ones_apart(desk: Sit) -> None:
    seller, manager = await desk("li.sales"), await desk("ops")
    first, second, _ = await _three(seller, "蓝天")
    page = await seller.see(first)
    assert "跟进中" in page.text, "his own"
    assert "公司名称相近" in page.text
    assert second in page.links
    seen = await manager.see(first)
    assert not seen.codes
    await manager.act(first, "/tell-apart", other_id=second.rpartition("/")[2])
    again = await manager.see(first)
    assert second not in again.links
    marked = await manager.act(second, "/mark-duplicate", other_id=first.rpartition("/")[2])
    assert "重复" in marked.text
    alive = await manager.act(second, "/tell-apart")
    assert "公海池中" in alive.text


@pytest.mark.browser
@pytest.mark.parametrize(
    ("size", "lang"), [(DESK, "zh"), (PHONE, "zh"), (PHONE, "en")], ids=["desk", "phone", "phone en"]
)
async def test_the_candidates_fit_the_screen(
    desk: Sit, sit: Open, tmp_path: Path, size: dict[str, int], lang: str
) -> None:
    [first, *_] = await _three(await desk("li.sales"), f"东海{size['width']}{lang}")
    page = await sit("ops", size=size, lang=lang)
    await page.goto(first)
    await until_shown(page)
    wide = await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    await page.screenshot(path=str(tmp_path / f"lead-{size['width']}-{lang}.png"), full_page=True)
    assert wide


async def until_shown(page: Page) -> None:
    await page.get_by_text("东海").first.wait_for()
