"""Is money suggested to whom it belongs, and does the reason say why? (features 124 and 198)"""

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.collections.bank import AcceptBankEntry, BankEntryStatus
from messages.collections.payments import Allocation, PaymentStatus
from messages.errors import Malformed, RuleViolation
from messages.money import Money
from services.collections.domain.bank import decisions
from services.collections.domain.bank.debts import Debts, OpenDebt, RecordedPayment
from services.collections.domain.bank.matching import OpenEntry, Suggestion, suggest

NAMES = UUID(int=7)
NORTH, SOUTH = "上海示例贸易有限公司", "深圳市南方科技有限公司"


def id_of(name: str) -> UUID:
    return uuid5(NAMES, name)


def debt(
    number: str, room: str, *, customer: str = NORTH, due: int = 1, order: str = "", names: tuple[str, ...] = ()
) -> OpenDebt:
    order_id = id_of(order) if order else None
    named = (order, *names) if order else names
    return OpenDebt(
        id_of(number), number, id_of(customer), customer, Decimal(room), date(2026, 10, due), order_id, named
    )


def entry(amount: str, *, text: str = "", payer: str = "", payer_key: str | None = None) -> OpenEntry:
    return OpenEntry(id_of("entry"), Decimal(amount), payer, text, payer_key)


def first(amount: str, *debts: OpenDebt, **said: str) -> Suggestion:
    return suggest(entry(amount, **said), Debts(debts), {})[0]


def parts(found: Suggestion) -> dict[str, str]:
    return {debt.number: str(amount) for debt, amount in found.parts}


def why(found: Suggestion) -> list[str]:
    return [reason.code.removeprefix("bank.why.") for reason in found.reasons]


OWED = (
    debt("SO-2026-X-000020-R1", "3000.00", due=1, order="SO-2026-X-000020"),
    debt("SO-2026-X-000020-R2", "7000.00", due=20, order="SO-2026-X-000020"),
    debt("SO-2026-X-000021-R1", "500.00", due=5, order="SO-2026-X-000021", names=("26327000000012345678",)),
    debt("SO-2026-X-000022-R1", "800.00", customer=SOUTH, order="SO-2026-X-000022"),
)


def test_feature_198_col_92_the_number_in_the_text_says_whose_it_is_whoever_paid() -> None:
    found = first("10000.00", *OWED, text="货款so2026 x-000020，谢谢", payer="别人")
    assert parts(found) == {"SO-2026-X-000020-R1": "3000.00", "SO-2026-X-000020-R2": "7000.00"}
    assert (why(found), found.rest) == (["number", "equal_sum"], Decimal("0.00"))
    assert parts(first("500.00", *OWED, text="发票26327000000012345678")) == {"SO-2026-X-000021-R1": "500.00"}
    one = first("7000.00", *OWED, text="SO-2026-X-000020-R2")
    assert parts(one) == {"SO-2026-X-000020-R2": "7000.00"}


def test_feature_198_a_number_that_only_begins_a_longer_one_is_not_named() -> None:
    debts = (
        debt("A-1", "5.00", order="SO-2026-X-3", customer=NORTH),
        debt("A-2", "6.00", order="SO-2026-X-30", customer=SOUTH),
    )
    found = suggest(entry("99.00", text="SO-2026-X-30"), Debts(debts), {})
    assert [one.customer_name for one in found] == [SOUTH]
    assert suggest(entry("99.00", text="SO-2026-X-301"), Debts(debts), {}) == []


def test_feature_124_one_receipt_over_several_orders_and_instalments() -> None:
    found = first("10500.00", *OWED, text="SO-2026-X-000020 / SO-2026-X-000021", payer=NORTH)
    assert parts(found) == {
        "SO-2026-X-000020-R1": "3000.00",
        "SO-2026-X-000020-R2": "7000.00",
        "SO-2026-X-000021-R1": "500.00",
    }
    assert set(why(found)) == {"number", "name", "equal_sum"}
    two = first("7500.00", *OWED, payer=NORTH)
    assert parts(two) == {"SO-2026-X-000020-R2": "7000.00", "SO-2026-X-000021-R1": "500.00"}


def test_feature_198_a_name_settles_the_equal_debt_else_the_oldest_and_the_rest_is_said() -> None:
    equal = first("500.00", *OWED, payer="上海市示例贸易有限责任公司")
    assert (parts(equal), why(equal)) == ({"SO-2026-X-000021-R1": "500.00"}, ["name", "equal"])
    oldest = first("3100.00", *OWED, payer=NORTH)
    assert parts(oldest) == {"SO-2026-X-000020-R1": "3000.00", "SO-2026-X-000021-R1": "100.00"}
    assert why(oldest) == ["name", "oldest"]
    more = first("900.00", *OWED, payer=SOUTH)
    assert (parts(more), more.rest, why(more)) == (
        {"SO-2026-X-000022-R1": "800.00"},
        Decimal("100.00"),
        ["name", "oldest", "rest"],
    )


