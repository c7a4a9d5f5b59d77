"""Can finance state rates, and a seller say that money came in another currency?"""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page

from tests.console.acts.test_waiting import reserved
from tests.console.conftest import DESK, PHONE, Desk
from tests.whole_stack import SalesSoFar

Sit = Callable[..., Awaitable[Desk]]
RATES, BOOKS, FORM = "/exchange-rates", "/exchange-rates/books", "/payments/new"
ROWS = "day,of,in,rate,source\n2020-01-02,EUR,CNY,7.8,Central bank\n2020-01-02,EUR,EUR,1,x\n2020-01-03,EUR"


async def test_rates_are_stated_and_money_in_dollars_is_taken_for_an_order_in_yuan(
    desk: Sit, sales: SalesSoFar
) -> None:
    order = await reserved(sales)
    await (await sales.sale()).account(order.id)
    finance, seller = await desk("qian.finance", "en"), await desk("li.sales", "en")
    entity = order.legal_entity_id
    assert RATES in (await finance.see("/payments")).links
    shown = await finance.act(BOOKS, BOOKS, legal_entity_id=entity, currency="cny", valid_days="31")
    assert "CNY" in shown.text
    await finance.act(RATES, RATES, base="usd", quote="CNY", rate="7.25", source="中国银行", legal_entity_id=entity)
    listed = await finance.act(RATES, f"{RATES}/import", exchange_rows=ROWS, legal_entity_id=entity)
    for words in ("1 USD = 7.25 CNY", "中国银行", "1 EUR = 7.8 CNY", "1 stated", "were not taken"):
        assert words in listed.text, words
    assert not listed.codes
    page = await seller.see(f"{FORM}?order_id={order.id}")
    said = {"amount": "100", "received_currency": "usd", "reference": f"USD-{order.number}"}
    answer = await seller.send(page, f"{FORM}/record", **said)
    assert answer.status_code == 303, answer.text[:500]
    paid = await seller.see(answer.headers["location"])
    for words in ("725.00", "100.00", "1 USD = 7.25 CNY", "中国银行"):
        assert words in paid.text, words
    assert not paid.codes


@pytest.mark.browser
async def test_the_pages_of_rates_fit_a_phone(sit: Callable[..., Awaitable[Page]]) -> None:
    for size in (PHONE, DESK):
        page = await sit("qian.finance", size=size)
        for path in (RATES, BOOKS, FORM):
            await page.goto(path)
            if path == FORM:
                await page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
