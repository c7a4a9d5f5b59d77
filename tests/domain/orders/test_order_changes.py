"""Is an approved order changed within what has left, is the difference told apart, and does no cent get lost?"""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.errors import RuleViolation
from messages.money import CENT
from messages.orders.order_changes import OrderChangeStatus
from messages.orders.orders import OrderStatus
from services.orders.domain import order_changes as rules
from services.orders.domain.deviations import Paid
from services.orders.domain.lifecycle import DELIVERING, Pieces

C, S = OrderChangeStatus, OrderStatus
CABLE, LAMP, FAN = (UUID(int=n) for n in (1, 2, 3))


def no(rule: str) -> Any:
    return pytest.raises(RuleViolation, match=f"^{rule}\\(")


@pytest.mark.parametrize("now", C)
@pytest.mark.parametrize("to", C)
def test_ord_83_a_change_is_decided_once_and_resubmitted_only_when_it_was_sent_back(now: C, to: C) -> None:
    allowed = {
        (C.REQUESTED, to) for to in (C.APPLIED, C.RETURNED, C.REJECTED, C.WITHDRAWN)
    } | {(C.RETURNED, C.REQUESTED), (C.RETURNED, C.WITHDRAWN)}  # fmt: skip
    if (now, to) in allowed:
        assert rules.move(now, to) is to
    else:
        with no("ORD-83"):
            rules.move(now, to)


@pytest.mark.parametrize("now", S)
def test_ord_84_an_order_is_changed_between_its_approval_and_its_end(now: S) -> None:
    if now in DELIVERING:
        rules.must_be_changeable(now)
    else:
        with no("ORD-84"):
            rules.must_be_changeable(now)


def test_ord_85_one_change_at_a_time() -> None:
    rules.must_be_the_only_change(None)
    with no("ORD-85"):
        rules.must_be_the_only_change("OC-1")


@pytest.mark.parametrize(("seen", "ok"), [(None, True), (7, True), (6, False), (8, False)])
def test_ord_86_who_asks_has_seen_the_order_as_it_stands(seen: int | None, ok: bool) -> None:
    if ok:
        rules.must_be_as_seen(seen=seen, now=7)
    else:
        with no("ORD-86"):
            rules.must_be_as_seen(seen=seen, now=7)


LINES = {1: rules.OfLine(CABLE, "CABLE", Pieces(10, 2, 4, 3, closed=1), ever_left=True),
         2: rules.OfLine(LAMP, "LAMP", Pieces(5))}  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "ok"),
    [
        pytest.param([(1, CABLE), (2, LAMP)], True, id="both"),
        pytest.param([(1, CABLE), (None, FAN), (None, FAN)], True, id="one is added twice, one removed"),
        pytest.param([(3, CABLE)], False, id="no such line"),
        pytest.param([(1, LAMP)], False, id="of another product"),
        pytest.param([(1, CABLE), (1, CABLE)], False, id="twice"),
    ],
)
def test_ord_87_lines_are_named_once_with_their_product(wanted: list[tuple[int | None, UUID]], ok: bool) -> None:
    if ok:
        rules.must_name_lines(wanted, LINES)
    else:
        with no("ORD-87"):
            rules.must_name_lines(wanted, LINES)


@pytest.mark.parametrize(
    ("wanted", "ok"),
    [
        pytest.param({1: 5, 2: 1}, True, id="exactly what has left and was closed short"),
        pytest.param({1: 4, 2: 1}, False, id="one piece fewer"),
        pytest.param({1: 50}, True, id="one of which nothing left is removed"),
        pytest.param({2: 5}, False, id="one of which some left is removed"),
    ],
)
def test_ord_88_no_less_is_ordered_than_has_left(wanted: dict[int, int], ok: bool) -> None:
    if ok:
        rules.must_cover_what_left(wanted, LINES)
    else:
        with no("ORD-88"):
            rules.must_cover_what_left(wanted, LINES)


def test_ord_88_a_line_that_left_and_was_lost_on_the_way_is_not_removed() -> None:
    lost = {1: rules.OfLine(CABLE, "CABLE", Pieces(4), ever_left=True)}
    rules.must_cover_what_left({1: 1}, lost)
    with no("ORD-88"):
        rules.must_cover_what_left({}, lost)


def test_ord_89_nothing_is_added_once_all_has_arrived() -> None:
    rules.must_be_addable(S.SHIPPED, [1])
    rules.must_be_addable(S.RECEIVED, [0, -1])
    with no("ORD-89"):
        rules.must_be_addable(S.RECEIVED, [0, 1])


def test_ord_90_a_change_changes_something() -> None:
    rules.must_differ(differs=True)
    with no("ORD-90"):
        rules.must_differ(differs=False)


def test_ord_91_who_asked_or_the_seller_or_a_process_takes_it_up_again() -> None:
    me, owner, other = (UUID(int=n) for n in (7, 8, 9))
    for actor in (me, owner):
        rules.must_be_requester(requested_by=me, owner_id=owner, actor=actor, is_process=False)
    rules.must_be_requester(requested_by=me, owner_id=owner, actor=other, is_process=True)
    with no("ORD-91"):
        rules.must_be_requester(requested_by=me, owner_id=owner, actor=other, is_process=False)


