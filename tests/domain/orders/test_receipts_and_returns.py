"""What of a shipment has arrived, who decides about the rest, and what may come back?"""

from typing import Any
from uuid import UUID

import pytest

from messages.errors import RuleViolation
from messages.orders.orders import OrderStatus
from messages.orders.returns import BackLine, ReturnedLine, ReturnStatus
from messages.orders.shipments import ReceivedLine
from messages.roles import Role
from services.orders.domain import receipts, returns
from services.orders.domain.authority import Actor

S = OrderStatus
SELLER, OTHER = UUID(int=1), UUID(int=2)


def told(line: int = 1, **counts: Any) -> list[ReceivedLine]:
    return [ReceivedLine(line=line, **counts)]


def test_ord_71_without_lines_all_that_is_on_its_way_arrived_well() -> None:
    assert receipts.counted([], {1: 5, 2: 0}) == told(accepted=5)


def test_ord_71_no_more_arrives_than_is_on_its_way() -> None:
    assert receipts.counted(told(accepted=3, short=1, damaged=1), {1: 5}) == told(accepted=3, short=1, damaged=1)
    for wrong in (told(accepted=3, short=2, damaged=1), told(2, accepted=1), told(), [*told(accepted=3)] * 2):
        with pytest.raises(RuleViolation, match="ORD-71"):
            receipts.counted(wrong, {1: 5})


def test_ord_72_what_is_short_or_damaged_is_explained() -> None:
    receipts.must_be_explained([*told(accepted=5), *told(short=1, note="one box is missing")])
    for wrong in (told(short=1), told(damaged=1, note="  ")):
        with pytest.raises(RuleViolation, match="ORD-72"):
            receipts.must_be_explained(wrong)


def test_ord_73_the_seller_does_not_decide_what_his_customer_is_credited() -> None:
    admin = Actor(OTHER, {Role.ORDER_ADMIN}, "cs/office")
    receipts.must_decide_differences(admin, owner_id=SELLER)
    receipts.must_decide_differences(Actor(OTHER, {Role.SALES_MANAGER}, "cs/east"), owner_id=SELLER)
    for wrong in (Actor(SELLER, {Role.SALES_MANAGER}, "cs/east"), Actor(OTHER, {Role.SALES}, "cs/east")):
        with pytest.raises(RuleViolation, match="ORD-73"):
            receipts.must_decide_differences(wrong, owner_id=SELLER)


@pytest.mark.parametrize("now", S)
def test_ord_74_differences_are_decided_while_the_order_is_delivered(now: S) -> None:
    if now in (S.CONFIRMED, S.RESERVED, S.SHIPPED, S.RECEIVED):
        receipts.must_be_delivering(now)
    else:
        with pytest.raises(RuleViolation, match="ORD-74"):
            receipts.must_be_delivering(now)


@pytest.mark.parametrize("to", ReturnStatus)
@pytest.mark.parametrize("now", ReturnStatus)
def test_ord_78_a_return_goes_along_its_life(now: ReturnStatus, to: ReturnStatus) -> None:
    if to in returns.TRANSITIONS[now]:
        assert returns.move(now, to) is to
    else:
        with pytest.raises(RuleViolation, match="ORD-78"):
            returns.move(now, to)


def test_ord_79_what_arrived_and_is_not_on_its_way_back_may_be_returned() -> None:
    wanted = [ReturnedLine(line=1, quantity=2)]
    returns.must_be_returnable(wanted, {1: 2}, S.COMPLETED)
    for left, order in (({1: 1}, S.COMPLETED), ({}, S.COMPLETED), ({1: 2}, S.CANCELLED), ({1: 2}, S.CANCELLING)):
        with pytest.raises(RuleViolation, match="ORD-79"):
            returns.must_be_returnable(wanted, left, order)
    with pytest.raises(RuleViolation, match="ORD-79"):
        returns.must_be_returnable(wanted * 2, {1: 3}, S.COMPLETED)


def test_ord_80_who_asked_or_the_seller_takes_a_return_back() -> None:
    for actor in (SELLER, OTHER):
        returns.must_be_requester(requested_by=OTHER, owner_id=SELLER, actor=actor, is_process=False)
    returns.must_be_requester(requested_by=OTHER, owner_id=SELLER, actor=UUID(int=3), is_process=True)
    with pytest.raises(RuleViolation, match="ORD-80"):
        returns.must_be_requester(requested_by=OTHER, owner_id=SELLER, actor=UUID(int=3), is_process=False)


def test_ord_81_goods_come_back_by_an_approved_return_and_no_more_than_is_awaited() -> None:
    approved = ReturnStatus.APPROVED
    assert returns.counted([], {1: 2, 2: 0}, approved) == [BackLine(line=1, good=2)]
    assert returns.counted([BackLine(line=1, good=1, scrapped=1)], {1: 2}, approved)
    for wrong in ([BackLine(line=1, good=2, scrapped=1)], [BackLine(line=2, good=1)], [BackLine(line=1)]):
        with pytest.raises(RuleViolation, match="ORD-81"):
            returns.counted(wrong, {1: 2}, approved)
    with pytest.raises(RuleViolation, match="ORD-81"):
        returns.counted([], {1: 2}, ReturnStatus.REQUESTED)


@pytest.mark.parametrize("status", ReturnStatus)
def test_ord_98_an_exchange_is_for_goods_that_the_same_customer_may_send_back(status: ReturnStatus) -> None:
    me, other = UUID(int=1), UUID(int=2)
    if status in (ReturnStatus.APPROVED, ReturnStatus.RECEIVED):
        returns.must_be_exchangeable(status, returning=me, ordering=me)
    else:
        with pytest.raises(RuleViolation, match="ORD-98"):
            returns.must_be_exchangeable(status, returning=me, ordering=me)
    with pytest.raises(RuleViolation, match="ORD-98"):
        returns.must_be_exchangeable(status, returning=me, ordering=other)
