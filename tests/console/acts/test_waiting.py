"""Does a page say who signs next, why it waits, and what a to-do takes, so that one can act in a minute?"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from playwright.async_api import Page

from console.pages.parts.next_signers import describe
from console.wording.words import Words
from deploy.cast.player import until
from deploy.cast.sale import task_about
from messages.approvals.parts import Why
from messages.approvals.requests import RequestView, SignerView, StepView
from messages.approvals.states import StepState, TaskState
from messages.approvals.tasks import InboxItem, InboxPage
from messages.base import Page as Listed
from messages.collections.payments import PaymentView, RecordPayment
from messages.collections.receivables import ReceivableView
from messages.orders.orders import OrderView
from messages.orders.shipments import Ship, ShipmentView
from tests.console.conftest import PHONE, Desk
from tests.whole_stack import SalesSoFar

Sit = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[Page]]


async def reserved(sales: SalesSoFar) -> OrderView:
    sale = await sales.sale()
    contract = await sales.drafted(sale, quantity=2, price="4600.00")
    await sale.make_effective(contract.id)
    return await sale.reserved(contract.id)


async def todo(sales: SalesSoFar, login: str, number: str, kind: str) -> InboxItem:
    """The to-do of this kind whose number it is, once its process has opened it."""
    player = await sales.cast.player(login)

    async def look() -> InboxItem | None:
        found = await player.get("approvals", "/inbox", InboxPage, q=number)
        return next((one for one in found.items if one.todo == kind), None)

    return await until(look, what=f"the to-do {kind} of {number}")


async def test_case_f_after_submitting_the_page_says_who_signs_next(desk: Sit, sales: SalesSoFar) -> None:
    contract = await sales.drafted(await sales.sale())
    page = await (await desk("li.sales", "zh")).act(f"/contracts/{contract.id}", "/submit")
    assert "现在同时等待" in page.text
    assert "孙律（法务审核，最迟" in page.text
    assert "钱芳" in page.text
    again = await sales.opened(await sales.sale())
    english = await (await desk("li.sales", "en")).act(f"/opportunities/{again.id}", "/register")
    assert "Now it waits for 王丽 Wang Li (Manager, by" in english.text


async def test_case_f_a_shipper_has_goods_address_and_the_act_on_the_page_of_the_to_do(
    desk: Sit, sales: SalesSoFar, sit: Open
) -> None:
    order = await reserved(sales)
    asked = await todo(sales, "zheng.shipper", order.number, "ship")
    shipper = await desk("zheng.shipper", "zh")
    page = await shipper.see(f"/tasks/{asked.task_id}")
    for words in ("1 Example Road", order.customer_name, order.lines[0].product_name, "¥9,200.00", "剩余"):
        assert words in page.text
    assert not page.codes
    phone = await sit("zheng.shipper", size=PHONE)
    await phone.goto(f"/tasks/{asked.task_id}")
    assert await phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    done = await shipper.act(f"/tasks/{asked.task_id}", "/ship", carrier="顺丰", tracking="SF1")
    assert order.number in done.text


async def test_case_f_finance_confirms_a_payment_and_issues_an_invoice_on_the_page_of_the_to_do(
    desk: Sit, sales: SalesSoFar
) -> None:
    order = await reserved(sales)
    sale = await sales.sale()
    await sale.account(order.id)
    command = RecordPayment(
        id=uuid4(), customer_id=order.customer_id, order_id=order.id, amount=order.total,
        received_on=order.placed_at.date(), reference=f"B-{uuid4().hex[:8]}",
    )  # fmt: skip
    paid = await sale.seller.post("collections", "/payments", command, PaymentView, key=command.id)
    asked = await todo(sales, "qian.finance", paid.number, "confirm_payment")
    finance = await desk("qian.finance", "zh")
    page = await finance.see(f"/tasks/{asked.task_id}")
    assert "¥9,200.00" in page.text
    assert str(command.reference) in page.text
    assert order.lines[0].product_name in page.text
    assert "已确认" in (await finance.act(f"/tasks/{asked.task_id}", "/confirm")).text


async def test_case_f_an_order_says_why_it_waits(desk: Sit, sales: SalesSoFar) -> None:
    order = await reserved(sales)
    await todo(sales, "zheng.shipper", order.number, "ship")
    seller = await desk("li.sales", "zh")
    page = await seller.see(f"/orders/{order.id}")
    assert "为什么在等 确认发货" in page.text
    assert "等待发货" in page.text or "等待" in page.text
    assert "剩余" in page.text
    shipper = await sales.cast.player("zheng.shipper")
    await shipper.post("orders", f"/orders/{order.id}/ship", Ship(id=uuid4()), ShipmentView)
    sent = (await shipper.get("orders", f"/orders/{order.id}/shipments", list[ShipmentView]))[0]
    await todo(sales, "zheng.shipper", sent.number, "receive")
    waiting = (await seller.see(f"/orders/{order.id}")).text
    assert f"确认收货 {sent.number}" in waiting
    assert "确认收货" in (await (await desk("ops", "zh")).see(f"/find?number={order.number}")).text


async def test_case_f_contract_registration_opportunity_and_receivable_say_why_they_wait(
    desk: Sit, sales: SalesSoFar
) -> None:
    seller = await desk("li.sales", "zh")
    draft = await sales.drafted(await sales.sale())
    assert "为什么在等 提交审批 ：等待李伟" in (await seller.see(f"/contracts/{draft.id}")).text
    contract = await sales.submitted(await sales.sale())
    await task_about(await sales.cast.player("sun.legal"), contract.id)
    for path in (f"/contracts/{contract.id}", f"/opportunities/{contract.opportunity_id}"):
        assert "法务审核 ：等待孙律" in (await seller.see(path)).text
    sale = await sales.sale()
    asked = await sale.register((await sales.opened(sale)).id)
    await task_about(await sales.cast.player("wang.manager"), asked.id)
    assert "等待王丽 Wang Li" in (await seller.see(f"/registrations/{asked.id}")).text


async def test_case_f_a_receivable_waits_for_its_customer(desk: Sit, sales: SalesSoFar, sold: OrderView) -> None:
    player = await sales.cast.player("li.sales")
    found = await player.get("collections", "/receivables", Listed[ReceivableView], order_id=sold.id)
    page = await (await desk("li.sales", "zh")).see(f"/receivables/{found.items[0].id}")
    assert f"客户付款 ：等待{sold.customer_name}" in page.text


@pytest.mark.parametrize(
    ("mode", "zh"), [("all", "甲、乙（法务）"), ("any", "甲、乙中任一人（法务）"), ("sequence", "甲、乙依次（法务）")]
)
def test_the_next_signers_are_said_in_the_way_they_are_asked(mode: str, zh: str) -> None:
    signers = [
        SignerView(task_id=uuid4(), person_id=None, name=name, state=TaskState.OPEN, why=Why(code="signer.person"))
        for name in ("甲", "乙")
    ]
    step = StepView(
        step_id=uuid4(), key="legal", name={"zh": "法务"}, round=1, state=StepState.OPEN, mode=mode, signers=signers,
        opened_at=datetime.now(UTC),
    )  # fmt: skip
    request = RequestView.model_construct(steps=[step], coming=[])
    assert describe(Words("zh", "Asia/Shanghai"), request) == f"现在等待{zh}审批。"


def test_a_day_is_late_when_it_is_over() -> None:
    w = Words("zh", "Asia/Shanghai")
    today = datetime.now(w.tz).date()
    assert not w.is_late(today)
    assert w.is_late(today - timedelta(days=1))
    assert "已逾期" in w.until(today - timedelta(days=40))
    assert "截止" in w.until(today)


async def test_returned_work_has_its_acts_on_the_page_of_the_to_do(desk: Sit, sales: SalesSoFar, sit: Open) -> None:
    sale = await sales.sale()
    contract = await sales.drafted(sale, quantity=2)
    await sale.make_effective(contract.id)
    asked, order = await sale.register((await sales.opened(sale)).id), await sale.place(contract.id)
    drafted = await sales.drafted(await sales.sale())
    await sale.seller.post("deals", f"/contracts/{drafted.id}/submit", None, object)
    for id in (asked.id, drafted.id, order.id):
        await sale.decide_all(id, "return", "Add the budget")
    seller, phone = await desk("li.sales", "zh"), await sit("li.sales", size=PHONE)
    for number, act in ((drafted.number, "/submit"), (order.number, "/resubmit"), (asked.number, "/resubmit")):
        returned = await todo(sales, "li.sales", number, "resubmit")
        page = await seller.see(f"/tasks/{returned.task_id}")
        assert page.form(act)
        assert "没有需要您处理的内容" not in page.text
        await phone.goto(f"/tasks/{returned.task_id}")
        assert await phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    done = await seller.act(f"/tasks/{returned.task_id}", "/resubmit", note="Budget 1M")
    assert asked.number in done.text
