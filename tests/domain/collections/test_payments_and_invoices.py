"""Is money divided, settled and invoiced to the cent?"""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.collections.invoices import InvoiceStatus
from messages.collections.payments import Allocation, PaymentStatus
from messages.collections.receivables import ReceivableStatus
from messages.deals.terms import InstalmentTrigger
from messages.errors import Malformed, RuleViolation
from messages.money import Money, total
from services.collections.domain import allocation, credit, invoices, lifecycle, payment_plans, payments

ONE, TWO = UUID(int=1), UUID(int=2)


def cny(amount: str) -> Money:
    return Money.of(amount, "CNY")


def terms(*percents: str) -> list[payment_plans.Term]:
    return [payment_plans.Term(n, Decimal(p), InstalmentTrigger.RECEIPT, 30) for n, p in enumerate(percents, 1)]


@pytest.mark.parametrize(
    ("now", "to", "allowed"),
    [
        pytest.param(ReceivableStatus.OPEN, ReceivableStatus.PAID, True, id="an open one is paid"),
        pytest.param(ReceivableStatus.PAID, ReceivableStatus.OPEN, True, id="a reversed payment opens it"),
        pytest.param(ReceivableStatus.PAID, ReceivableStatus.CANCELLED, False, id="a paid one is not cancelled"),
        pytest.param(ReceivableStatus.CANCELLED, ReceivableStatus.OPEN, False, id="a cancelled one stays so"),
    ],
)
def test_col_1_a_receivable_is_open_until_paid_or_cancelled(
    now: ReceivableStatus, to: ReceivableStatus, allowed: bool
) -> None:
    if allowed:
        assert lifecycle.move_receivable(now, to) is to
    else:
        with pytest.raises(RuleViolation, match="COL-1"):
            lifecycle.move_receivable(now, to)


def test_col_2_a_payment_is_decided_once() -> None:
    assert lifecycle.move_payment(PaymentStatus.RECORDED, PaymentStatus.REJECTED) is PaymentStatus.REJECTED
    with pytest.raises(RuleViolation, match="COL-2"):
        lifecycle.move_payment(PaymentStatus.REJECTED, PaymentStatus.CONFIRMED)
    with pytest.raises(RuleViolation, match="COL-2"):
        lifecycle.move_payment(PaymentStatus.REVERSED, PaymentStatus.REJECTED)


def test_col_2_what_is_owed_back_counts_again_when_it_settles_something() -> None:
    assert lifecycle.move_payment(PaymentStatus.REVERSED, PaymentStatus.CONFIRMED) is PaymentStatus.CONFIRMED


def test_col_3_an_issued_invoice_is_only_reversed() -> None:
    assert lifecycle.move_invoice(InvoiceStatus.ISSUED, InvoiceStatus.REVERSED) is InvoiceStatus.REVERSED
    with pytest.raises(RuleViolation, match="COL-3"):
        lifecycle.move_invoice(InvoiceStatus.ISSUED, InvoiceStatus.CANCELLED)
    with pytest.raises(RuleViolation, match="COL-3"):
        lifecycle.move_invoice(InvoiceStatus.REQUESTED, InvoiceStatus.REVERSED)


def test_col_4_instalments_add_up_to_the_contract() -> None:
    assert instalments("100.00", "33.33", "33.33", "33.34") == ["33.33", "33.33", "33.34"]
    with pytest.raises(RuleViolation, match="COL-4"):
        payment_plans.instalments(cny("100.00"), terms("50", "49.99"))


def instalments(amount: str, *percents: str) -> list[str]:
    return [str(part.amount) for part in payment_plans.instalments(cny(amount), terms(*percents))]


@given(cents=st.integers(1, 10**12), parts=st.lists(st.integers(1, 9999), min_size=1, max_size=12))
def test_col_5_an_order_owes_its_total_to_the_cent(cents: int, parts: list[int]) -> None:
    money = Money(amount=Decimal(cents) / 100, currency="CNY")
    made = payment_plans.receivables(money, terms(*[str(part) for part in parts]))
    assert total([part for _, part in made], "CNY") == money
    assert all(part for _, part in made)


