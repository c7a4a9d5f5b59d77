"""When does commission accrue, when is it clawed back, and when may it be paid?"""

from decimal import Decimal

import pytest

from messages.collections.commission import CommissionComponent as Component
from messages.collections.commission import CommissionKind as Kind
from messages.collections.commission import CommissionMode as Mode
from messages.errors import RuleViolation
from messages.money import Money
from services.collections.domain.commission.booking import Quota
from services.collections.domain.commission.facts import FactKind
from services.collections.domain.commission.lines import by_quota
from services.collections.domain.commission.plans import must_be_sound, must_begin_later, version_of
from services.collections.domain.commission.shares import percents_of
from tests.domain.collections.commission.scenes import (
    CHEN,
    EAST,
    LI,
    ZHAO,
    Book,
    back,
    goods,
    moment,
    money,
    on,
    plan,
    released,
    split,
    tiers,
)


def test_feature_156_goods_at_the_terminal_accrue_and_are_payable_at_once() -> None:
    book = Book(plan(Mode.TERMINAL))
    (line,) = book.hear(goods(5, "1000.00", "SH-4"), money(6, "400.00"))
    assert (line.accrued, line.payable, line.shipment_number) == (Decimal("30.00"), Decimal("30.00"), "SH-4")
    assert line.happened_on == on(5)


def test_feature_157_confirmed_money_accrues_and_is_payable_at_once() -> None:
    book = Book(plan(Mode.COLLECTION))
    (line,) = book.hear(goods(5, "1000.00"), money(6, "400.00", "PM-8", "AR-2"))
    assert (line.accrued, line.payable) == (Decimal("12.00"), Decimal("12.00"))
    assert (line.payment_number, line.receivable_number) == ("PM-8", "AR-2")


def test_feature_158_what_is_collected_is_payable_as_far_as_goods_arrived() -> None:
    book = Book(plan(Mode.COLLECTION_AND_TERMINAL))
    book.hear(money(3, "400.00"))
    assert (book.accrued(), book.payable()) == (Decimal("12.00"), Decimal(0))
    (line,) = book.hear(goods(5, "300.00", "SH-1"))
    assert (line.kind, line.payable, line.basis) == (Kind.PAYABLE, Decimal("9.00"), Decimal("300.00"))
    book.hear(goods(6, "700.00", "SH-2"))
    assert (book.accrued(), book.payable()) == (Decimal("12.00"), Decimal("12.00"))
    book.hear(money(7, "600.00", "PM-2"))
    assert (book.accrued(), book.payable()) == (Decimal("30.00"), Decimal("30.00"))


def test_feature_160_what_is_payable_names_its_payment_and_its_shipment() -> None:
    book = Book(plan(Mode.COLLECTION_AND_TERMINAL))
    book.hear(money(1, "500.00", "PM-1"), money(2, "500.00", "PM-2"))
    book.hear(goods(3, "700.00", "SH-1"), goods(4, "300.00", "SH-2"))
    found = [(one.payment_number, one.shipment_number, one.basis) for one in book.lines if one.kind is Kind.PAYABLE]
    assert found == [
        ("PM-1", "SH-1", Decimal("500.00")), ("PM-2", "SH-1", Decimal("200.00")), ("PM-2", "SH-2", Decimal("300.00")),
    ]  # fmt: skip


def test_feature_119_a_return_claws_back_what_its_goods_had_accrued() -> None:
    book = Book(plan(Mode.TERMINAL))
    (accrual,) = book.hear(goods(5, "1000.00"))
    (line,) = book.hear(back(9, "250.00"))
    assert (line.kind, line.accrual_id, line.accrued) == (Kind.CLAWED_BACK, accrual.id, Decimal("-7.50"))
    assert (line.source_number, line.rate, line.happened_on) == ("RT-1", accrual.rate, on(9))
    book.hear(back(10, None))
    assert book.accrued() == book.payable() == 0


def test_a_return_of_paid_goods_takes_what_was_payable_and_the_money_that_goes_back_what_accrued() -> None:
    book = Book(plan(Mode.COLLECTION_AND_TERMINAL))
    book.hear(money(1, "1000.00"), goods(2, "1000.00"))
    book.hear(back(3, "200.00"))
    assert (book.accrued(), book.payable()) == (Decimal("30.00"), Decimal("24.00"))
    book.hear(released(4, "1000.00"), money(5, "800.00"))
    assert (book.accrued(), book.payable()) == (Decimal("24.00"), Decimal("24.00"))


