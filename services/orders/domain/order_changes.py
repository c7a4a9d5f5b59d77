"""When may an approved order be changed, and what of a change is asked anew?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from messages.errors import RuleViolation
from messages.orders.order_changes import OrderChangeStatus as S
from messages.orders.orders import OrderStatus
from services.orders.domain.deviations import Paid
from services.orders.domain.lifecycle import DELIVERING, Pieces
from services.orders.domain.quantities import credit_of

TRANSITIONS: dict[S, frozenset[S]] = {
    S.REQUESTED: frozenset({S.APPLIED, S.RETURNED, S.REJECTED, S.WITHDRAWN}),
    S.RETURNED: frozenset({S.REQUESTED, S.WITHDRAWN}),
    S.APPLIED: frozenset(),
    S.REJECTED: frozenset(),
    S.WITHDRAWN: frozenset(),
}
NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class OfLine:
    """What of one line of an order has left, or will not be delivered; `ever_left`: pieces of it were in a shipment."""

    product_id: UUID
    code: str
    pieces: Pieces
    ever_left: bool = False

    @property
    def least(self) -> int:
        return self.pieces.shipped + self.pieces.closed


def move(now: S, to: S) -> S:
    """ORD-83: a change of an order is asked for, approved and applied; or sent back, rejected or withdrawn."""
    if to not in TRANSITIONS[now]:
        raise RuleViolation("ORD-83", status=now)
    return to


def must_be_changeable(now: OrderStatus) -> None:
    """ORD-84: an order is changed after its approval and before it ends; before that it is placed again."""
    if now not in DELIVERING:
        raise RuleViolation("ORD-84", status=now)


def must_be_the_only_change(open_change: str | None) -> None:
    """ORD-85: of an order one change at a time waits."""
    if open_change is not None:
        raise RuleViolation("ORD-85", number=open_change)


def must_be_as_seen(*, seen: int | None, now: int) -> None:
    """ORD-86: who asks for a change has seen the order as it stands."""
    if seen is not None and seen != now:
        raise RuleViolation("ORD-86")


def must_name_lines(wanted: Sequence[tuple[int | None, UUID]], lines: Mapping[int, OfLine]) -> None:
    """ORD-87: a change names lines that the order has, each once and with its own product; others are added."""
    named = [line for line, _ in wanted if line is not None]
    for line, product_id in wanted:
        is_known = line is None or (line in lines and lines[line].product_id == product_id)
        if not is_known or named.count(line or 0) > 1:
            raise RuleViolation("ORD-87", line=line)


def must_cover_what_left(wanted: Mapping[int, int], lines: Mapping[int, OfLine]) -> None:
    """ORD-88: of a line no less is ordered than has left (what came back of that is in its return) and than was closed
    short; nor is a line removed of which anything ever left.

    `wanted`: pieces of each line of before; none: it is removed.
    """
    for line, known in lines.items():
        pieces = wanted.get(line, 0)
        if pieces < known.least or (not pieces and known.ever_left):
            raise RuleViolation("ORD-88", product=known.code, wanted=pieces, least=max(known.least, 1))


def must_be_addable(now: OrderStatus, added: Collection[int]) -> None:
    """ORD-89: pieces are added while an order is being delivered; once all has arrived, another order is placed."""
    if now is OrderStatus.RECEIVED and any(pieces > 0 for pieces in added):
        raise RuleViolation("ORD-89")


def must_differ(*, differs: bool) -> None:
    """ORD-90: a change changes something."""
    if not differs:
        raise RuleViolation("ORD-90")


def must_be_requester(*, requested_by: UUID, owner_id: UUID, actor: UUID, is_process: bool) -> None:
    """ORD-91: who asked for a change, or the order's seller, resubmits it or withdraws it."""
    if not is_process and actor not in (requested_by, owner_id):
        raise RuleViolation("ORD-91")


def in_both(line: Pieces, after: int | None, *, same_address: bool) -> int:
    """How many pieces of a line may leave while a change of its order waits: those that the order has as it stands and
    as it would be (`after`; None: it is removed), and nothing while another address is asked for."""
    if not same_address or after is None:
        return 0
    return max(min(line.due, after - line.closed) - line.shipped, 0)


def must_be_in_both(
    leaving: Mapping[int, int], may_leave: Mapping[int, int], codes: Mapping[int, str], number: str
) -> None:
    """ORD-92: while a change waits, only what the order has before and after it leaves."""
    for line, pieces in leaving.items():
        if pieces > may_leave.get(line, 0):
            left = may_leave.get(line, 0)
            raise RuleViolation("ORD-92", number=number, product=codes[line], wanted=pieces, left=left)


def net_of(total: Decimal, lines: Sequence[tuple[Decimal, int, int]], currency: str) -> tuple[Decimal, Decimal]:
    """What an order costs by now, and what of its total is credited: of each line (what it costs, pieces, of these
    gone). At other prices what is gone is worth another sum, too, so that all pieces still come to what the line
    costs (ORD-76)."""
    worth = [
        credit_of(costs, ordered=ordered, before=0, pieces=gone, currency=currency)
        for costs, ordered, gone in lines
        if gone
    ]
    credited = sum(worth, NOTHING)
    return total - credited, credited


def costs_less(before: Paid | None, after: Paid, unit: Decimal) -> bool:
    """ORD-93: a change lowers a price when a piece costs less than before; one that is added, less than its contract or
    the list says. What rounding makes of a line (`unit`: the smallest coin) is no lower price."""
    if before is None:
        agreed = after.by_list if after.contract_price is None else after.by_contract
        return after.paid + unit < agreed
    return (after.paid + unit) * before.quantity < before.paid * after.quantity


def deviates_more(before: Paid | None, after: Paid, unit: Decimal) -> bool:
    """ORD-94: a change deviates more from the contract when a line is further from its contract's price than before, up
    or down."""
    if after.contract_price is None:
        return False
    now = abs(after.paid - after.by_contract) - unit
    if before is None:
        return now > 0
    return now * before.quantity > abs(before.paid - before.by_contract) * after.quantity


def is_further_below_floor(before: Paid | None, after: Paid) -> bool:
    """ORD-95: a change goes below the floor when a line is below it that was not, or costs less still."""
    if after.paid >= after.floor:
        return False
    return before is None or before.paid >= before.floor or costs_less(before, after, Decimal(0))


def is_asked_again(*, added: Decimal, exposure: Decimal, limit: Decimal | None, accepted: Decimal) -> bool:
    """ORD-96: a change that was approved and takes the customer further over his limit than its approvers saw is asked
    again, in another round; unless as much was accepted with an order of his."""
    return added > 0 and limit is not None and exposure > max(limit, accepted)


def must_cost_what_was_approved(*, approved: Decimal, now: Decimal) -> None:
    """ORD-97: a change is applied at what its approvers saw that the order would cost."""
    if approved != now:
        raise RuleViolation("ORD-97", approved=approved, now=now)
