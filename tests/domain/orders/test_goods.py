"""Which goods are set aside, which may leave, and who says that they arrived?"""

from uuid import UUID

import pytest

from messages.errors import Forbidden, Refused
from messages.orders.orders import OrderStatus
from messages.orders.shipments import ShipmentLine, ShipmentStatus
from services.orders.domain.shipping import Held, Picked, check_arrival, check_receipt, pick, to_ship
from services.orders.domain.spread import spread
from services.orders.domain.stock import Answer, Shelf, Taken, check_count, set_aside, what_is_short

CABLE, LAMP = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    ("quantity", "rooms", "given"),
    [
        pytest.param(5, [3, 9], [3, 2], id="the first place is filled first"),
        pytest.param(5, [5, 9], [5, 0], id="it fits the first place"),
        pytest.param(5, [2, 2], [2, 2], id="too little room"),
        pytest.param(0, [2], [0], id="nothing"),
    ],
)
def test_pieces_are_spread_in_the_order_of_the_places(quantity: int, rooms: list[int], given: list[int]) -> None:
    assert spread(quantity, rooms) == given


def test_ord_6_goods_come_from_several_sites() -> None:
    assert set_aside([{CABLE: 5}], [Shelf(CABLE, "B", 9), Shelf(CABLE, "A", 3)]) == [
        Answer(taken=(Taken(CABLE, "A", 3), Taken(CABLE, "B", 2)))
    ]


def test_ord_16_what_nobody_has_yet_is_not_short() -> None:
    assert what_is_short({CABLE: 5, LAMP: 2}, {CABLE: 5, LAMP: 1}) == {LAMP: 1}
    assert what_is_short({CABLE: 1}, {}) == {CABLE: 1}


def test_ord_6_a_whole_order_or_nothing() -> None:
    shelves = [Shelf(CABLE, "MAIN", 5), Shelf(LAMP, "MAIN", 1)]
    assert set_aside([{CABLE: 5, LAMP: 2}], shelves) == [Answer(short={LAMP: 1})]
    assert set_aside([{CABLE: 5, LAMP: 1}], shelves)[0].short is None


def test_ord_6_the_oldest_is_served_first_and_who_cannot_be_served_holds_nobody_up() -> None:
    answers = set_aside([{CABLE: 4}, {CABLE: 4}, {CABLE: 2}], [Shelf(CABLE, "MAIN", 6)])
    assert [bool(answer.short) for answer in answers] == [False, True, False]


@pytest.mark.parametrize("counted", [5, 6])
def test_ord_11_as_many_as_are_promised_may_be_counted(counted: int) -> None:
    check_count(counted=counted, reserved=5)


def test_ord_11_fewer_than_are_promised_may_not_be_counted() -> None:
    with pytest.raises(Refused, match="ORD-11"):
        check_count(counted=4, reserved=5)


def test_ord_7_all_that_is_left_leaves_without_lines_and_never_more() -> None:
    left = {CABLE: 5, LAMP: 0}
    assert to_ship([], left) == {CABLE: 5}
    two = [ShipmentLine(product_id=CABLE, quantity=3), ShipmentLine(product_id=CABLE, quantity=2)]
    assert to_ship(two, left) == {CABLE: 5}
    for too_much in ([*two, two[0]], [ShipmentLine(product_id=LAMP, quantity=1)]):
        with pytest.raises(Refused, match="ORD-7"):
            to_ship(too_much, left)
    with pytest.raises(Refused, match="ORD-7"):
        to_ship([], {CABLE: 0})


def test_every_piece_leaves_one_shelf_for_one_line() -> None:
    lines = [Held(1, CABLE, 4), Held(2, CABLE, 4), Held(3, LAMP, 9)]
    shelves = [Held("A", CABLE, 5), Held("B", CABLE, 3), Held("A", LAMP, 9)]
    assert pick({CABLE: 7, LAMP: 1}, lines, shelves) == [
        Picked(1, "A", CABLE, 4),
        Picked(2, "A", CABLE, 1),
        Picked(2, "B", CABLE, 2),
        Picked(3, "A", LAMP, 1),
    ]


def test_ord_10_the_shipper_and_the_owner_confirm_a_receipt_and_nobody_else() -> None:
    check_receipt(may_ship=True, is_owner=False)
    check_receipt(may_ship=False, is_owner=True)
    with pytest.raises(Forbidden):
        check_receipt(may_ship=False, is_owner=False)


def test_ord_15_what_is_taken_back_does_not_arrive() -> None:
    check_arrival(ShipmentStatus.SENT, OrderStatus.RESERVED)
    for status, order in (
        (ShipmentStatus.TAKEN_BACK, OrderStatus.CANCELLED),
        (ShipmentStatus.SENT, OrderStatus.CANCELLING),
    ):
        with pytest.raises(Refused, match="ORD-15"):
            check_arrival(status, order)
