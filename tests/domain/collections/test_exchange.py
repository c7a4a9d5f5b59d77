"""What does money settle in another currency, and is each cent of its difference accounted for?"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from messages.collections.exchange import Exchange, SetExchangeRate
from messages.collections.ledger import LedgerAccount, LedgerAct
from messages.errors import Malformed, RuleViolation
from messages.money import Money
from services.collections.domain import exchange, ledger
from services.collections.domain.bank.debts import Debts, OpenDebt
from services.collections.domain.bank.matching import OpenEntry, Reason, suggest_exchanged
from services.collections.domain.exchange import Parts, Quote, Value
from services.collections.domain.ledger import Subject

DAY = date(2026, 3, 2)
EURO = Quote("EUR", "CNY", Decimal("7.8"), DAY, "central bank")
YEN = Quote("CNY", "JPY", Decimal("20.5"), DAY, "x")
CENT = Decimal("0.01")
CENTS = st.decimals(min_value=CENT, max_value=Decimal("99999999.99"), places=2)
RATES = st.decimals(min_value=Decimal("0.0001"), max_value=Decimal("20000"), places=4)


@pytest.mark.parametrize(
    ("received", "currency", "at", "settles"),
    [
        pytest.param(Money.of("7800.00", "CNY"), "EUR", EURO, "1000.00", id="by what one euro costs"),
        pytest.param(Money.of("1000.00", "EUR"), "CNY", EURO, "7800.00", id="the other way round"),
        pytest.param(Money.of("0.39", "CNY"), "EUR", EURO, "0.05", id="exactly a cent"),
        pytest.param(Money.of("0.12", "CNY"), "EUR", EURO, "0.02", id="half a cent and more is one"),
        pytest.param(
            Money.of("1.00", "CNY"),
            "JPY",
            Quote("CNY", "JPY", Decimal("20.5"), DAY, "x"),
            "21.00",
            id="yen have no cents",
        ),
    ],
)
def test_col_130_money_settles_what_its_rate_makes_of_it(
    received: Money, currency: str, at: Quote, settles: str
) -> None:
    assert exchange.exchanged(received, currency, at) == Money.of(settles, currency)


@pytest.mark.parametrize(
    ("received", "currency"),
    [
        pytest.param(Money.of("0.03", "CNY"), "EUR", id="less than half a cent"),
        pytest.param(Money.of("1.00", "EUR"), "EUR", id="its own currency"),
        pytest.param(Money.of("1.00", "USD"), "EUR", id="another pair"),
    ],
)
def test_col_130_what_would_be_nothing_is_refused(received: Money, currency: str) -> None:
    with pytest.raises(Malformed, match="COL-139"):
        exchange.exchanged(received, currency, EURO)
    if received.currency == "CNY":
        assert exchange.exchanged(Money.of("0.04", "CNY"), "EUR", EURO) == Money.of("0.01", "EUR")


STATED = {"currency": "EUR", "rate": "7.9", "rate_of": "EUR", "source": "ICBC"}


@pytest.mark.parametrize(
    ("said", "day"),
    [
        pytest.param(STATED, DAY, id="of the day of the money"),
        pytest.param(STATED | {"rate_on": "2026-03-01"}, date(2026, 3, 1), id="of an earlier day"),
        pytest.param(STATED | {"rate_of": "CNY"}, DAY, id="for one yuan"),
    ],
)
def test_col_131_a_stated_rate_has_its_currency_day_and_source(said: dict[str, str], day: date) -> None:
    at = exchange.rate_stated(Exchange.model_validate(said), Money.of("1.00", "CNY"), DAY)
    assert at == Quote(said["rate_of"], {"EUR": "CNY", "CNY": "EUR"}[said["rate_of"]], Decimal("7.9"), day, "ICBC")


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(STATED | {"source": None}, id="without a source"),
        pytest.param(STATED | {"rate_of": None}, id="for one unit of what"),
        pytest.param(STATED | {"rate_of": "USD"}, id="of a third currency"),
        pytest.param(STATED | {"rate_on": "2026-03-03"}, id="of a day after the money"),
        pytest.param({"currency": "EUR", "source": "ICBC"}, id="a source without a rate"),
    ],
)
def test_col_131_a_rate_of_which_something_is_not_said_is_refused(said: dict[str, str | None]) -> None:
    with pytest.raises(Malformed, match="COL-131"):
        exchange.rate_stated(Exchange.model_validate(said), Money.of("1.00", "CNY"), DAY)
    assert exchange.rate_stated(Exchange(currency="EUR"), Money.of("1.00", "CNY"), DAY) is None


def test_col_132_a_day_without_a_rate_is_named_with_the_pair() -> None:
    with pytest.raises(RuleViolation) as no:
        exchange.kept_rate(None, "EUR", "CNY", DAY)
    assert (no.value.rule, no.value.params) == ("COL-132", {"base": "EUR", "quote": "CNY", "day": "2026-03-02"})
    assert exchange.kept_rate(EURO, "EUR", "CNY", DAY) is EURO


def test_col_133_the_books_have_a_currency_before_another_one_is_taken() -> None:
    assert exchange.must_have_books("CNY", "CS-CN") == "CNY"
    with pytest.raises(RuleViolation, match="COL-133"):
        exchange.must_have_books(None, "CS-CN")


def test_col_134_the_currency_of_the_books_stays_once_it_is_used() -> None:
    exchange.must_keep_books_currency("CNY", "USD", is_used=False)
    exchange.must_keep_books_currency("CNY", "CNY", is_used=True)
    with pytest.raises(RuleViolation, match="COL-134"):
        exchange.must_keep_books_currency("CNY", "USD", is_used=True)


def test_col_135_a_rate_is_between_two_currencies_on_a_day() -> None:
    exchange.must_be_valid_pair("EUR", "CNY", date(2000, 1, 1))
    for base, day in (("CNY", DAY), ("EUR", date(1999, 12, 31))):
        with pytest.raises(Malformed, match="COL-135"):
            exchange.must_be_valid_pair(base, "CNY", day)


@pytest.mark.parametrize("rate", ["0", "-1", "1e3", "7.12345678901", "1000000000", 7.8])
def test_sys_70_a_rate_is_exact(rate: object) -> None:
    said = {"base": "EUR", "quote": "CNY", "day": DAY, "source": "x"}
    with pytest.raises(ValidationError, match="SYS-70"):
        SetExchangeRate.model_validate(said | {"rate": rate})
    assert SetExchangeRate.model_validate(said | {"rate": "7.1234567891"}).rate == Decimal("7.1234567891")


def paid(which: int) -> Subject:
    return Subject(UUID(int=1), "CS-CN", "EUR", f"PM-{which}", payment_id=UUID(int=100 + which))


def owed(which: int) -> Subject:
    return Subject(UUID(int=1), "CS-CN", "EUR", f"SO-{which}", receivable_id=UUID(int=200 + which))


@given(
    steps=st.lists(st.tuples(st.booleans(), st.integers(0, 2), st.integers(0, 2), CENTS), min_size=1, max_size=30),
    shares=st.lists(st.tuples(CENTS, CENTS), min_size=3, max_size=3),
    rates=st.lists(RATES, min_size=3, max_size=3),
)
def test_col_136_whatever_is_settled_and_released_the_difference_is_that_of_what_stands(
    steps: list[tuple[bool, int, int, Decimal]], shares: list[tuple[Decimal, Decimal]], rates: list[Decimal]
) -> None:
    """Computed anew from what stands, in plain Decimal; when all is released nothing is left on any account."""
    values = {paid(n).payment_id: Value("CNY", share, whole, CENT) for n, (share, whole) in enumerate(shares)}
    values |= {owed(n).receivable_id: Value("CNY", rate, Decimal(1), CENT) for n, rate in enumerate(rates)}
    parts, made, standing = Parts({}), [], {}
    for settles, p, r, amount in [*steps, *[(False, p, r, CENT) for p in range(3) for r in range(3)]]:
        before = standing.get((p, r), Decimal(0))
        if settles:
            one, standing[p, r] = ledger.allocated(paid(p), owed(r), amount), before + amount
        elif before:
            one, standing[p, r] = ledger.released(paid(p), owed(r), before), Decimal(0)
        else:
            continue
        made += exchange.differences([one], values, parts)  # type: ignore[arg-type]
        assert sums(made, LedgerAccount.EXCHANGE_DIFFERENCE) == -recomputed(standing, shares, rates)
        assert sums(made, LedgerAccount.EXCHANGE) == recomputed(standing, shares, rates)
    assert recomputed(standing, shares, rates) == 0


def sums(made: list[ledger.Transaction], account: LedgerAccount) -> Decimal:
    return sum((one.amount for each in made for one in each.postings if one.account is account), Decimal(0))


def recomputed(
    standing: dict[tuple[int, int], Decimal], shares: list[tuple[Decimal, Decimal]], rates: list[Decimal]
) -> Decimal:
    of_payment = [sum((a for (p, _), a in standing.items() if p == n), Decimal(0)) for n in range(3)]
    of_debt = [sum((a for (_, r), a in standing.items() if r == n), Decimal(0)) for n in range(3)]
    used = [
        (a * share / whole).quantize(CENT, ROUND_HALF_UP) for a, (share, whole) in zip(of_payment, shares, strict=True)
    ]
    booked = [(a * rate).quantize(CENT, ROUND_HALF_UP) for a, rate in zip(of_debt, rates, strict=True)]
    return sum(used, Decimal(0)) - sum(booked, Decimal(0))


def test_col_136_what_was_settled_before_the_books_had_a_currency_is_released_without_a_difference() -> None:
    one = ledger.released(paid(0), owed(0), Decimal("5.00"))
    assert one.act is LedgerAct.RELEASED
    assert exchange.differences([one], {}, Parts({})) == []


@given(received=CENTS, amount=CENTS, cuts=st.lists(st.decimals(min_value=0, max_value=1, places=3), max_size=6))
def test_col_137_all_refunds_of_a_payment_send_back_just_what_came(
    received: Decimal, amount: Decimal, cuts: list[Decimal]
) -> None:
    ends = sorted({(amount * cut).quantize(CENT) for cut in cuts} | {amount})
    sent = Decimal(0)
    for upto in ends:
        back = exchange.sent_back(Money.of(received, "CNY"), amount, refunded=upto, sent=sent)
        assert back >= 0
        sent += back
    assert sent == received


@given(received=CENTS, amount=CENTS, settled=st.decimals(min_value=0, max_value=1, places=3))
def test_col_137_what_settles_and_what_goes_back_are_together_what_came(
    received: Decimal, amount: Decimal, settled: Decimal
) -> None:
    part = (amount * settled).quantize(CENT)
    value = exchange.value_of_payment(amount, Money.of(received, "CNY"), "CNY", None)
    back = exchange.sent_back(Money.of(received, "CNY"), amount, refunded=amount - part, sent=Decimal(0))
    assert value.upto(part) + back == received


def test_col_138_debts_in_another_currency_are_suggested_by_name_or_number_never_by_amount_alone() -> None:
    debt = OpenDebt(UUID(int=1), "SO-2026-000001-R1", UUID(int=2), "Example GmbH", Decimal("100.00"))
    wanted = Exchange(currency="EUR")
    reason = Reason("bank.why.exchange")
    entry = OpenEntry(UUID(int=3), Decimal("100.00"), "Somebody", "invoice")
    assert suggest_exchanged(entry, Debts([debt]), {}, wanted, reason) == []
    named = OpenEntry(UUID(int=3), Decimal("100.00"), "Somebody", "SO-2026-000001-R1")
    (found,) = suggest_exchanged(named, Debts([debt]), {}, wanted, reason)
    assert (found.exchange, [part for _, part in found.parts]) == (wanted, [Decimal("100.00")])
    assert reason in found.reasons
