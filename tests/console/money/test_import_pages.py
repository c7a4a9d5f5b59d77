"""Are orders and payments of before brought in on pages, and is each bad line told with its column?"""

from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest
from playwright.async_api import Page as BrowserPage

from messages.base import Page
from messages.collections.payments import PaymentStatus, PaymentView
from messages.deals.contracts import ContractView
from messages.orders.orders import OrderView
from tests.console.acts.test_waiting import reserved
from tests.console.conftest import DESK, PHONE, Desk
from tests.console.forms import Seen
from tests.whole_stack import SalesSoFar

Sit = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[BrowserPage]]


async def upload(person: Desk, path: str, content: str) -> Seen:
    form = (await person.see(path)).form(f"{path}/files")
    fields = {name: values[0] for name, values in form.fields.items() if name != "file"}
    answer = await person.client.post(
        f"{path}/files", data=fields, files={"file": ("旧系统.csv", content.encode("gb18030"), "text/csv")},
        headers={"referer": f"{person.client.base_url}{path.lstrip('/')}"},
    )  # fmt: skip
    return Seen(answer.text)


async def test_feature_214_payments_of_before_are_imported_by_one_and_confirmed_by_another(
    desk: Sit, sales: SalesSoFar
) -> None:
    order = await reserved(sales)
    await (await sales.sale()).account(order.id)
    clerk, finance = await desk("wu.orders", "zh"), await desk("qian.finance", "en")
    assert "/payments/import" in (await clerk.see("/payments")).links
    own = f"HK-{uuid4().hex[:8]}"
    lines = [f'{own},2024/5/6,"¥1.00",CNY,{order.number}', f"{own}X,2024-05-07,1,CNY,SO-9", ""]
    file = "\n".join(["回款编号,到账日期,金额,币种,订单编号", *lines])
    page = await upload(clerk, "/payments/import", file)
    for words in ("已导入 1 笔", "订单编号", "SO-9", "COL-202", "每行须写明是谁的款", "旧系统.csv"):
        assert words in page.text, words
    assert not page.codes
    shown = await finance.see("/payments/import")
    assert ("Confirm all" in shown.text, shown.codes) == (True, [])
    answer = await finance.send(shown, "/payments/import/confirm")
    assert answer.status_code == 303, answer.text[:300]
    player = await sales.cast.player("qian.finance")
    paid = await player.get("collections", "/payments", Page[PaymentView], q=own, limit=5)
    assert [(one.number, str(one.received_on), one.status) for one in paid.items] == [
        (own, "2024-05-06", PaymentStatus.CONFIRMED)
    ]
    record = await finance.see(f"/payments/{paid.items[0].id}")
    assert (own in record.text, "旧系统.csv" in record.text) == (True, True)


async def test_feature_214_orders_of_before_are_imported_with_their_numbers(desk: Sit, sales: SalesSoFar) -> None:
    sale = await sales.sale()
    order = await reserved(sales)
    code = order.lines[0].product_code
    seller = await desk("li.sales", "zh")
    own = f"XS-{uuid4().hex[:8]}"
    assert "/orders/import" in (await seller.see("/orders")).links
    number = (await sale.seller.get("deals", f"/customers/{order.customer_id}", dict))["number"]
    lines = [f"{own},{own},2023.1.5,{number},{code},1", f"{own}2,{own},,{number},{code},1", ""]
    file = "\n".join(["原系统单号,订单编号,下单日期,客户编号,产品编码,数量", *lines])
    page = await upload(seller, "/orders/import", file)
    for words in ("已导入 1 行", "ORD-125", "同一法人实体内"):
        assert words in page.text, words
    assert not page.codes
    found = await sale.seller.get("orders", "/orders", Page[OrderView], q=own, limit=5)
    assert [(one.number, str(one.placed_at.date())) for one in found.items] == [(own, "2023-01-05")]


async def test_feature_214_contracts_and_delivered_orders_of_before_are_imported(desk: Sit, sales: SalesSoFar) -> None:
    sale = await sales.sale()
    order = await reserved(sales)
    code, mark = order.lines[0].product_code, uuid4().hex[:8]
    number = (await sale.seller.get("deals", f"/customers/{order.customer_id}", dict))["number"]
    keeper = await desk("ops", "zh")
    assert "/contracts/import" in (await keeper.see("/contracts")).links
    head = "原系统单号,合同编号,客户编号,销售,生效日期,产品编码,数量,单价,币种,付款条件"
    lines = [f"{mark},HT-{mark},{number},li.sales,2023.1.5,{code},10,¥99.00,CNY,30% 预付; 余款 收货后30天",
             f"{mark}X,,{number},nobody,2023.1.5,{code},10,1,CNY,net 30", ""]  # fmt: skip
    page = await upload(keeper, "/contracts/import", "\n".join([head, *lines]))
    for words in ("已导入 1 行", "DEA-102", "nobody"):
        assert words in page.text, words
    assert not page.codes
    seen = await sale.seller.get("deals", "/contracts", Page[ContractView], q=f"HT-{mark}", limit=5)
    assert [(one.number, one.status) for one in seen.items] == [(f"HT-{mark}", "EFFECTIVE")]
    clerk = await desk("wu.orders", "zh")
    head = "原系统单号,订单编号,下单日期,交付日期,客户编号,产品编码,数量"
    file = f"{head}\n{mark},XS-{mark},2023.1.6,2023.2.1,{number},{code},1\n"
    page = await upload(clerk, "/orders/import", file)
    assert "已导入 1 行" in page.text
    (kept,) = (await sale.seller.get("orders", "/orders", Page[OrderView], q=f"XS-{mark}", limit=5)).items
    record = await clerk.see(f"/orders/{kept.id}")
    assert ("已完成" in record.text, record.codes) == (True, [])


async def test_a_file_without_its_columns_is_told(desk: Sit) -> None:
    clerk = await desk("wu.orders", "en")
    for path in ("/orders/import", "/payments/import"):
        page = await upload(clerk, path, "a,b\n1,2\n")
        assert "A line has to name the columns" in page.text or "a line has to name the columns" in page.text, path


@pytest.mark.browser
async def test_the_pages_of_imports_fit_a_phone(sit: Open) -> None:
    for size in (PHONE, DESK):
        page = await sit("wu.orders", size=size)
        for path in ("/orders/import", "/payments/import", "/contracts/import"):
            await page.goto(path)
            await page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
