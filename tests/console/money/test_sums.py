"""Does a table add up what stands? (case E13)"""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.base.clock import new_id, now
from console.pages.orders.orders import fields_of
from console.pages.parts.order_sums import due_of, echo_of, standing, sums_of
from console.pages.parts.status_chips import chip
from console.view_models import Share, Table, Worded
from messages.approvals.clocks import NOT_RESUBMITTED
from messages.collections.invoices import InvoiceStatus
from messages.collections.receivables import OrderAccount
from messages.money import Money, UnitPrice, total
from messages.orders.orders import OrderLineView, OrderStatus, OrderView
from messages.texts import text

STANDING = (InvoiceStatus.REQUESTED, InvoiceStatus.ISSUED)


@given(st.lists(st.tuples(st.sampled_from(InvoiceStatus), st.integers(1, 10**6)), min_size=2, max_size=8))
def test_case_e13_refused_cancelled_and_reversed_invoices_are_in_no_sum(rows: list[tuple[InvoiceStatus, int]]) -> None:
    cells = [(str(place), chip("invoice", one), Money.of(n, "CNY")) for place, (one, n) in enumerate(rows)]
    counted = [Money.of(n, "CNY") for one, n in rows if one in STANDING]
    sums = Table("nav.invoices", ("number", "status", "amount"), cells).sums
    assert sums == ({"amount": total(counted, "CNY")} if counted else {})


def cny(amount: str) -> Money:
    return Money.of(Decimal(amount), "CNY")


@pytest.mark.parametrize(
    ("part", "permille"), [("0.00", 0), ("0.01", 0), ("33.33", 333), ("99.99", 999), ("100.00", 1000), ("100.01", 1000)]
)
def test_case_e13_a_bar_is_full_only_when_all_is_there(part: str, permille: int) -> None:
    assert Share(cny(part), cny("100.00")).permille == permille
    assert Share(cny(part), cny("0.00")).permille == 0


def test_case_e13_no_sum_is_said_of_a_part_of_the_rows() -> None:
    rows = [("1", Share(cny("1.00"), cny("3.00"))), ("2", Share(cny("2.00"), cny("3.00")))]
    assert Table("nav.orders", ("number", "paid"), rows).sums == {"paid": cny("3.00")}
    assert Table("nav.orders", ("number", "paid"), rows, all="/orders").sums == {}
    assert Table("nav.orders", ("number", "paid"), [*rows, ("3", None)]).sums == {}


def an_order(status: OrderStatus, *, shipped: int = 0, received: int = 0) -> OrderView:
    line = OrderLineView(
        product_id=new_id(), product_code="A", product_name="A", quantity=10, amount=cny("100.00"),
        price=UnitPrice.of("10.00", "CNY"),
        reserved=0, shipped=shipped, received=received,
    )  # fmt: skip
    texts = dict.fromkeys(
        ("number", "contract_number", "customer_name", "owner_name", "legal_entity_id", "ship_to"), "x"
    )
    ids = {name: new_id() for name in ("id", "contract_id", "customer_id", "owner_id")}
    more = {"guidance": None, "cancel_reason": None, "placed_at": now(), "completed_at": None, "version": 1}
    return OrderView(**ids, **texts, **more, round=1, status=status, lines=[line], total=cny("100.00"))


def an_account(order: OrderView, *, paid: str, waiting: str, invoiced: str) -> OrderAccount:
    money = {"paid": cny(paid), "waiting": cny(waiting), "invoiced": cny(invoiced)}
    money |= dict.fromkeys(("requested", "written_off"), cny("0.00"))
    return OrderAccount(
        order_id=order.id, total=order.total, receivable=order.total, next_due_on=None, settled=False,
        invoiced_in_full=False, **money,
    )  # fmt: skip


def test_case_e13_of_several_orders_what_stands_is_added_up_and_a_cancelled_one_is_not() -> None:
    one, other = an_order(OrderStatus.RESERVED, shipped=4, received=1), an_order(OrderStatus.SHIPPED, shipped=10)
    gone = an_order(OrderStatus.CANCELLED, shipped=10, received=10)
    accounts = {
        one.id: an_account(one, paid="20.00", waiting="5.00", invoiced="0.00"),
        other.id: an_account(other, paid="100.00", waiting="0.00", invoiced="60.00"),
    }
    shown = [(name, share.part) for name, share in standing([one, other, gone], accounts, cny("300.00"))]
    names = ("shipped", "received", "paid", "waiting", "invoiced")
    assert shown == list(zip(names, map(cny, ("140.00", "10.00", "120.00", "5.00", "60.00")), strict=True))
    unknown = standing([one, other], {one.id: accounts[one.id]}, cny("300.00"))
    assert [name for name, _ in unknown] == ["shipped", "received"]  # the money of one is not the money of both
    assert sums_of(gone, {}) == (gone.total, None, None, None, None, None)


@pytest.mark.parametrize(
    ("reason", "zh", "en"),
    [
        (NOT_RESUBMITTED, "退回后未在期限内重新提交", "not submitted again in time"),
        ("status.outcome.REJECTED", "已拒绝", "rejected"),
        ("客户改变主意", "客户改变主意", "客户改变主意"),
    ],
)
def test_case_f_why_an_order_was_cancelled_is_said_in_its_reader_s_words(reason: str, zh: str, en: str) -> None:
    order = an_order(OrderStatus.CANCELLED).model_copy(update={"cancel_reason": reason})
    shown = dict(fields_of(order, None))["cancel_reason"]
    assert isinstance(shown, Worded)
    assert [text(shown.code, lang) for lang in ("zh", "en")] == [zh, en]


@pytest.mark.parametrize(("late", "shown"), [(12, 12), (0, None)])
def test_feature_126_the_row_of_an_order_has_its_next_due_day_and_how_late_it_is(late: int, shown: int | None) -> None:
    order, day = an_order(OrderStatus.RECEIVED), date(2026, 3, 1)
    account = an_account(order, paid="10.00", waiting="0.00", invoiced="0.00").model_copy(
        update={"next_due_on": day, "days_late": late}
    )
    assert due_of(order, {order.id: account}) == (day, shown)
    assert due_of(order, {}) == (None, None)
    assert dict(echo_of(account)).get("days_late") == shown
    assert dict(echo_of(account))["next_due_on"] == day