def test_feature_198_who_paid_before_and_who_alone_owes_the_amount_are_suggested_with_less_weight() -> None:
    before = suggest(entry("1.00", payer="某人", payer_key="account:1"), Debts(OWED), {"account:1": id_of(SOUTH)})
    assert (before[0].customer_name, why(before[0])) == (SOUTH, ["paid_before", "oldest"])
    only = first("800.00", *OWED)
    assert (only.customer_name, why(only)) == (SOUTH, ["equal"])
    assert suggest(entry("801.00"), Debts(OWED), {}) == []
    assert (
        before[0].score
        < first("500.00", *OWED, payer=NORTH).score
        < first("500.00", *OWED, payer=NORTH, text="SO-2026-X-000021").score
    )


def test_feature_198_what_a_colleague_recorded_is_that_money_and_no_second_payment() -> None:
    payment = RecordedPayment(id_of("PM-1"), "PM-1", id_of(NORTH), NORTH, Decimal("500.00"), "B-77", "B77")
    found = suggest(entry("500.00", text="x B-77", payer=NORTH), Debts(OWED, [payment]), {})
    assert found[0].payment == payment
    assert why(found[0]) == ["recorded", "reference", "name"]


def test_feature_198_an_order_that_owes_nothing_yet_is_named_and_the_money_waits_for_it() -> None:
    order = OpenDebt(id_of("SO-2026-X-000040"), "SO-2026-X-000040", id_of(NORTH), NORTH, Decimal("0.00"))
    found = first("300.00", order, text="SO-2026-X-000040 定金")
    assert (found.parts, found.rest, why(found)) == ([], Decimal("300.00"), ["number", "oldest", "rest"])


CENTS = st.integers(1, 10**6).map(lambda cents: Decimal(cents) / 100)


@given(CENTS, st.lists(CENTS, min_size=1, max_size=8), st.booleans())
def test_feature_124_a_suggestion_never_settles_more_than_came_or_than_is_owed(
    amount: Decimal, rooms: list[Decimal], named: bool
) -> None:
    debts = [debt(f"SO-2026-Y-{place:06d}", str(room), due=1 + place) for place, room in enumerate(rooms)]
    text = "SO-2026-Y-000000" if named else ""
    for one in suggest(entry(str(amount), text=text, payer=NORTH), Debts(debts), {}):
        assert sum((part for _, part in one.parts), one.rest) == amount
        assert all(Decimal(0) < part <= owed.room for owed, part in one.parts)
        assert 0 < one.score <= 100
        assert one.reasons


def test_col_87_to_col_91_what_may_be_decided_about_an_entry() -> None:
    decisions.must_be_open(BankEntryStatus.OPEN)
    decisions.must_have_come(Money.of("0.01", "CNY"))
    decisions.must_not_be_confirmer(confirmed_by=id_of("a"), reopened_by=id_of("b"))
    for rule, refused in (
        ("COL-87", lambda: decisions.must_be_open(BankEntryStatus.MATCHED)),
        ("COL-88", lambda: decisions.must_have_come(Money.of("-0.01", "CNY"))),
        ("COL-91", lambda: decisions.must_not_be_confirmer(confirmed_by=id_of("a"), reopened_by=id_of("a"))),
    ):
        with pytest.raises(RuleViolation) as no:
            refused()
        assert no.value.rule == rule


@pytest.mark.parametrize(
    "but",
    [
        {"payment": Money.of("1.01", "CNY")},
        {"payment": Money.of("1.00", "USD")},
        {"status": PaymentStatus.REVERSED},
        {"one_entity": False},
        {"has_entry": True},
    ],
)
def test_col_89_an_entry_is_a_recorded_payment_only_when_all_of_it_is_the_same(but: dict[str, object]) -> None:
    one = {"payment": Money.of("1.00", "CNY"), "status": PaymentStatus.RECORDED, "one_entity": True, "has_entry": False}
    decisions.must_be_that_money(Money.of("1.00", "CNY"), number="PM-1", **one)  # type: ignore[arg-type]
    with pytest.raises(RuleViolation, match="COL-89"):
        decisions.must_be_that_money(Money.of("1.00", "CNY"), number="PM-1", **{**one, **but})  # type: ignore[arg-type]


def test_col_90_who_accepts_says_whose_it_is_once() -> None:
    some = Allocation(receivable_id=id_of("a"), amount=Decimal("1.00"))
    decisions.must_say_whose(AcceptBankEntry(customer_id=id_of("a"), allocations=[some]))
    decisions.must_say_whose(AcceptBankEntry(payment_id=id_of("a")))
    for wrong in (
        AcceptBankEntry(),
        AcceptBankEntry(customer_id=id_of("a"), payment_id=id_of("b")),
        AcceptBankEntry(payment_id=id_of("b"), allocations=[some]),
    ):
        with pytest.raises(Malformed, match="COL-90"):
            decisions.must_say_whose(wrong)


def test_a_payer_is_known_again_by_his_account_else_by_his_name() -> None:
    assert decisions.payer_key("DE75 5121 0800", "x") == "account:de7551210800"
    assert decisions.payer_key("3100****8888", NORTH) == decisions.payer_key("", "上海市示例贸易有限公司")
    assert decisions.payer_key("", "-") is None
