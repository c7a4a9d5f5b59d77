"""Can an auditor read, compare and take along the whole life of a receivable, and legal its papers?"""

import io
import zipfile
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page as BrowserPage

from tests.console.conftest import PHONE, Desk
from tests.console.money.test_money_pages import late_receivable
from tests.whole_stack import SalesSoFar

Sit = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[BrowserPage]]


async def test_feature_153_149_the_trail_is_read_compared_and_taken_along_and_legal_gets_the_papers(
    desk: Sit, sales: SalesSoFar
) -> None:
    owed = await late_receivable(sales.cast.setup)
    finance, legal, seller = await desk("qian.finance"), await desk("sun.legal"), await desk("li.sales")
    path = f"/receivables/{owed.id}"
    page = await finance.see(path)
    assert {f"{path}/trail", f"{path}/evidence"} <= set(page.links)
    assert f"{path}/trail" not in (await seller.see(path)).links
    await finance.act(path, "/comment", message="核对过", mention="")
    page = await finance.see(f"{path}/trail")
    for words in ("产生应收", "核对过", "€777.00"):
        assert words in page.text, words
    assert not page.codes
    digest = next(word for word in page.text.split() if len(word) == 64)
    page = await finance.act(f"{path}/trail", "/trail/compare", digest=f" {digest.upper()} ")
    assert "未被更改" in page.text
    page = await finance.act(f"{path}/trail", "/trail/compare", digest="0" * 64)
    assert "轨迹已被更改" in page.text
    printed = await finance.client.get(f"{path}/trail/pdf")
    assert printed.content[:5] == b"%PDF-"
    with zipfile.ZipFile(io.BytesIO((await finance.client.get(f"{path}/trail/export")).content)) as sheet:
        assert digest in sheet.read("xl/worksheets/sheet1.xml").decode()
    with zipfile.ZipFile(io.BytesIO((await legal.client.get(f"{path}/evidence")).content)) as pack:
        assert {"1-summary.pdf", "2-trail.pdf"} <= set(pack.namelist())


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_feature_153_the_trail_fits_on_a_phone(sales: SalesSoFar, sit: Open, lang: str) -> None:
    owed = await late_receivable(sales.cast.setup)
    page = await sit("qian.finance", size=PHONE, lang=lang)
    await page.goto(f"/receivables/{owed.id}/trail")
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