def test_col_145_a_claw_back_that_is_heard_of_before_its_accrual_waits() -> None:
    book = Book(plan(Mode.TERMINAL))
    assert book.hear(back(9, "250.00")) == []
    book.hear(goods(5, "1000.00"))
    assert book.accrued() == Decimal("22.50")


def test_col_145_money_that_goes_takes_from_the_newest_of_its_own_payment() -> None:
    book = Book(plan(Mode.COLLECTION), plan(Mode.COLLECTION, "5", version=2, day=4))
    book.hear(money(3, "100.00"), money(5, "100.00"), money(6, "100.00", "PM-2"), released(7, "150.00"))
    clawed = [(one.basis, one.rate, one.accrued) for one in book.lines if one.kind is Kind.CLAWED_BACK]
    assert clawed == [
        (Decimal("-100.00"), Decimal(5), Decimal("-5.00")), (Decimal("-50.00"), Decimal(3), Decimal("-1.50")),
    ]  # fmt: skip


def test_col_150_booking_again_writes_nothing() -> None:
    book = Book(plan(Mode.COLLECTION_AND_TERMINAL))
    book.hear(money(1, "400.00"), goods(2, "300.00"), released(3, "100.00"))
    assert book.hear() == []
    assert book.hear(goods(9, "0.00", "SH-9")) == []


def test_col_145_goods_heard_of_late_move_a_claw_back_to_the_accrual_that_it_is_of() -> None:
    """Between two receipts under two rates: what was clawed back from the older one is given again."""
    book = Book(plan(Mode.TERMINAL), plan(Mode.TERMINAL, "10", version=2, day=4))
    book.hear(goods(3, "100.00"), back(9, "100.00"))
    assert book.accrued() == 0
    book.hear(goods(5, "100.00"))
    assert book.accrued() == Decimal("3.00")


def test_feature_163_a_version_changes_only_what_happens_from_then_on() -> None:
    book = Book(plan(Mode.COLLECTION), plan(Mode.COLLECTION, "5", version=2, day=10))
    book.hear(money(9, "100.00"), money(10, "100.00", "PM-2"))
    assert [(one.plan.version, one.accrued) for one in book.lines] == [(1, Decimal("3.00")), (2, Decimal("5.00"))]
    (line,) = book.hear(released(12, "100.00"))
    assert (line.rate, line.accrued, line.plan.version) == (Decimal(3), Decimal("-3.00"), 1)


def test_col_140_the_closest_units_plan_counts_and_none_before_the_first() -> None:
    whole, east, other = (
        plan(Mode.TERMINAL),
        plan(Mode.TERMINAL, unit="cs/east", day=2),
        plan(Mode.TERMINAL, unit="cs/w"),
    )
    found = [version_of([whole, east, other], EAST, moment(day)) for day in (-1, 1, 2)]
    assert found == [None, whole, east]


def test_col_141_only_the_first_version_begins_at_once() -> None:
    must_begin_later(moment(1), moment(1), None)
    must_begin_later(moment(2), moment(1), moment(0))
    for begins, last in ((moment(1), moment(0)), (moment(3), moment(3))):
        with pytest.raises(RuleViolation, match="COL-141"):
            must_begin_later(begins, moment(1), last)


def test_col_142_tiers_rise_and_belong_to_a_quota() -> None:
    must_be_sound(Mode.QUOTA, Decimal(0), tiers(("0", "1"), ("80", "2")))
    must_be_sound(Mode.TERMINAL, Decimal(3), ())
    wrong = (
        (Mode.QUOTA, "0", ()), (Mode.TERMINAL, "3", tiers(("0", "1"))), (Mode.QUOTA, "1", tiers(("0", "1"))),
        (Mode.QUOTA, "0", tiers(("80", "1"), ("80", "2"))),
    )  # fmt: skip
    for mode, rate, some in wrong:
        with pytest.raises(RuleViolation, match="COL-142"):
            must_be_sound(mode, Decimal(rate), some)


def test_feature_164_a_split_is_100_percent_to_the_cent_and_the_remainder_has_the_odd_one() -> None:
    thirds = split(0, (CHEN, "33.3333"), (ZHAO, "33.3333"), (LI, "33.3334"))
    book = Book(plan(Mode.COLLECTION, "1"), splits=[thirds, split(8, (CHEN, "50"), (LI, "50"))])
    book.hear(money(3, "1.00"), money(9, "100.00", "PM-2"))
    assert [one.accrued for one in book.lines] == [Decimal(x) for x in ("0.00", "0.01", "0.00", "0.50", "0.50")]
    assert {one.person.percent for one in book.lines if one.payment_number == "PM-2"} == {Decimal(50)}


