"""An order's facts, plans and shares, made short."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID, uuid5

from messages.collections.commission import CommissionComponent, CommissionMode, QuotaTier
from services.collections.domain.commission.booking import Order, Quota, missing_lines, month_of
from services.collections.domain.commission.facts import Fact, FactKind
from services.collections.domain.commission.lines import Line
from services.collections.domain.commission.plans import PlanVersion
from services.collections.domain.commission.shares import Part, Split

SPACE = UUID(int=7)
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
LI, CHEN, ZHAO = (uuid5(SPACE, name) for name in ("li", "chen", "zhao"))
EAST = "cs/east/sales-1"


def moment(day: int) -> datetime:
    return BEGAN + timedelta(days=day)


def plan(mode: CommissionMode, rate: str = "3", *, version: int = 1, day: int = 0, unit: str = "", **more: Any) -> Any:
    """In force from that day on."""
    terms: dict[str, Any] = {"early_bonus": Decimal(0), "late_penalty": Decimal(0), "day_count": 365, "tiers": ()}
    return PlanVersion(
        id=uuid5(SPACE, f"plan {unit} {version}"), name="plan", unit=unit, version=version, begins_at=moment(day),
        mode=mode, rate=Decimal(rate), **terms | more,
    )  # fmt: skip


def tiers(*pairs: tuple[str, str]) -> tuple[QuotaTier, ...]:
    return tuple(QuotaTier(above=Decimal(above), rate=Decimal(rate)) for above, rate in pairs)


def goods(day: int, amount: str | None, shipment: str = "SH-1", kind: FactKind = FactKind.GOODS, **more: Any) -> Fact:
    return _fact(kind, day, amount, subject_id=uuid5(SPACE, shipment), shipment_number=shipment, **more)


def back(day: int, amount: str | None, shipment: str = "SH-1", **more: Any) -> Fact:
    return goods(day, amount, shipment, FactKind.GOODS_BACK, source_number="RT-1", **more)


def money(day: int, amount: str, payment: str = "PM-1", owed: str = "AR-1", **more: Any) -> Fact:
    kind = more.pop("kind", FactKind.MONEY)
    of = {"subject_id": uuid5(SPACE, owed), "payment_id": uuid5(SPACE, payment)}
    return _fact(kind, day, amount, **of, payment_number=payment, receivable_number=owed, **more)


def released(day: int, amount: str, payment: str = "PM-1", owed: str = "AR-1", **more: Any) -> Fact:
    return money(day, amount, payment, owed, kind=FactKind.MONEY_BACK, **more)


def _fact(kind: FactKind, day: int, amount: str | None, **more: Any) -> Fact:
    own: dict[str, Any] = {"seq": day, "payment_id": None, "owner_id": LI, "owner_unit": EAST}
    name = f"{kind} {day} {amount} {more.get('subject_id')} {more.get('payment_id')} {more.get('seq', '')}"
    return Fact(
        id=uuid5(SPACE, name), kind=kind, amount=Decimal(amount) if amount is not None else None,
        happened_at=moment(day), happened_on=moment(day).date(), **own | more,
    )  # fmt: skip


def split(day: int, *parts: tuple[UUID, str]) -> Split:
    return Split(moment(day), tuple(Part(person, str(person)[:4], EAST, Decimal(percent)) for person, percent in parts))


class Book:
    """What is written of one order, as more of it is heard."""

    def __init__(
        self, *versions: PlanVersion, splits: Sequence[Split] = (), currency: str = "CNY", **more: Any
    ) -> None:
        self.versions, self.splits, self.currency, self.more = versions, splits, currency, more
        self.facts: list[Fact] = []
        self.lines: list[Line] = []
        self.ids = 0

    def hear(self, *facts: Fact) -> list[Line]:
        """And book: the lines that are new."""
        more = self.more | {"quotas": self.quotas()}
        order = Order(self.currency, [*self.facts, *facts], self.lines, self.versions, self.splits, **more)
        new = missing_lines(order, self.new_id)
        self.lines += new
        self.facts += [_booked(fact) for fact in facts]
        return new

    def quotas(self) -> dict[tuple[UUID, str], Quota]:
        """With what the lines say that was attained since."""
        return {
            (person, month): replace(one, attained=one.attained + self._attained(person, month))
            for (person, month), one in self.more.get("quotas", {}).items()
        }

    def _attained(self, person: UUID, month: str) -> Decimal:
        return sum(
            (
                (line.basis * line.person.percent / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
                for line in self._of(person)
                if line.plan.mode is CommissionMode.QUOTA
                and line.component is CommissionComponent.COMMISSION
                and month_of(line.happened_on) == month
            ),
            Decimal(0),
        )

    def new_id(self) -> UUID:
        self.ids += 1
        return uuid5(SPACE, f"line {self.ids}")

    def accrued(self, person: UUID | None = None) -> Decimal:
        return sum((one.accrued for one in self._of(person)), Decimal(0))

    def payable(self, person: UUID | None = None) -> Decimal:
        return sum((one.payable for one in self._of(person)), Decimal(0))

    def _of(self, person: UUID | None) -> list[Line]:
        return [one for one in self.lines if person in (None, one.person.person_id)]


def _booked(fact: Fact) -> Fact:
    return Fact(**{**vars(fact), "is_booked": True})


def on(day: int) -> date:
    return moment(day).date()
