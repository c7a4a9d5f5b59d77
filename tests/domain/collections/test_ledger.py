"""Does each act of money add up to nothing, on the accounts that it is about?"""

from collections.abc import Callable
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.collections.ledger import LedgerAccount as Account
from messages.collections.ledger import LedgerAct
from services.collections.domain import ledger
from services.collections.domain.ledger import Posting, Subject, Transaction, is_balanced

NIL = Decimal(0)
CENTS = st.decimals(min_value=Decimal("0.01"), max_value=Decimal("9999999999999999.99"), places=2)
PAID = Subject(UUID(int=1), "CS-CN", "CNY", "PM-1", payment_id=UUID(int=2))
OTHERS = Subject(UUID(int=9), "CS-CN", "CNY", "PM-1", payment_id=UUID(int=2))
OWED = Subject(UUID(int=1), "CS-CN", "CNY", "SO-1-R1", order_id=UUID(int=3), receivable_id=UUID(int=4))
BACK = Subject(UUID(int=1), "CS-CN", "CNY", "RF-1", payment_id=UUID(int=2), refund_id=UUID(int=5))
ACTS: dict[LedgerAct, Callable[[Decimal], Transaction]] = {
    LedgerAct.RECEIVABLE_OPENED: lambda sum: ledger.receivable_opened(OWED, sum),
    LedgerAct.RECEIVABLE_SETTLED_BEFORE: lambda sum: ledger.receivable_settled_before(OWED, sum),
    LedgerAct.RECEIVABLE_CANCELLED: lambda sum: ledger.receivable_cancelled(OWED, sum),
    LedgerAct.RECEIVABLE_REDUCED: lambda sum: ledger.receivable_reduced(OWED, sum),
    LedgerAct.PAYMENT_CONFIRMED: lambda sum: ledger.payment_confirmed(PAID, sum),
    LedgerAct.PAYMENT_VOIDED: lambda sum: ledger.payment_voided(PAID, sum),
    LedgerAct.PAYMENT_MOVED: lambda sum: ledger.payment_moved(PAID, OTHERS, sum),
    LedgerAct.ALLOCATED: lambda sum: ledger.allocated(PAID, OWED, sum),
    LedgerAct.RELEASED: lambda sum: ledger.released(PAID, OWED, sum),
    LedgerAct.WRITTEN_OFF: lambda sum: ledger.written_off(OWED, sum, by_tolerance=False),
    LedgerAct.DIFFERENCE_CLOSED: lambda sum: ledger.written_off(OWED, sum, by_tolerance=True),
    LedgerAct.DISCOUNT_TAKEN: lambda sum: ledger.discount_taken(OWED, sum),
    LedgerAct.WRITE_OFF_TAKEN_BACK: lambda sum: ledger.write_off_taken_back(OWED, sum, by_tolerance=False),
    LedgerAct.REFUND_REQUESTED: lambda sum: ledger.refund_requested(PAID, BACK, sum),
    LedgerAct.REFUND_DROPPED: lambda sum: ledger.refund_dropped(PAID, BACK, sum),
    LedgerAct.REFUND_CONFIRMED: lambda sum: ledger.refund_confirmed(BACK, sum),
    LedgerAct.EXCHANGE_DIFFERENCE: lambda sum: ledger.exchange_difference(
        PAID, OWED, "CNY", used=sum, booked=Decimal(0)
    ),
}
# What takes the other back leaves nothing.
UNDONE = [
    (LedgerAct.RECEIVABLE_OPENED, LedgerAct.RECEIVABLE_CANCELLED),
    (LedgerAct.PAYMENT_CONFIRMED, LedgerAct.PAYMENT_VOIDED),
    (LedgerAct.ALLOCATED, LedgerAct.RELEASED),
    (LedgerAct.WRITTEN_OFF, LedgerAct.WRITE_OFF_TAKEN_BACK),
    (LedgerAct.REFUND_REQUESTED, LedgerAct.REFUND_DROPPED),
]


def balances(*transactions: Transaction) -> dict[tuple[Account, Subject], Decimal]:
    sums: dict[tuple[Account, Subject], Decimal] = {}
    for posting in [posting for one in transactions for posting in one.postings]:
        key = (posting.account, posting.of)
        sums[key] = sums.get(key, Decimal(0)) + posting.amount
    return {key: sum for key, sum in sums.items() if sum}


@given(amount=CENTS, act=st.sampled_from(LedgerAct))
def test_col_50_every_act_adds_up_to_nothing(amount: Decimal, act: LedgerAct) -> None:
    made = ACTS[act](amount)
    assert (made.act, sum(posting.amount for posting in made.postings)) == (act, 0)
    assert {abs(posting.amount) for posting in made.postings} == {amount}


@pytest.mark.parametrize(
    ("debit", "credit", "balanced"),
    [
        pytest.param(PAID, OWED, True, id="the same legal entity and currency"),
        pytest.param(PAID, Subject(UUID(int=1), "CS-CN", "USD", "x"), False, id="two currencies"),
        pytest.param(PAID, Subject(UUID(int=1), "CS-US", "CNY", "x"), False, id="two legal entities"),
    ],
)
def test_col_50_nothing_is_balanced_across_currencies_or_legal_entities(
    debit: Subject, credit: Subject, balanced: bool
) -> None:
    postings = (Posting(Account.BANK, Decimal(10), debit), Posting(Account.ADVANCE, Decimal(-10), credit))
    assert is_balanced(postings) is balanced
    assert not is_balanced((*postings, Posting(Account.BANK, Decimal("0.01"), debit)))
    if not balanced:
        with pytest.raises(ValueError, match="does not add up"):
            Transaction(LedgerAct.PAYMENT_CONFIRMED, postings)


@pytest.mark.parametrize(("done", "undone"), UNDONE)
@given(amount=CENTS)
def test_what_is_taken_back_leaves_nothing_on_any_account(done: LedgerAct, undone: LedgerAct, amount: Decimal) -> None:
    assert balances(ACTS[done](amount), ACTS[undone](amount)) == {}


def test_col_51_small_differences_stand_apart_from_what_people_approved() -> None:
    small, approved = (ledger.written_off(OWED, Decimal("0.01"), by_tolerance=one) for one in (True, False))
    assert [small.postings[0].account, approved.postings[0].account] == [Account.SMALL_DIFFERENCE, Account.WRITE_OFF]
    back = ledger.write_off_taken_back(OWED, Decimal("0.01"), by_tolerance=True)
    assert balances(small, back) == {}


def test_col_156_discounts_of_early_payment_stand_apart_from_what_was_written_off() -> None:
    taken, back = ledger.discount_taken(OWED, Decimal("20.00")), ledger.discount_taken_back(OWED, Decimal("20.00"))
    assert taken.postings[0].account is Account.EARLY_DISCOUNT
    assert balances(taken, back) == {}
