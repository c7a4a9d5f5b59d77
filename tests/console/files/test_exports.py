"""Does a list go out as a file: all of it as it is filtered, in its reader's words, and nothing that is not his?"""

import csv
import io
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import uuid4

import httpx
import pytest
from playwright.async_api import Page as BrowserPage

from chassis.records.file_rows import Row, open_rows
from console.pages.parts.lists import PAGE_OF_FILE
from deploy.sample.goods import ENTITY
from messages.imports import ImportReport
from messages.orders.orders import OrderView
from tests.console.conftest import DESK, PHONE, Desk
from tests.whole_stack import SalesSoFar

Desks = Callable[..., Awaitable[Desk]]
Sit = Callable[..., Awaitable[BrowserPage]]
MANY = 205
LISTS = (
    "/leads", "/customers", "/opportunities", "/registrations", "/contracts", "/orders", "/returns", "/order-changes",
    "/production", "/products", "/payments", "/receivables", "/invoices", "/refunds", "/corrections", "/write-offs",
    "/dunnings", "/ageing", "/exchange-rates", "/credit", "/credit-requests", "/collection-cases", "/bank",
    "/bank/statements", "/advance-policies", "/commission-plans",
)  # fmt: skip


def exported(path: str, form: str = "csv") -> str:
    return "/lists/export?" + urlencode({"of": path, "form": form})


def table(answer: httpx.Response) -> list[list[str]]:
    assert answer.status_code == 200, answer.text[:300]
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("path", LISTS)
async def test_feature_190_each_list_goes_out_with_the_columns_of_its_page(
    desk: Desks, sold: OrderView, path: str
) -> None:
    finance = await desk("ops" if path == "/leads" else "qian.finance", "zh")
    page = await finance.see(path)
    head, *rows = table(await finance.client.get(exported(path)))
    assert head
    assert all("." not in name and name for name in head), head
    assert all(len(row) == len(head) for row in rows)
    leads = [link for link in page.links if link.startswith("/lists/export")]
    assert bool(rows) == bool(leads), "a list with rows offers both files"
    for link in leads:
        of = dict(parse_qsl(urlsplit(link).query))["of"]
        assert urlsplit(of).path == path
    if rows:
        workbook = open_rows((await finance.client.get(exported(path, "xlsx"))).content)
        assert workbook.columns == head
        assert sum(isinstance(row, Row) for row in workbook.rows()) == len(rows)


async def test_feature_190_what_is_filtered_goes_out_and_no_more(desk: Desks, sold: OrderView) -> None:
    finance = await desk("qian.finance", "en")
    head, *everything = table(await finance.client.get(exported("/orders")))
    _, *found = table(await finance.client.get(exported(f"/orders?q={sold.number}&cursor=whatever")))
    assert [row[head.index("Number")] for row in found] == [sold.number]
    assert len(everything) >= len(found)
    amount = found[0][head.index("Total")]
    assert (amount, found[0][head.index("Total") + 1]) == (str(sold.total.amount), sold.total.currency)


async def test_feature_190_all_pages_of_a_list_go_out_and_no_text_is_a_formula(desk: Desks, sales: SalesSoFar) -> None:
    word = f"导出{uuid4().hex[:8]}"
    company = [f"{'@' if number % 2 else '='}{word}有限公司{number}" for number in range(MANY)]
    sent = [{"line": at, "external_id": f"{word}-{at}", "source": "Fair", "company": one, "legal_entity_id": ENTITY}
            for at, one in enumerate(company, 2)]  # fmt: skip
    report = await sales.cast.setup.post("leads", "/leads/import", {"rows": sent, "source": "x.csv"}, ImportReport)
    assert report.accepted + report.duplicate == MANY
    person = await desk("ops", "en")
    head, *rows = table(await person.client.get(exported(f"/leads?q={word}")))
    told = [row[head.index("Company")] for row in rows]
    assert len(told) == MANY > PAGE_OF_FILE
    assert all(name.startswith(("'=", "'@")) for name in told)
    book = open_rows((await person.client.get(exported(f"/leads?q={word}", "xlsx"))).content)
    names = [row.cells["Company"] for row in book.rows() if isinstance(row, Row)]
    assert sorted(names) == sorted(name.removeprefix("'") for name in told), "a text of a workbook is no formula"


async def test_feature_190_nobody_exports_what_he_may_not_see(desk: Desks, sold: OrderView) -> None:
    other, shipper = await desk("tom.sales", "en"), await desk("zheng.shipper", "en")
    _, *rows = table(await other.client.get(exported(f"/orders?q={sold.number}")))
    assert not rows, "an order of another region"
    refused = await shipper.client.get(exported("/leads"))
    assert refused.status_code in (403, 404)
    assert "attachment" not in refused.headers.get("content-disposition", "")


NOBODYS = "00000000-0000-4000-8000-00000000dead"


@pytest.mark.parametrize("of", ["/", "/calendars", "/nowhere", f"/orders/{NOBODYS}", "//elsewhere.example/orders"])
async def test_what_is_no_list_is_no_file(desk: Desks, of: str) -> None:
    finance = await desk("qian.finance", "en")
    answer = await finance.client.get(exported(of))
    assert answer.status_code in (404, 422)


async def test_who_is_not_signed_in_exports_nothing(desk: Desks) -> None:
    address = (await desk("qian.finance")).client.base_url
    async with httpx.AsyncClient(base_url=address) as nobody:
        answer = await nobody.get(exported("/orders"))
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")


@pytest.mark.browser
async def test_the_links_of_an_export_fit_a_phone(sit: Sit, sold: OrderView) -> None:
    for size in (PHONE, DESK):
        page = await sit("qian.finance", size=size)
        await page.goto("/orders")
        async with page.expect_download() as found:
            await page.get_by_role("link", name="CSV").click()
        name = (await found.value).suggested_filename
        assert name.endswith(".csv")
        assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"]