def test_col_144_each_has_one_share_and_the_remainder_is_more_than_nothing() -> None:
    assert percents_of([(CHEN, Decimal("30"))], LI) == [(CHEN, Decimal(30)), (LI, Decimal(70))]
    for shares, rest in (([(CHEN, Decimal(60)), (ZHAO, Decimal(40))], LI), ([(LI, Decimal(60))], LI),
                         ([(CHEN, Decimal(10)), (CHEN, Decimal(10))], LI)):  # fmt: skip
        with pytest.raises(RuleViolation, match="COL-144"):
            percents_of(shares, rest)


def test_col_143_basis_times_rate_is_rounded_half_up_to_what_can_be_paid() -> None:
    for amount, rate, currency, said in (("0.50", "1", "CNY", "0.01"), ("0.49", "1", "CNY", "0.00"),
                                         ("150.00", "1", "JPY", "2.00")):  # fmt: skip
        book = Book(plan(Mode.COLLECTION, rate), currency=currency)
        book.hear(money(1, amount))
        assert book.accrued() == Decimal(said)


def test_feature_161_days_early_bear_a_bonus_and_days_late_a_penalty_that_can_be_computed_again() -> None:
    """COL-147, COL-148: 36,500 x 6 % x 10 / 365 and 36,000 x 12 % x 3 / 360."""
    early = plan(Mode.COLLECTION, early_bonus=Decimal(6), late_penalty=Decimal(12))
    book = Book(early)
    book.hear(money(11, "36500.00", received_on=on(10), due_on=on(20)), money(12, "5.00", "PM-2", received_on=on(20)))
    (bonus,) = [one for one in book.lines if one.component is Component.EARLY_BONUS]
    assert (bonus.days, bonus.rate, bonus.accrued) == (10, Decimal(6), Decimal("60.00"))
    late = Book(plan(Mode.TERMINAL, late_penalty=Decimal(12), day_count=360))
    (penalty,) = late.hear(money(23, "36000.00", received_on=on(23), due_on=on(20)))
    assert (penalty.component, penalty.days, penalty.accrued) == (Component.LATE_PENALTY, -3, Decimal("-36.00"))
    late.hear(released(30, "36000.00"))
    assert late.accrued() == 0
    on_the_day = Book(early)
    assert len(on_the_day.hear(money(20, "100.00", received_on=on(20), due_on=on(20)))) == 1


def test_feature_159_by_quota_each_part_of_the_money_earns_the_rate_of_its_tier() -> None:
    """COL-149: below 80 % nothing, then 2 %, above 100 % 4 %."""
    by = plan(Mode.QUOTA, "0", tiers=tiers(("80", "2"), ("100", "4")))
    book = Book(by, quotas={(LI, "2026-01"): Quota(Decimal("1000.00"), Decimal("700.00"))})
    book.hear(money(3, "100.00"), money(4, "400.00", "PM-2"))
    first, second = book.lines
    assert (first.accrued, first.quota, first.attained) == (Decimal("0.00"), Decimal("1000.00"), Decimal("700.00"))
    assert (second.accrued, second.attained, second.rate) == (Decimal("12.00"), Decimal("800.00"), Decimal("3.0000"))
    book.hear(released(5, "400.00", "PM-2"))
    assert book.accrued() == 0
    assert by_quota(by, Money.of("1", "CNY"), quota=Decimal(1000), attained=Decimal(799)).amount == 0
    nobody = Book(by)
    (line,) = nobody.hear(money(3, "100.00"))
    assert (line.accrued, line.quota) == (Decimal("0.00"), None)


def test_col_146_what_an_order_costs_beside_its_goods_is_payable_when_all_arrived() -> None:
    book = Book(plan(Mode.COLLECTION_AND_TERMINAL))
    book.hear(money(1, "1000.00"), goods(2, "900.00"))
    assert book.payable() == Decimal("27.00")
    book.hear(goods(3, "1000.00", "order", FactKind.ARRIVED))
    assert book.payable() == Decimal("30.00")
    book.hear(back(5, None))
    assert (book.accrued(), book.payable()) == (Decimal("30.00"), Decimal(0))


def test_feature_159_money_that_was_not_there_lifts_nobody_to_a_higher_tier_though_nobody_had_looked() -> None:
    by = plan(Mode.QUOTA, "0", tiers=tiers(("0", "1"), ("100", "10")))
    facts = [money(3, "900.00"), released(4, "900.00"), money(5, "900.00", "PM-2")]
    for batches in ([facts], [[one] for one in facts]):
        book = Book(by, quotas={(LI, "2026-01"): Quota(Decimal("1000.00"), Decimal(0))})
        for batch in batches:
            book.hear(*batch)
        assert book.accrued() == Decimal("9.00")
