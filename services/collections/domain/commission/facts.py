"""What happened to an order that commission follows, and how is it matched?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

NOTHING = Decimal(0)


class FactKind(StrEnum):
    GOODS = "GOODS"  # goods of a shipment arrived
    GOODS_BACK = "GOODS_BACK"  # they went back; without an amount all that is left of the shipment
    MONEY = "MONEY"  # confirmed money settles a receivable
    MONEY_BACK = "MONEY_BACK"  # it does not any more
    ARRIVED = "ARRIVED"  # all of the order arrived, and it comes to this


COMES = (FactKind.GOODS, FactKind.MONEY)
GOES = (FactKind.GOODS_BACK, FactKind.MONEY_BACK)


@dataclass(frozen=True)
class Fact:
    """One thing that happened, with all that commission needs of it as it was then."""

    id: UUID
    seq: int  # the order in which this database heard of it
    kind: FactKind
    subject_id: UUID  # the shipment, or the receivable
    payment_id: UUID | None
    amount: Decimal | None
    happened_at: datetime
    happened_on: date  # where the company's days begin
    owner_id: UUID
    owner_unit: str
    shipment_number: str = ""
    payment_number: str = ""
    receivable_number: str = ""
    source_number: str = ""
    received_on: date | None = None
    due_on: date | None = None
    is_booked: bool = False

    @property
    def key(self) -> tuple[bool, UUID, UUID | None]:
        """What goes takes from what came of the same shipment, or of the same payment on the same receivable."""
        return self.is_money, self.subject_id, self.payment_id

    @property
    def is_money(self) -> bool:
        return self.kind in (FactKind.MONEY, FactKind.MONEY_BACK)

    @property
    def place(self) -> tuple[datetime, int, int, UUID]:
        """Money moves one after the other, in this database; goods are told of by another service, in any order."""
        if self.is_money:
            return datetime.min.replace(tzinfo=self.happened_at.tzinfo), self.seq, 0, self.id
        last = self.kind is FactKind.GOODS_BACK
        moment = datetime.max.replace(tzinfo=self.happened_at.tzinfo) if self.amount is None else self.happened_at
        return moment, 0, int(last), self.id


@dataclass(frozen=True)
class Take:
    """So much of what came went again by this."""

    came: Fact
    went: Fact
    basis: Decimal
    before: Decimal  # of what came, taken by others before


def takes_of(facts: Iterable[Fact]) -> list[Take]:
    """COL-145: what goes takes from what came before it, of the same shipment or of the same payment on the same
    receivable, the newest first; as long as that is not known it waits, and in which order both are heard of changes
    nothing."""
    found: list[Take] = []
    came: dict[tuple[bool, UUID, UUID | None], list[Fact]] = {}
    taken: dict[UUID, Decimal] = {}
    for fact in sorted(facts, key=lambda one: one.place):
        if fact.kind in COMES:
            came.setdefault(fact.key, []).append(fact)
        elif fact.kind in GOES:
            rest = fact.amount
            for one in reversed(came.get(fact.key, [])):
                before = taken.get(one.id, NOTHING)
                left = (one.amount or NOTHING) - before
                part = left if rest is None else min(rest, left)
                if part:
                    found.append(Take(one, fact, part, before))
                    taken[one.id] = before + part
                    rest = None if rest is None else rest - part
    return found


@dataclass(frozen=True)
class Overlap:
    """So much of this money is for those goods; without goods: for what is no goods of an order that arrived whole."""

    money: Fact
    goods: Fact
    basis: Decimal


def overlaps_of(facts: Sequence[Fact], takes: Sequence[Take]) -> list[Overlap]:
    """COL-146: the first money of an order is for the first goods that arrived: what is both collected and arrived is
    payable, each part under the payment and the shipment that it is of. Where the whole order arrived, what it costs
    beside its goods counts as arrived too."""
    left = {fact.id: fact.amount or NOTHING for fact in facts if fact.kind in COMES}
    for take in takes:
        left[take.came.id] -= take.basis
    ordered = sorted((fact for fact in facts if fact.kind in COMES), key=lambda one: one.place)
    money = [(fact, left[fact.id]) for fact in ordered if fact.is_money and left[fact.id]]
    goods = [(fact, left[fact.id]) for fact in ordered if not fact.is_money and left[fact.id]]
    goods += _beside_goods(facts)
    found: list[Overlap] = []
    while money and goods:
        (paid, open_money), (arrived, open_goods) = money[0], goods[0]
        part = min(open_money, open_goods)
        found.append(Overlap(paid, arrived, part))
        money = ([(paid, open_money - part)] if open_money > part else []) + money[1:]
        goods = ([(arrived, open_goods - part)] if open_goods > part else []) + goods[1:]
    return found


def _beside_goods(facts: Sequence[Fact]) -> list[tuple[Fact, Decimal]]:
    """Freight, say. Of an order whose goods went back by its cancellation nothing."""
    whole = [fact for fact in facts if fact.kind is FactKind.ARRIVED]
    if not whole or any(fact.kind is FactKind.GOODS_BACK and fact.amount is None for fact in facts):
        return []
    first = min(whole, key=lambda one: (one.happened_at, one.id))
    rest = (first.amount or NOTHING) - sum((f.amount or NOTHING for f in facts if f.kind is FactKind.GOODS), NOTHING)
    return [(first, rest)] if rest > 0 else []