def debt(id: UUID, room: str, due: date | None = None) -> allocation.Debt:
    return allocation.Debt(id, Decimal(room), due)


def part(id: UUID, amount: str) -> Allocation:
    return Allocation(receivable_id=id, amount=Decimal(amount))


def test_col_9_what_was_due_first_is_settled_first_and_the_undated_last() -> None:
    debts = [debt(uuid4(), "5.00"), debt(TWO, "10.00", date(2026, 2, 1)), debt(ONE, "10.00", date(2026, 1, 1))]
    assert allocation.oldest_first(Decimal("12.00"), debts) == [part(ONE, "10.00"), part(TWO, "2.00")]


@given(amount=st.integers(1, 10**6), rooms=st.lists(st.integers(0, 10**5), max_size=20))
def test_col_9_never_more_than_the_payment_and_never_more_than_is_open(amount: int, rooms: list[int]) -> None:
    debts = [allocation.Debt(UUID(int=n), Decimal(room), None) for n, room in enumerate(rooms)]
    parts = allocation.oldest_first(Decimal(amount), debts)
    assert sum(part.amount for part in parts) == min(amount, sum(rooms))
    assert all(part.amount <= rooms[part.receivable_id.int] for part in parts)


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param([part(ONE, "1.00"), part(ONE, "1.00")], id="one twice"),
        pytest.param([part(TWO, "1.00")], id="somebody else's"),
        pytest.param([part(ONE, "10.01")], id="a cent more than is open"),
        pytest.param([part(ONE, "9.01")], id="a cent more than was paid"),
    ],
)
def test_col_10_a_wrong_allocation_is_refused(parts: list[Allocation]) -> None:
    debts = {ONE: debt(ONE, "10.00")}
    assert allocation.validated_allocations(Decimal("9.00"), [part(ONE, "9.00")], debts) == [part(ONE, "9.00")]
    with pytest.raises(RuleViolation, match="COL-10"):
        allocation.validated_allocations(Decimal("9.00"), parts, debts)


def test_col_11_the_recorder_does_not_confirm() -> None:
    payments.must_not_be_recorder(recorded_by=ONE, confirmed_by=TWO)
    with pytest.raises(RuleViolation, match="COL-11"):
        payments.must_not_be_recorder(recorded_by=ONE, confirmed_by=ONE)


def test_col_12_money_is_not_received_tomorrow() -> None:
    now = datetime(2026, 3, 1, 17, tzinfo=UTC)  # already the 2nd in Shanghai
    payments.must_be_plausible_receipt(cny("0.01"), date(2026, 3, 2), now=now, tz="Asia/Shanghai", ahead_days=0)
    for amount, day in (("0.01", date(2026, 3, 3)), ("0.00", date(2026, 3, 2)), ("-1.00", date(2026, 3, 2))):
        with pytest.raises(Malformed, match="COL-12"):
            payments.must_be_plausible_receipt(cny(amount), day, now=now, tz="Asia/Shanghai", ahead_days=0)


def test_col_13_a_known_entry_is_named() -> None:
    known = payments.entry_in_use("BANK-1", cny("3.50"), 2)
    assert known.params == {"reference": "BANK-1", "amount": "3.50 CNY", "occurrence": 2}


def test_col_14_a_cancelled_order_takes_no_money() -> None:
    payments.must_be_settleable(cancelled=False, number="SO-1")
    with pytest.raises(RuleViolation, match="COL-14"):
        payments.must_be_settleable(cancelled=True, number="SO-1")


