"""Can finance bring a statement in and say whose money it is, with a mouse and on a phone? (features 124 and 198)"""

from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from playwright.async_api import Page

from deploy.cast.player import until
from messages.approvals.tasks import InboxPage
from messages.collections.payments import PaymentView, RecordPayment
from messages.orders.orders import OrderView
from tests.console.acts.test_waiting import reserved, todo
from tests.console.conftest import DESK, PHONE, Desk
from tests.console.forms import Seen
from tests.whole_stack import SalesSoFar

Sit = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[Page]]
HEAD = "日期,金额,对方,附言,流水号"
PATHS = ("/bank", "/bank?status=MATCHED", "/bank?came=false", "/bank/import", "/bank/statements", "/bank/providers")


def rows(*lines: str) -> bytes:
    return "\n".join([HEAD, *lines]).encode("gb18030")


async def upload(finance: Desk, content: bytes, *, to: str = "/bank/import/files", **said: str) -> httpx.Response:
    form = (await finance.see("/bank/import")).form("/bank/import/files")
    fields = {name: values[0] for name, values in form.fields.items()} | {"account": "6222 0001", "currency": "CNY"}
    name = said.pop("name", "流水.csv")
    return await finance.client.post(
        to, data=fields | said, files={"file": (name, content, "text/csv")},
        headers={"referer": f"{finance.client.base_url}bank/import"},
    )  # fmt: skip


async def recorded(sales: SalesSoFar, order: OrderView, reference: str) -> PaymentView:
    sale = await sales.sale()
    await sale.account(order.id)
    command = RecordPayment(
        id=uuid4(), customer_id=order.customer_id, order_id=order.id, amount=order.total.split([1, 1])[0],
        received_on=order.placed_at.date(), reference=reference,
    )  # fmt: skip
    return await sale.seller.post("collections", "/payments", command, PaymentView, key=command.id)


def entry_of(page: Seen, path: str) -> str:
    """The address of the entry that leads there."""
    return next(link for link in page.links if link.startswith(path) and link.count("/") == 2 and len(link) > 20)


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_feature_198_finance_brings_a_statement_in_and_accepts_a_suggestion(
    desk: Sit, sales: SalesSoFar, lang: str
) -> None:
    order, reference = await reserved(sales), f"B{uuid4().hex[:10].upper()}"
    paid = await recorded(sales, order, reference)
    finance, day = await desk("qian.finance", lang), order.placed_at.date().isoformat()
    content = rows(f"{day},{paid.amount.amount},示例,货款 {order.number},{reference}", "bad,1.00,甲,x,1")
    before = await upload(finance, content, to="/bank/preview/files")
    assert ("预览" if lang == "zh" else "Preview") in Seen(before.text).text
    assert ("6222 0001 · 表格（CSV）" if lang == "zh" else "6222 0001 · a table (CSV)") in Seen(before.text).text
    page = Seen((await upload(finance, content)).text)
    assert not page.codes
    assert ("日期无法识别" if lang == "zh" else "the day cannot be read") in page.text
    listed = await finance.see(f"/bank?q={reference}")
    assert not listed.codes
    for words in (paid.number, order.number, "同事已登记" if lang == "zh" else "a colleague recorded"):
        assert words in listed.text, words
    answer = await finance.send(listed, "/accept")
    assert answer.status_code == 303, answer.text[:500]
    assert ("回款已确认" if lang == "zh" else "the payment is confirmed") in (await finance.see("/bank")).text
    assert reference not in (await finance.see(f"/bank?q={reference}")).text.replace(f'value="{reference}"', "")
    again = Seen((await upload(finance, content)).text)
    assert ("已有流水所在行：2" if lang == "zh" else "Known already, on lines 2") in again.text
    assert paid.number in (await finance.see(f"/bank?q={reference}&status=MATCHED")).text


