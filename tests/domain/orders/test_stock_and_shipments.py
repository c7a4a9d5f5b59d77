"""Which goods are set aside, which may leave, and who says that they arrived?"""

from contextlib import nullcontext
from uuid import UUID

import pytest
from pydantic import ValidationError

from messages.errors import Forbidden, RuleViolation
from messages.orders.orders import OrderStatus
from messages.orders.shipments import ShipmentLine, ShipmentStatus
from services.orders.domain.shipments import (
    Moved,
    Picked,
    ReservedPieces,
    move_to_sites,
    must_be_receiver,
    must_not_be_returned,
    pick,
    pick_by_site,
    to_ship,
)
from services.orders.domain.split import split
from services.orders.domain.stock import (
    Allocated,
    Allocation,
    StockLocation,
    allocate,
    backordered_pieces,
    must_cover_reservations,
)

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
    assert split(quantity, rooms) == given


def test_ord_6_goods_come_from_several_sites() -> None:
    assert allocate([{CABLE: 5}], [StockLocation(CABLE, "B", 9), StockLocation(CABLE, "A", 3)]) == [
        Allocation(allocated=(Allocated(CABLE, "A", 3), Allocated(CABLE, "B", 2)))
    ]


def test_ord_16_what_nobody_has_yet_is_not_backordered() -> None:
    assert backordered_pieces({CABLE: 5, LAMP: 2}, {CABLE: 5, LAMP: 1}) == {LAMP: 1}
    assert backordered_pieces({CABLE: 1}, {}) == {CABLE: 1}


def test_ord_6_a_whole_order_or_nothing() -> None:
    stock_locations = [StockLocation(CABLE, "MAIN", 5), StockLocation(LAMP, "MAIN", 1)]
    assert allocate([{CABLE: 5, LAMP: 2}], stock_locations) == [Allocation(backordered={LAMP: 1})]
    assert allocate([{CABLE: 5, LAMP: 1}], stock_locations)[0].backordered is None


def test_ord_6_the_oldest_comes_first_and_an_order_that_must_wait_holds_nobody_up() -> None:
    answers = allocate([{CABLE: 4}, {CABLE: 4}, {CABLE: 2}], [StockLocation(CABLE, "MAIN", 6)])
    assert [bool(answer.backordered) for answer in answers] == [False, True, False]


@pytest.mark.parametrize(("counted", "covered"), [(4, False), (5, True), (6, True)])
def test_ord_11_as_many_as_are_promised_may_be_counted_and_no_fewer(counted: int, covered: bool) -> None:
    with nullcontext() if covered else pytest.raises(RuleViolation, match="ORD-11") as refused:
        must_cover_reservations(counted=counted, reserved=5)
    assert (refused is None) == covered


def test_ord_7_all_that_is_left_leaves_without_lines_and_never_more() -> None:
    left = [ReservedPieces(1, CABLE, 5), ReservedPieces(2, LAMP, 0)]
    assert to_ship([], left) == {1: 5}
    two = [ShipmentLine(product_id=CABLE, quantity=3), ShipmentLine(product_id=CABLE, quantity=2)]
    assert to_ship(two, left) == {1: 5}
    for too_much in ([*two, two[0]], [ShipmentLine(product_id=LAMP, quantity=1)]):
        with pytest.raises(RuleViolation, match="ORD-7"):
            to_ship(too_much, left)
    with pytest.raises(RuleViolation, match="ORD-7"):
        to_ship([], [ReservedPieces(1, CABLE, 0)])


def test_ord_7_feature_195_a_line_that_is_named_gets_its_own_pieces() -> None:
    left = [ReservedPieces(1, CABLE, 5), ReservedPieces(2, CABLE, 3)]
    assert to_ship([ShipmentLine(product_id=CABLE, quantity=3, line=2)], left) == {2: 3}
    both = [ShipmentLine(product_id=CABLE, quantity=4), ShipmentLine(product_id=CABLE, quantity=3, line=2)]
    assert to_ship(both, left) == {2: 3, 1: 4}
    for product, pieces in ((CABLE, 4), (LAMP, 1)):
        wrong = ShipmentLine(product_id=product, quantity=pieces, line=2)
        with pytest.raises(RuleViolation, match="ORD-7"):
            to_ship([wrong], left)