@pytest.mark.parametrize(("paid", "waiting"), [("0.01", "0"), ("0", "0.01")])
def test_col_15_a_receivable_with_money_on_it_is_not_cancelled(paid: str, waiting: str) -> None:
    payments.must_be_cancellable_receivable(paid=cny("0"), waiting=cny("0"), number="R")
    with pytest.raises(RuleViolation, match="COL-15"):
        payments.must_be_cancellable_receivable(paid=cny(paid), waiting=cny(waiting), number="R")


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        pytest.param(None, "30.00", id="all that is left"),
        pytest.param("30.00", "30.00", id="exactly what is left"),
        pytest.param("30.01", None, id="a cent more"),
        pytest.param("0.00", None, id="nothing"),
    ],
)
def test_col_16_an_order_is_invoiced_once(wanted: str | None, given: str | None) -> None:
    sums = {"total": cny("100.00"), "invoiced": cny("50.00"), "requested": cny("20.00")}
    asked = None if wanted is None else cny(wanted)
    if given is not None:
        assert invoices.amount_to_invoice(asked, **sums) == cny(given)
        return
    with pytest.raises(RuleViolation, match="COL-16"):
        invoices.amount_to_invoice(asked, **sums)


def test_col_17_an_order_is_invoiced_after_it_was_confirmed() -> None:
    invoices.must_be_invoiceable(confirmed=True, number="SO-1")
    with pytest.raises(RuleViolation, match="COL-17"):
        invoices.must_be_invoiceable(confirmed=False, number="SO-1")


@pytest.mark.parametrize(
    ("days", "name"),
    [(None, "undated"), (0, "not_due"), (1, "1-30"), (30, "1-30"), (31, "31-60"), (90, "61-90"), (91, "91+")],
)
def test_col_18_ageing_has_edges(days: int | None, name: str) -> None:
    assert credit.bucket(days) == name


def test_col_19_a_limit_is_not_negative_and_in_its_currency() -> None:
    credit.must_be_valid_limit(cny("0"), "CNY")
    credit.must_be_valid_limit(None, "CNY")
    for limit in (cny("-0.01"), Money.of("1", "USD")):
        with pytest.raises(Malformed, match="COL-19"):
            credit.must_be_valid_limit(limit, "CNY")


@pytest.mark.parametrize("status", PaymentStatus)
def test_col_67_finance_confirms_once(status: PaymentStatus) -> None:
    if status is PaymentStatus.RECORDED:
        payments.must_wait_for_finance(status)
    else:
        with pytest.raises(RuleViolation, match="COL-67"):
            payments.must_wait_for_finance(status)


def test_col_22_only_money_that_finance_saw_is_allocated_later() -> None:
    payments.must_be_allocatable(PaymentStatus.CONFIRMED)
    payments.must_be_allocatable(PaymentStatus.REVERSED)
    for unseen in (PaymentStatus.RECORDED, PaymentStatus.REJECTED):
        with pytest.raises(RuleViolation, match="COL-22"):
            payments.must_be_allocatable(unseen)


def test_col_125_one_invoice_is_over_orders_of_one_customer_legal_entity_and_currency() -> None:
    customer = uuid4()
    first = invoices.InvoicedTogether("SO-1", customer, "CS-CN", "CNY")
    invoices.must_go_together(first, [])
    invoices.must_go_together(first, [invoices.InvoicedTogether("SO-2", customer, "CS-CN", "CNY")])
    for other in (uuid4(), "CS-CN", "CNY"), (customer, "CS-US", "CNY"), (customer, "CS-CN", "USD"):
        with pytest.raises(RuleViolation, match="COL-125"):
            invoices.must_go_together(first, [invoices.InvoicedTogether("SO-3", *other)])


def test_col_126_an_invoice_names_each_of_its_orders_once() -> None:
    one, two = uuid4(), uuid4()
    invoices.must_be_named_once([one, two])
    with pytest.raises(Malformed) as wrong:
        invoices.must_be_named_once([one, two, one])
    assert wrong.value.field == "with_orders.1.order_id"
