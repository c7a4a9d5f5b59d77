"""Do the pages of ageing, credit, dunning letters and the daily report say what the services know? (case F)"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
from playwright.async_api import Page as BrowserPage

from chassis.base.clock import new_id
from deploy.cast.player import Player, until
from deploy.sample import goods
from messages.base import Page
from messages.collections.credit import CreditsView, SetCreditLimit
from messages.collections.dunning.dunnings import DunningView
from messages.collections.payments import ConfirmPayment, PaymentView
from messages.collections.receivables import ReceivableView
from messages.imports import ImportReport
from messages.insights.views import DailyReport
from messages.money import Money
from messages.orders.orders import OrderView
from tests.console.acts.test_money import on_account
from tests.console.acts.test_waiting import reserved
from tests.console.conftest import PHONE, Desk
from tests.whole_stack import SalesSoFar, a_customer_of_today

Sit = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[BrowserPage]]


async def late_receivable(setup: Player, *, owner: str = "li.sales", days_late: int = 100) -> ReceivableView:
    due = (datetime.now(UTC) - timedelta(days=days_late)).date()
    row: dict[str, Any] = {
        "line": 1, "external_id": f"INV-{uuid4().hex[:8]}", "customer": a_customer_of_today(),
        "invoiced_on": (due - timedelta(days=30)).isoformat(), "due_on": due.isoformat(), "amount": "777.00",
        "currency": "EUR", "live": True, "legal_entity_id": goods.ENTITY, "tz": "Asia/Shanghai", "owner": owner,
        "customer_name": f"Late Ltd {uuid4().hex[:6]}",
    }  # fmt: skip
    report = await setup.post("collections", "/receivables/import", {"rows": [row], "source": "test"}, ImportReport)
    id = report.rows[0].id
    assert id is not None
    return await setup.get("collections", f"/receivables/{id}", ReceivableView)


async def letter_to(finance: Player, customer_id: UUID) -> DunningView:
    async def written() -> DunningView | None:
        found = await finance.get("collections", "/dunnings", Page[DunningView], customer_id=customer_id)
        return found.items[0] if found.items else None

    return await until(written, what="the letter about what is late")


@pytest.mark.parametrize(
    ("lang", "over_90", "not_sent"), [("zh", "逾期 90 天以上", "未寄出"), ("en", "over 90", "not sent")]
)
async def test_case_f_ageing_leads_to_its_receivables_and_a_letter_is_read(
    desk: Sit, sales: SalesSoFar, sit: Open, lang: str, over_90: str, not_sent: str
) -> None:
    owed = await late_receivable(sales.cast.setup)
    letter = await letter_to(await sales.cast.player("qian.finance"), owed.customer_id)
    finance = await desk("qian.finance", lang)
    page = await finance.see("/ageing")
    assert not page.codes
    link = f"/receivables?age={quote('91+', safe='')}&currency=EUR"
    assert link in page.links, page.links
    found = await finance.see(link)
    assert owed.number in found.text
    assert not found.codes
    assert owed.number not in (await finance.see("/receivables?age=1-30&currency=EUR")).text
    page = await finance.see(f"/dunnings?customer_id={owed.customer_id}")
    assert not page.codes
    for words in (owed.number, owed.customer_name, not_sent, (letter.text_zh if lang == "zh" else letter.text_en)[:20]):
        assert words in page.text, words
    assert {"/ageing", "/dunnings"} <= set((await finance.see("/payments")).links)
    phone = await sit("qian.finance", size=PHONE, lang=lang)
    for path in ("/ageing", link, "/dunnings"):
        await phone.goto(path)
        assert await phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path


async def test_case_f_a_customer_shows_his_credit(desk: Sit, sales: SalesSoFar) -> None:
    order = await reserved(sales)
    await (await sales.sale()).account(order.id)
    finance, path = await desk("qian.finance", "zh"), f"/customers/{order.customer_id}"
    assert "可用额度" in (await finance.see(path)).text
    limit = SetCreditLimit(currency="CNY", limit=Money.of("10000.00", "CNY"))
    player = await sales.cast.player("qian.finance")
    await player.put("collections", f"/credits/{order.customer_id}/limit", limit, CreditsView)
    page = await finance.see(path)
    assert "¥10,000.00 ¥9,200.00 ¥800.00" in page.text
    assert not page.codes


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_case_f_the_daily_report_is_read_by_the_seller_and_by_his_manager(
    desk: Sit, sold: OrderView, sales: SalesSoFar, sit: Open, lang: str
) -> None:
    seller, manager = await desk("li.sales", lang), await desk("wang.manager", lang)
    assert "/daily-report" in (await seller.see("/")).links
    assert "/daily-report" not in (await (await desk("qian.finance", lang)).see("/")).links

    player = await sales.cast.player("li.sales")
    paid = await on_account(sales, sold, "4611.11")  # now: what was sold before may have been paid yesterday
    finance, kept = await sales.cast.player("qian.finance"), ConfirmPayment(allocations=[])
    await finance.post("collections", f"/payments/{paid.id}/confirm", kept, PaymentView, key=new_id())

    async def counted() -> str | None:
        """Others of these tests sell as the same person today: the page says what the service counts."""
        report = await player.get("insights", "/daily-report", DailyReport)
        confirmed = {money.currency: money.amount for money in report.payment_amount}.get("CNY", Decimal(0))
        page = await seller.see("/daily-report")
        assert not page.codes
        text = f"¥{confirmed:,.2f}"
        return text if confirmed >= Decimal("4611.11") and text in page.text else None

    confirmed = await until(counted, what="the payment of today in the report")
    assert confirmed not in (await seller.see("/daily-report?day=yesterday")).text
    page = await manager.see("/daily-report")
    chosen = page.form("/daily-report")
    li = str(player.id)
    assert li in chosen.options["person_id"]
    of_li = await manager.see(f"/daily-report?day=today&person_id={li}")
    assert confirmed in of_li.text
    assert not of_li.codes
    assert not [one for one in (await seller.see("/daily-report")).forms if one.action == "/daily-report"]
    phone = await sit("wang.manager", size=PHONE, lang=lang)
    await phone.goto(f"/daily-report?person_id={li}")
    assert await phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