async def test_feature_124_finance_chooses_the_customer_and_what_the_money_settles(
    desk: Sit, sales: SalesSoFar
) -> None:
    order, reference = await reserved(sales), f"B{uuid4().hex[:10].upper()}"
    sale = await sales.sale()
    account = await sale.account(order.id)
    finance, day = await desk("qian.finance", "zh"), order.placed_at.date().isoformat()
    await upload(finance, rows(f"{day},123.45,没人认识,x,{reference}"))
    listed = await finance.see(f"/bank?q={reference}")
    entry = entry_of(listed, "/bank/")
    found = await finance.see(f"{entry}?q={order.number}")
    choice = next(link for link in found.links if link.startswith(f"{entry}?customer_id="))
    chosen = await finance.see(choice)
    form = chosen.form("/accept")
    assert "123.45" in form.fields["amount"], account
    too_much = await finance.send(chosen, "/accept", amount=["99999999.00" for _ in form.fields["amount"]])
    assert too_much.status_code == 409
    answer = await finance.send(chosen, "/accept")
    assert answer.status_code == 303, answer.text[:500]
    assert "等待另一位财务人员确认" in (await finance.see("/bank")).text
    taken = await finance.act(entry, "/reopen", reason="认错了")
    assert "待匹配" in taken.text
    assert "已搁置" in (await finance.act(entry, "/set-aside", reason="内部转账")).text


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_feature_198_open_entries_are_a_to_do_of_finance_that_ends_with_the_last(
    desk: Sit, sales: SalesSoFar, lang: str
) -> None:
    reference, finance = f"B{uuid4().hex[:10].upper()}", await desk("qian.finance", lang)
    name = f"{reference}.csv"
    await upload(finance, rows(f"2026-03-01,12.50,甲,x,{reference}", f"2026-03-01,-2.00,乙,y,{reference}"), name=name)
    asked = await todo(sales, "qian.finance", name, "match_entries")
    assert (asked.about.title, str(asked.glance and asked.glance.amount)) == ("6222 0001 × 2", "12.50 CNY")
    card = (await finance.see(f"/?q={name}")).text
    assert ("认领银行流水" if lang == "zh" else "Say whose the bank entries are") in card
    assert "12.50 CNY" not in card
    task = await finance.see(f"/tasks/{asked.task_id}")
    assert not task.codes
    of_statement = f"/records/bank_statement/{asked.about.id}"
    assert of_statement in task.links
    listed = await finance.see(of_statement)
    assert "甲" in listed.text
    for _ in range(2):
        entry = entry_of(await finance.see(of_statement), "/bank/")
        await finance.act(entry, "/set-aside", reason="x")
    player = await sales.cast.player("qian.finance")

    async def is_over() -> bool:
        found = await player.get("approvals", "/inbox", InboxPage, q=name)
        return not [one for one in found.items if one.todo == "match_entries"]

    await until(is_over, what="the end of the to-do")


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_feature_198_a_returned_transfer_is_shown_with_its_original_and_what_to_do(
    desk: Sit, sales: SalesSoFar, lang: str
) -> None:
    order, reference = await reserved(sales), f"B{uuid4().hex[:10].upper()}"
    paid = await recorded(sales, order, reference)
    finance, day = await desk("qian.finance", lang), order.placed_at.date().isoformat()
    await upload(finance, rows(f"{day},{paid.amount.amount},示例,货款,{reference}"))
    answer = await finance.send(await finance.see(f"/bank?q={reference}"), "/accept")
    assert answer.status_code == 303, answer.text[:500]
    await upload(finance, rows(f"{day},-{paid.amount.amount},示例,退汇,{reference}"))
    listed = await finance.see(f"/bank?q={reference}&came=false")
    entry = entry_of(listed, "/bank/")
    returned = await finance.see(entry)
    for page in (listed, returned):
        assert not page.codes
        assert paid.number in page.text
        assert ("退回的是" if lang == "zh" else "Takes back") in page.text
    form = returned.form(f"/corrections/void/{paid.id}")
    assert form.fields["reason"] != [""]
    assert (await finance.send(returned, f"/corrections/void/{paid.id}")).status_code == 303
    assert (await finance.send(await finance.see(entry), "/set-aside")).status_code == 303


async def test_feature_198_a_file_that_is_refused_says_why_at_its_field(desk: Sit) -> None:
    finance = await desk("qian.finance", "zh")
    answer = await upload(finance, rows("2026-03-01,1.00,甲,x,1"), account="")
    assert (answer.status_code, Seen(answer.text).form("/bank/import/files").wrong) == (422, ["account"])
    bare = Seen((await upload(finance, rows("2026-03-01,1.00,甲,x,1"), currency="")).text)
    assert (bare.form("/bank/import/files").wrong, "文件中：未写明" in bare.text) == (["currency"], True)
    part = await upload(finance, b"PK\x03\x04", to="/bank/preview/files")
    assert part.status_code == 422
    assert "无法识别该文件" in Seen(part.text).text


async def test_feature_198_statements_are_for_finance_only(desk: Sit) -> None:
    seller = await desk("li.sales", "zh")
    assert "/bank" not in (await seller.see("/")).links
    assert (await seller.client.get("/bank")).status_code == 403
    assert "/bank" in (await (await desk("qian.finance", "zh")).see("/")).links


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_feature_198_the_pages_of_the_bank_fit_a_phone_and_the_preview_keeps_the_file(
    sit: Open, desk: Sit, sales: SalesSoFar, tmp_path: Path, lang: str
) -> None:
    order, reference = await reserved(sales), f"B{uuid4().hex[:10].upper()}"
    day = order.placed_at.date().isoformat()
    content = rows(
        f"{day},{order.total.amount},{order.customer_name},货款 {order.number} 一个很长的附言{'长' * 80},{reference}"
    )
    file = tmp_path / "流水.csv"
    file.write_bytes(content)
    for size in (PHONE, DESK):
        page = await sit("qian.finance", size=size, lang=lang)
        await page.goto("/bank/import")
        await page.set_input_files("input[type=file]", str(file))
        await page.fill("input[name=account]", "6222 0001")
        await page.select_option("select[name=currency]", "CNY")
        await page.click("button[hx-post]")
        await page.wait_for_selector("#preview #report")
        assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        await page.click("form[action='/bank/import/files'] button.primary")
        await page.wait_for_selector("#report a.button")
        await page.goto(f"/bank?q={reference}")
        await page.wait_for_selector(".suggestion")
        for path in (*PATHS, f"/bank?q={reference}"):
            await page.goto(path)
            assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
