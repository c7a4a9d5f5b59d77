"""Does somebody bring in a list by clicking, see what would become of each row, and get a file of what was wrong?"""

import asyncio
import csv
import io
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple
from uuid import uuid4

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from playwright.async_api import Page as BrowserPage

from deploy.sample.goods import ENTITY
from messages.base import Page
from messages.deals.customers import CustomerView
from messages.leads.leads import LeadView
from tests.console.conftest import DESK, PHONE, Desk
from tests.console.forms import Seen
from tests.whole_stack import SalesSoFar

Desks = Callable[..., Awaitable[Desk]]
Sit = Callable[..., Awaitable[BrowserPage]]


class Worked(NamedTuple):
    """A formula as a spreadsheet keeps it: with what came of it."""

    formula: str
    value: float


def workbook(*rows: Sequence[object]) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    page = book.add_worksheet("名单")
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, Worked):
                page.write_formula(at, column, cell.formula, None, cell.value)
            else:
                page.write(at, column, cell)
    book.close()
    return file.getvalue()


async def upload(person: Desk, kind: str, content: bytes, name: str = "名单.xlsx") -> Seen:
    form = (await person.see("/imports")).form("/imports/files")
    fields = {name: values[0] for name, values in form.fields.items() if name != "file"} | {"kind": kind}
    answer = await person.client.post(
        "/imports/files", data=fields, files={"file": (name, content, "application/octet-stream")},
        headers={"referer": f"{person.client.base_url}imports"},
    )  # fmt: skip
    if answer.status_code != 303:
        return Seen(answer.text)
    return await person.see(answer.headers["location"])


async def settled(person: Desk, page: Seen) -> Seen:
    """The page once nothing runs any more."""
    for _ in range(200):
        if "Look again" not in page.text and "刷新" not in page.text:
            return page
        await asyncio.sleep(0.1)
        page = await person.see(person.at)
    raise AssertionError(page.text[:500])


async def act(person: Desk, page: Seen, ending: str, **said: str | list[str]) -> Seen:
    answer = await person.send(page, ending, **said)
    assert answer.status_code == 303, Seen(answer.text).text[:500]
    return await settled(person, await person.see(answer.headers["location"]))


async def test_feature_37_a_bought_list_is_checked_brought_in_and_its_errors_are_a_file(
    desk: Desks, sales: SalesSoFar
) -> None:
    ops, word = await desk("ops", "zh"), uuid4().hex[:8]
    title = ["采购名单 2026"]
    head = ["姓名", "公司名称", "手机号", "来源", "城市"]
    good = [["李明", f"{word}有限公司{n}", f"1390013{n:04}", "名单", "上海"] for n in range(2)]
    bad = ["王芳", f"{word}坏号公司", 12345, "名单", Worked("=1+1", 2)]
    page = await upload(ops, "lead", workbook(title, head, *good, bad))
    for words in ("公司名称", "联系人", "采购"):
        assert (words in page.text) == (words != "采购")
    assert not page.codes
    page = await act(ops, page, "/check", save_as=f"采购 {word}", legal_entity_id=ENTITY)
    for words in ("已检查 3 / 3 行，尚未导入任何数据", "新记录 2，已有 0，有误 1", "手机号", "12345"):
        assert words in page.text, words
    kept = await sales.cast.setup.get("leads", "/leads", Page[LeadView], q=word, limit=10)
    assert kept.items == [], "a check keeps nothing"
    page = await act(ops, page, "/bring-in")
    assert "已导入：3 / 3 行" in page.text
    kept = await sales.cast.setup.get("leads", "/leads", Page[LeadView], q=word, limit=10)
    assert sorted(one.company or "" for one in kept.items) == [f"{word}有限公司{n}" for n in range(2)]
    link = next(link for link in page.links if link.endswith("/errors"))
    told = (await ops.client.get(link)).content.decode("utf-8-sig")
    head_row, row = list(csv.reader(io.StringIO(told)))
    assert head_row[:2] == ["行", "列"] or len(head_row) == 5
    assert row[:3] == ["5", "手机号", "12345"]
    assert row[3].partition("-")[0] in ("LEA", "SYS"), "by its rule"
    assert row[4]

    again = await upload(ops, "lead", workbook(head, *good))
    assert f"采购 {word}" in again.text, "the mapping is offered"
    again = await act(ops, again, "/check")
    assert "新记录 0，已有 2，有误 0" in again.text, "known rows come in once"


async def test_feature_190_customers_come_from_a_semicolon_file_of_another_encoding(
    desk: Desks, sales: SalesSoFar
) -> None:
    seller, word = await desk("li.sales", "en"), uuid4().hex[:8]
    lines = ["Customer list", "Customer name;Sector;Year established;Revenue in millions"]
    lines += [f"{word} Trading {n};retail;19{n:02};1.234,50" for n in range(30)]
    lines += [f"{word} Bad;retail;long ago;1"]
    page = await upload(seller, "customer", ("\r\n".join(lines) + "\r\n").encode("utf-16"), "customers.csv")
    page = await act(seller, page, "/check")
    assert "31 of 31 rows were checked" in page.text
    assert "30 new, 0 known already, 1 with mistakes" in page.text
    for words in ("Year established", "long ago", "SYS-83", "a whole number was expected"):
        assert words in page.text, words
    page = await act(seller, page, "/bring-in")
    player = await sales.cast.player("li.sales")
    kept = await player.get("deals", "/customers", Page[CustomerView], q=word, limit=100)
    assert len(kept.items) == 30


async def test_a_file_that_is_no_table_is_refused_beside_its_field(desk: Desks) -> None:
    ops = await desk("ops", "zh")
    for content, words in (
        (b"\x89PNG\x00\x01\x02" * 50, "无法识别文件的编码"),
        ("姓名\n李\n".encode(), "文件只有一列"),
    ):
        page = await upload(ops, "lead", content, "x.csv")
        assert words in page.text


async def test_what_every_row_needs_is_asked_for_before_anything_is_checked(desk: Desks) -> None:
    ops = await desk("ops", "en")
    page = await upload(ops, "lead", "公司,电话\n甲公司,13900139001\n".encode(), "x.csv")
    answer = await ops.send(page, "/check")
    assert answer.status_code == 422
    assert "Every row needs this" in Seen(answer.text).text


async def test_nobody_is_offered_what_he_may_not_bring(desk: Desks) -> None:
    seller = await desk("li.sales", "en")
    page = await seller.see("/imports")
    assert "Customers" in page.text
    assert "Exchange rates" not in page.text
    refused = await upload(seller, "lead", b"a,b\n1,2\n", "x.csv")
    assert "/imports/files" in [form.action for form in refused.forms]


@pytest.mark.browser
async def test_the_pages_of_files_fit_a_phone_and_show_how_far_it_is(sit: Sit, desk: Desks) -> None:
    ops = await desk("ops", "zh")
    await upload(ops, "lead", workbook(["姓名", "公司名称", "手机号", "来源"], ["李", "某公司", "13900139009", "展会"]))
    for size in (PHONE, DESK):
        page = await sit("ops", size=size)
        for path in ("/imports", ops.at):
            await page.goto(path)
            await page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
    await page.get_by_role("button", name="检查每一行").click()
    await page.get_by_text("尚未导入任何数据").wait_for()
