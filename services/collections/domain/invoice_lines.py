"""Which lines has an invoice, and how much tax is in each?

What was invoiced of a line before is taken off it: net, tax and pieces of all invoices of an order together are those
of the order, however it was divided.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from messages.apportionment import apportion
from messages.collections.invoices import InvoiceLineWanted
from messages.errors import Malformed, RuleViolation
from messages.money import UNIT, rounded, unit_of_parts

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class BillableLine:
    """A line of an order, and what is left of it. `counted`: of all that was invoiced, pieces were said."""

    position: int
    quantity: int | None
    total: Decimal
    left: Decimal
    tax_left: Decimal
    quantity_left: int | None
    counted: bool = True
    description: str = ""

    def worth(self, pieces: int, unit: Decimal) -> Decimal:
        """What these of its pieces cost, with tax; the last of them cost what is left."""
        if pieces == self.quantity_left and self.counted:
            return self.left
        return rounded(self.total * pieces / self.quantity, unit) if self.quantity else self.total


@dataclass(frozen=True)
class BilledLine:
    """Of the order's line in this place; `total` is with tax."""

    position: int
    quantity: int | None
    tax: Decimal
    total: Decimal

    @property
    def net(self) -> Decimal:
        return self.total - self.tax

    @property
    def unit_price(self) -> Decimal | None:
        """Before tax, as far as a price is exact; the net is what counts."""
        return (self.net / self.quantity).quantize(UNIT, ROUND_HALF_UP) if self.quantity else None


@dataclass(frozen=True)
class AgreedLine:
    """A line of an order as it was agreed, what of it is credited, and what of it is on invoices and requests."""

    position: int
    quantity: int | None
    tax: Decimal
    total: Decimal
    credited: Decimal
    credited_pieces: int
    billed: Decimal
    billed_tax: Decimal
    billed_pieces: int
    unit: Decimal  # in what its parts are rounded
    counted: bool = True
    description: str = ""


def left_of(line: AgreedLine) -> BillableLine:
    """COL-129: what is credited of a line is not left of it, with the tax in it; where more of it is invoiced than it
    costs by now nothing is left, until the invoice is reversed."""
    left = max(line.total - line.credited - line.billed, NOTHING)
    gone = rounded(line.tax * line.credited / line.total, line.unit) if line.total else NOTHING
    pieces = None if line.quantity is None else max(line.quantity - line.credited_pieces - line.billed_pieces, 0)
    return BillableLine(
        position=line.position,
        quantity=line.quantity,
        total=line.total,
        left=left,
        tax_left=min(max(line.tax - gone - line.billed_tax, NOTHING), left),
        quantity_left=pieces,
        counted=line.counted,
        description=line.description,
    )


@dataclass(frozen=True)
class Credited:
    """What an event says of a line; what of the line is not credited yet."""

    position: int
    pieces: int
    credit: Decimal
    room: Decimal


def credit_lines(amount: Decimal, said: Sequence[Credited], unit: Decimal) -> dict[int, Decimal]:
    """COL-130: an allowance comes off the lines that it is about, each as it is said, and no more than was granted;
    what no line has room for comes off the order as a whole."""
    fits = [min(one.credit, one.room) for one in said]
    most = min(amount, sum(fits, NOTHING))
    parts = apportion(most, fits, unit) if most else [NOTHING] * len(fits)
    return {one.position: part for one, part in zip(said, parts, strict=True) if part}


def unit_of(lines: Sequence[BillableLine], currency: str) -> Decimal:
    """In what the parts of these lines, and of the tax in them, are rounded."""
    return unit_of_parts(currency, *(amount for line in lines for amount in (line.left, line.tax_left)))


def bill_amount(amount: Decimal, lines: Sequence[BillableLine], unit: Decimal) -> list[BilledLine]:
    """COL-106: an amount of an order is spread over what is left of its lines, to the cent, by largest remainder.

    Raises Malformed where it cannot be paid in its currency: yen have no cents (SYS-18).
    """
    if amount % unit:
        raise Malformed("amount", str(amount), "SYS-18", unit=unit)
    parts = apportion(amount, [line.left for line in lines], unit)
    return [
        _billed(line, part, line.quantity_left if part == line.left and line.counted else None, unit)
        for line, part in zip(lines, parts, strict=True)
        if part
    ]


def bill_lines(wanted: Sequence[InvoiceLineWanted], lines: Sequence[BillableLine], unit: Decimal) -> list[BilledLine]:
    """The lines that are asked for, in this order. Raises RuleViolation and Malformed."""
    found = {line.position: line for line in lines}
    billed = []
    for place, one in enumerate(wanted):
        line = found.pop(one.position, None)
        if line is None:
            raise Malformed(f"lines.{place}.position", one.position, "COL-108")
        billed.append(_asked_for(one, line, unit))
    return billed


def must_be_one_way(*, has_amount: bool, has_lines: bool, amount: object) -> None:
    """COL-109: an invoice is requested for an amount of the order or for lines of it, not for both."""
    if has_amount and has_lines:
        raise Malformed("amount", str(amount), "COL-109")


def _asked_for(one: InvoiceLineWanted, line: BillableLine, unit: Decimal) -> BilledLine:
    """COL-107: of a line no more is invoiced than is left of it, neither money nor pieces."""
    pieces = one.quantity
    if pieces is None and one.amount is None:
        pieces = line.quantity_left if line.counted else None
        total = line.left
    else:
        total = one.amount if one.amount is not None else line.worth(pieces or 0, unit)
    too_many = pieces is not None and pieces > (line.quantity_left or 0)
    if too_many or not NOTHING < total <= line.left or total % unit:
        raise RuleViolation("COL-107", position=line.position, description=line.description, left=line.left)
    return _billed(line, total, pieces or None, unit)


def _billed(line: BillableLine, total: Decimal, quantity: int | None, unit: Decimal) -> BilledLine:
    """COL-110: the tax of a part of a line is that part of what is left of its tax; the last part has the rest."""
    tax = line.tax_left if total == line.left else rounded(line.tax_left * total / line.left, unit)
    return BilledLine(line.position, quantity, tax, total)