@pytest.mark.parametrize(
    ("line", "after", "same", "leaves"),
    [
        pytest.param(Pieces(10, 10), 6, True, 6, id="what is taken away does not leave"),
        pytest.param(Pieces(10, 6, 4), 6, True, 2, id="some of it left"),
        pytest.param(Pieces(10, 6, 4), 4, True, 0, id="all that stays has left"),
        pytest.param(Pieces(10, 10), 15, True, 10, id="what is added is not in it yet"),
        pytest.param(Pieces(10, 6, 2, closed=2), 8, True, 4, id="what is closed short is not due"),
        pytest.param(Pieces(10, 10), None, True, 0, id="it is removed"),
        pytest.param(Pieces(10, 10), 10, False, 0, id="to another address"),
    ],
)
def test_ord_92_only_what_is_in_both_leaves(line: Pieces, after: int | None, same: bool, leaves: int) -> None:
    assert rules.in_both(line, after, same_address=same) == leaves
    rules.must_be_in_both({1: leaves}, {1: leaves}, {1: "CABLE"}, "OC-1")
    with no("ORD-92"):
        rules.must_be_in_both({1: leaves + 1}, {1: leaves}, {1: "CABLE"}, "OC-1")


def paid(pieces: int, each: str, contract: str | None = "10.00", floor: str | None = None) -> Paid:
    price = None if contract is None else Decimal(contract)
    low = None if floor is None else Decimal(floor)
    return Paid(pieces, Decimal(each) * pieces, price, Decimal("12.00"), low, "CABLE")


@pytest.mark.parametrize(
    ("before", "after", "less"),
    [
        pytest.param(paid(10, "10.00"), paid(4, "10.00"), False, id="fewer pieces at the same price"),
        pytest.param(paid(10, "10.00"), paid(10, "9.99"), True, id="ten cents in all"),
        pytest.param(
            paid(10, "10.00"), replace(paid(4, "10.00"), paid=Decimal("39.99")), False, id="a cent of rounding"
        ),
        pytest.param(paid(10, "10.00"), replace(paid(4, "10.00"), paid=Decimal("39.98")), True, id="more than a cent"),
        pytest.param(paid(10, "10.00"), paid(20, "10.01"), False, id="dearer"),
        pytest.param(None, paid(3, "10.00"), False, id="added at the contract's price"),
        pytest.param(None, paid(3, "9.00"), True, id="added below it"),
        pytest.param(None, paid(3, "12.00", None), False, id="added at the list price"),
        pytest.param(None, paid(3, "11.00", None), True, id="added below that"),
    ],
)
def test_ord_93_a_lower_price_is_told_from_fewer_pieces(before: Paid | None, after: Paid, less: bool) -> None:
    assert rules.costs_less(before, after, CENT) is less


@pytest.mark.parametrize(
    ("before", "after", "more"),
    [
        pytest.param(paid(10, "9.00"), paid(4, "9.00"), False, id="as far as before"),
        pytest.param(paid(10, "9.00"), paid(10, "9.50"), False, id="nearer to the contract"),
        pytest.param(paid(10, "9.00"), paid(10, "8.90"), True, id="further below"),
        pytest.param(paid(10, "10.00"), paid(10, "10.10"), True, id="above it"),
        pytest.param(None, paid(3, "10.00"), False, id="added as agreed"),
        pytest.param(None, paid(3, "11.00"), True, id="added dearer"),
        pytest.param(paid(10, "9.00", None), paid(10, "1.00", None), False, id="there is no contract"),
    ],
)
def test_ord_94_it_deviates_more_than_before(before: Paid | None, after: Paid, more: bool) -> None:
    assert rules.deviates_more(before, after, CENT) is more


@pytest.mark.parametrize(
    ("before", "after", "below"),
    [
        pytest.param(paid(5, "9.00", floor="8.00"), paid(5, "8.00", floor="8.00"), False, id="at the floor"),
        pytest.param(paid(5, "9.00", floor="8.00"), paid(5, "7.99", floor="8.00"), True, id="below it"),
        pytest.param(paid(5, "7.00", floor="8.00"), paid(2, "7.00", floor="8.00"), False, id="as low as before"),
        pytest.param(paid(5, "7.00", floor="8.00"), paid(5, "6.99", floor="8.00"), True, id="lower still"),
        pytest.param(None, paid(2, "7.00", floor="8.00"), True, id="added below it"),
    ],
)
def test_ord_95_what_was_below_the_floor_already_is_not_asked_again(
    before: Paid | None, after: Paid, below: bool
) -> None:
    assert rules.is_further_below_floor(before, after) is below


@pytest.mark.parametrize(
    ("added", "exposure", "limit", "accepted", "again"),
    [
        (1, 100, 100, 0, False), (1, 101, 100, 0, True), (1, 101, 100, 101, False), (1, 102, 100, 101, True),
        (0, 500, 100, 0, False), (1, 500, None, 0, False),
    ],
)  # fmt: skip
def test_ord_96_debts_that_grew_since_are_asked_again(
    added: int, exposure: int, limit: int | None, accepted: int, again: bool
) -> None:
    found = rules.is_asked_again(
        added=Decimal(added),
        exposure=Decimal(exposure),
        limit=None if limit is None else Decimal(limit),
        accepted=Decimal(accepted),
    )
    assert found is again


def test_ord_97_it_is_applied_at_what_was_approved() -> None:
    rules.must_cost_what_was_approved(approved=Decimal("10.00"), now=Decimal("10"))
    with no("ORD-97"):
        rules.must_cost_what_was_approved(approved=Decimal("10.00"), now=Decimal("10.01"))


@given(
    lines=st.lists(
        st.tuples(st.integers(0, 50), st.integers(1, 50), st.decimals(0, 1000, places=2)), min_size=1, max_size=5
    )
)
def test_feature_118_what_is_gone_and_what_is_owed_come_to_the_total(lines: list[tuple[int, int, Decimal]]) -> None:
    of = [(costs, gone + more, gone) for gone, more, costs in lines]
    total = sum((costs for costs, _, _ in of), Decimal(0))
    net, credited = rules.net_of(total, of, "CNY")
    assert net + credited == total
    assert 0 <= credited <= total