def test_every_piece_leaves_one_stock_location_for_one_line() -> None:
    lines = [ReservedPieces(1, CABLE, 4), ReservedPieces(2, CABLE, 4), ReservedPieces(3, LAMP, 9)]
    stock_locations = [ReservedPieces("A", CABLE, 5), ReservedPieces("B", CABLE, 3), ReservedPieces("A", LAMP, 9)]
    assert pick({1: 4, 2: 3, 3: 1}, lines, stock_locations) == [
        Picked(1, "A", CABLE, 4),
        Picked(2, "A", CABLE, 1),
        Picked(2, "B", CABLE, 2),
        Picked(3, "A", LAMP, 1),
    ]


def test_ord_10_the_shipper_and_the_owner_confirm_a_receipt_and_nobody_else() -> None:
    must_be_receiver(may_ship=True, is_owner=False)
    must_be_receiver(may_ship=False, is_owner=True)
    with pytest.raises(Forbidden):
        must_be_receiver(may_ship=False, is_owner=False)


def test_ord_15_what_returned_to_stock_does_not_arrive() -> None:
    must_not_be_returned(ShipmentStatus.SENT, OrderStatus.RESERVED)
    for status, order in (
        (ShipmentStatus.RETURNED, OrderStatus.CANCELLED),
        (ShipmentStatus.SENT, OrderStatus.CANCELLING),
    ):
        with pytest.raises(RuleViolation, match="ORD-15"):
            must_not_be_returned(status, order)


def test_ord_6_every_product_of_an_order_is_allocated() -> None:
    stock_locations = [StockLocation(CABLE, "MAIN", 5), StockLocation(LAMP, "MAIN", 1)]
    assert allocate([{CABLE: 2, LAMP: 1}], stock_locations) == [
        Allocation(allocated=(Allocated(CABLE, "MAIN", 2), Allocated(LAMP, "MAIN", 1)))
    ]


def test_ord_7_what_was_not_ordered_does_not_leave() -> None:
    with pytest.raises(RuleViolation, match="ORD-7") as violation:
        to_ship([ShipmentLine(product_id=LAMP, quantity=1)], [ReservedPieces(1, CABLE, 3)])
    assert violation.value.params == {"product": str(LAMP), "wanted": 1, "left": 0}


def at(site: str, quantity: int, line: int = 1) -> ShipmentLine:
    return ShipmentLine(product_id=CABLE, quantity=quantity, line=line, site=site)


def test_ord_100_what_leaves_another_site_than_it_is_reserved_at_is_moved_there() -> None:
    kept, free = {(CABLE, "EAST"): 4, (CABLE, "WEST"): 1}, {(CABLE, "EAST"): 0, (CABLE, "WEST"): 2}
    assert move_to_sites([at("WEST", 1)], kept, free) == [], "it is reserved there"
    assert move_to_sites([at("WEST", 3)], kept, free) == [Moved(CABLE, "EAST", "WEST", 2)]
    with pytest.raises(RuleViolation, match="ORD-100"):
        move_to_sites([at("WEST", 3), at("WEST", 1)], kept, free)
    both = [at("EAST", 3), at("WEST", 2)]
    assert move_to_sites(both, kept, free) == [Moved(CABLE, "EAST", "WEST", 1)], "what is to leave there stays there"


def test_ord_100_what_is_to_leave_a_site_leaves_it_and_the_rest_where_it_is() -> None:
    lines = [ReservedPieces(1, CABLE, 4), ReservedPieces(2, CABLE, 1)]
    locations = [ReservedPieces("EAST", CABLE, 3), ReservedPieces("WEST", CABLE, 2)]
    picked = pick_by_site([at("WEST", 2)], {1: 3, 2: 1}, lines, locations)
    assert picked == [Picked(1, "WEST", CABLE, 2), Picked(1, "EAST", CABLE, 1), Picked(2, "EAST", CABLE, 1)]
    assert pick_by_site([], {1: 4, 2: 1}, lines, locations) == pick({1: 4, 2: 1}, lines, locations)


def test_ord_99_a_site_is_said_of_a_line() -> None:
    with pytest.raises(ValidationError, match="ORD-99"):
        ShipmentLine(product_id=CABLE, quantity=1, site="WEST")
