"""Can finance see to a dunning letter on its page: its state, its address, its record, its print? (feature 203)"""

from collections.abc import Awaitable, Callable
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Page

from deploy.cast.player import until
from tests.console.conftest import PHONE, Desk
from tests.console.forms import Seen
from tests.console.money.test_money_pages import late_receivable, letter_to
from tests.services.approvals.notices.receivers import Mailbox
from tests.whole_stack import SalesSoFar

DeskOf = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[Page]]


@pytest.mark.parametrize(("lang", "lacks", "sent"), [("zh", "缺收件地址", "已寄出"), ("en", "no address", "sent")])
async def test_feature_203_finance_sets_an_address_and_sees_the_letter_leave(
    desk: DeskOf, sales: SalesSoFar, mailbox: Mailbox, sit: Open, lang: str, lacks: str, sent: str
) -> None:
    owed = await late_receivable(sales.cast.setup)
    letter = await letter_to(await sales.cast.player("qian.finance"), owed.customer_id)
    finance, at = await desk("qian.finance", lang), f"/dunnings/{letter.id}"

    async def says(words: str) -> Seen | None:
        page = await finance.see(at)
        return page if words in page.text else None

    page = await until(lambda: says(lacks), what="that nobody knows where to")
    assert not page.codes
    for said in (owed.number, owed.customer_name):
        assert said in page.text
    assert f"{at}/pdf" in page.links
    wrong = await finance.send(page, f"{at}/address", email="nobody")
    assert (wrong.status_code, "COL-168" in wrong.text or "nobody" in wrong.text) == (422, True)
    address = f"ap.{uuid4().hex[:8]}@customer.test"
    await finance.act(at, f"{at}/address", email=address, recipient="Accounts payable")
    page = await until(lambda: says(address), what="the address")
    page = await until(lambda: says(sent), what="the letter to be sent")
    assert not page.codes
    assert mailbox.to.count(address) == 1
    titles = await finance.see(f"/invoice-titles/{owed.customer_id}")
    assert address in titles.text
    assert not titles.codes
    await finance.act(at, f"{at}/send")

    async def again() -> bool | None:
        return mailbox.to.count(address) == 2 or None

    await until(again, what="the letter to be sent once more")
    phone = await sit("qian.finance", size=PHONE, lang=lang)
    await phone.goto(at)
    assert await phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


async def test_feature_203_a_letter_is_marked_as_posted_on_its_page_and_a_seller_sees_it_only(
    desk: DeskOf, sales: SalesSoFar
) -> None:
    owed = await late_receivable(sales.cast.setup)
    letter = await letter_to(await sales.cast.player("qian.finance"), owed.customer_id)
    finance, at = await desk("qian.finance", "zh"), f"/dunnings/{letter.id}"
    seller = await (await desk("li.sales", "zh")).see(at)
    assert not [form for form in seller.forms if form.action.startswith(at)]
    prepared_on = letter.prepared_at.astimezone(ZoneInfo("Asia/Shanghai")).date()
    posted = await finance.act(at, f"{at}/mark-posted", posted_on=prepared_on.isoformat())
    assert "已邮寄" in posted.text
    assert "已邮寄" in (await finance.see(f"/dunnings?customer_id={owed.customer_id}")).text
