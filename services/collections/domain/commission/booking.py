"""Which lines follow from all that is known of an order, and are not written yet?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from messages.collections.commission import CommissionComponent as Component
from messages.collections.commission import CommissionKind as Kind
from messages.collections.commission import CommissionMode as Mode
from messages.money import Money
from services.collections.domain.commission.facts import COMES, Fact, Overlap, Take, overlaps_of, takes_of
from services.collections.domain.commission.lines import (
    NOTHING,
    Line,
    by_quota,
    commission,
    days_early,
    interest,
    share_of,
)
from services.collections.domain.commission.plans import PlanVersion, version_of
from services.collections.domain.commission.shares import Part, Split, divided, split_at

ON_MONEY = (Mode.COLLECTION, Mode.COLLECTION_AND_TERMINAL)
NO_ID = UUID(int=0)
UNIT = Decimal("0.0001")
CENT = Decimal("0.01")

PersonMonth = tuple[UUID, str]
Wanted = dict[tuple[UUID, UUID], tuple[Decimal, Decimal]]  # per accrual and fact: the basis and the amount


def month_of(day: date) -> str:
    return f"{day:%Y-%m}"


@dataclass(frozen=True)
class Quota:
    """Of one person and month: how much, and what was attained of it before."""

    amount: Decimal
    attained: Decimal


@dataclass(frozen=True)
class Order:
    """All that is known of one order's commission."""

    currency: str
    facts: Sequence[Fact]
    lines: Sequence[Line]  # written already
    versions: Sequence[PlanVersion]
    splits: Sequence[Split]
    names: Mapping[UUID, str] = field(default_factory=dict)  # of who had the order
    quotas: Mapping[PersonMonth, Quota] = field(default_factory=dict)


def missing_lines(order: Order, new_id: Callable[[], UUID]) -> list[Line]:
    """COL-150: what accrued keeps its rate and its shares for good; claw-backs and what is payable are the difference
    between what they should be by all facts and what is written, so that booking again writes nothing."""
    fresh = sorted((fact for fact in order.facts if not fact.is_booked), key=lambda one: (one.happened_at, one.seq))
    if not fresh:
        return []
    quotas, takes = dict(order.quotas), takes_of(order.facts)
    written = [line for line in order.lines if line.kind is Kind.ACCRUED]
    made: list[Line] = []
    for fact in fresh:
        if fact.kind in COMES:
            made += [replace(line, id=new_id()) for line in _accruals(order, fact, quotas)]
        else:
            _attain_less([*written, *made], [take for take in takes if take.went.id == fact.id], quotas)
    standing = [*written, *made]
    following = [*_claw_back_lines(order, standing, takes), *_payable_lines(order, standing, takes)]
    return [*made, *(replace(line, id=new_id()) for line in following)]


def _accruals(order: Order, fact: Fact, quotas: dict[PersonMonth, Quota]) -> Iterator[Line]:
    """Of one fact, for each who has a share; by the version and the split of its own moment."""
    plan = version_of(order.versions, fact.owner_unit, fact.happened_at)
    if plan is None or not fact.amount:
        return
    basis = Money(amount=fact.amount, currency=order.currency)
    parts = _parts(order, fact)
    if fact.is_money and plan.mode is Mode.QUOTA:
        for part, own in zip(parts, divided(basis, parts), strict=True):
            yield _by_quota(fact, plan, part, own, quotas)
    elif plan.mode in ON_MONEY if fact.is_money else plan.mode is Mode.TERMINAL:
        for part, amount in zip(parts, divided(commission(basis, plan.rate), parts), strict=True):
            yield _accrual(fact, plan, part, amount.amount)
    days = days_early(fact)
    rate = plan.early_bonus if days > 0 else plan.late_penalty
    if days and rate:
        component = Component.EARLY_BONUS if days > 0 else Component.LATE_PENALTY
        for part, amount in zip(parts, divided(interest(basis, rate, days, plan.day_count), parts), strict=True):
            yield replace(_accrual(fact, plan, part, amount.amount), component=component, rate=rate, days=days)


def _parts(order: Order, fact: Fact) -> Sequence[Part]:
    """Nobody has split it: the owner alone."""
    split = split_at(order.splits, fact.happened_at)
    if split is not None:
        return split.parts
    return (Part(fact.owner_id, order.names.get(fact.owner_id, ""), fact.owner_unit, Decimal(100)),)


def _by_quota(fact: Fact, plan: PlanVersion, part: Part, own: Money, quotas: dict[PersonMonth, Quota]) -> Line:
    """Each by his own quota, on his share of the money; who has none earns nothing by it."""
    key = part.person_id, month_of(fact.happened_on)
    found = quotas.get(key)
    if found is None:
        return _accrual(fact, plan, part, NOTHING)
    amount = by_quota(plan, own, quota=found.amount, attained=found.attained).amount
    quotas[key] = replace(found, attained=found.attained + _counted(fact.amount or NOTHING, part))
    rate = (amount * 100 / own.amount).quantize(UNIT) if own.amount else Decimal(0)
    return replace(_accrual(fact, plan, part, amount), rate=rate, quota=found.amount, attained=found.attained)


def _attain_less(standing: Sequence[Line], takes: Sequence[Take], quotas: dict[PersonMonth, Quota]) -> None:
    """Money that went again is attained no more by what comes after it, whether somebody looked in between or not."""
    for take in takes:
        for line in standing:
            if line.fact_id == take.came.id and line.quota is not None:
                key = line.person.person_id, month_of(max(line.happened_on, take.went.happened_on))
                if (found := quotas.get(key)) is not None:
                    quotas[key] = replace(found, attained=found.attained - _counted(take.basis, line.person))


def _counted(basis: Decimal, part: Part) -> Decimal:
    """What of it counts for the quota of one of those among whom it is split, as written lines are counted."""
    return (basis * part.percent / 100).quantize(CENT, ROUND_HALF_UP)


def _accrual(fact: Fact, plan: PlanVersion, part: Part, amount: Decimal) -> Line:
    return Line(
        NO_ID, Kind.ACCRUED, Component.COMMISSION, fact.id, None, plan, part, fact.amount or NOTHING, plan.rate,
        accrued=amount, payable=_at_once(plan, amount), happened_on=fact.happened_on,
        shipment_number=fact.shipment_number, payment_number=fact.payment_number,
        receivable_number=fact.receivable_number, received_on=fact.received_on, due_on=fact.due_on,
    )  # fmt: skip


def _at_once(plan: PlanVersion, amount: Decimal) -> Decimal:
    return NOTHING if plan.mode is Mode.COLLECTION_AND_TERMINAL else amount


def _claw_back_lines(order: Order, standing: Sequence[Line], takes: Sequence[Take]) -> Iterator[Line]:
    """Of each accrual, by the rate that it has."""
    wanted: Wanted = {}
    for take in takes:
        for line in (one for one in standing if one.fact_id == take.came.id):
            amount = share_of(
                line.accrued, basis=line.basis, before=take.before, part=take.basis, currency=order.currency
            )
            wanted[line.id, take.went.id] = -take.basis, -amount
    for line, went, basis, amount, day in _differences(order, standing, Kind.CLAWED_BACK, wanted):
        yield replace(
            line, kind=Kind.CLAWED_BACK, accrual_id=line.id, fact_id=went.id, basis=basis, accrued=amount,
            payable=_at_once(line.plan, amount), happened_on=day, source_number=went.source_number,
        )  # fmt: skip


def _payable_lines(order: Order, standing: Sequence[Line], takes: Sequence[Take]) -> Iterator[Line]:
    """Of the mode that waits for both."""
    waiting = [line for line in standing if line.plan.mode is Mode.COLLECTION_AND_TERMINAL]
    overlaps = overlaps_of(order.facts, takes)
    wanted: Wanted = {}
    for line in waiting:
        wanted |= _wanted(order, line, takes, overlaps)
    for line, goods, basis, amount, day in _differences(order, waiting, Kind.PAYABLE, wanted):
        yield replace(
            line, kind=Kind.PAYABLE, accrual_id=line.id, fact_id=goods.id, basis=basis, accrued=NOTHING,
            payable=amount, happened_on=day, shipment_number=goods.shipment_number,
        )  # fmt: skip


def _wanted(order: Order, line: Line, takes: Sequence[Take], overlaps: Sequence[Overlap]) -> Wanted:
    """What of an accrual is payable, by its goods."""
    gone = sum((take.basis for take in takes if take.came.id == line.fact_id), NOTHING)
    left = line.basis - gone
    if not left:
        return {}
    net = share_of(line.accrued, basis=line.basis, before=gone, part=left, currency=order.currency)
    found: Wanted = {}
    before = NOTHING
    for one in overlaps:
        if one.money.id == line.fact_id:
            amount = share_of(net, basis=left, before=before, part=one.basis, currency=order.currency)
            found[line.id, one.goods.id] = one.basis, amount
            before += one.basis
    return found


def _differences(
    order: Order, standing: Sequence[Line], kind: Kind, wanted: Wanted
) -> Iterator[tuple[Line, Fact, Decimal, Decimal, date]]:
    """Between what should be written of a kind and what is: the accrual, the fact, the basis, the amount and the day.
    What was written otherwise before is made up for on the day of what has shown it."""
    written: Wanted = {}
    for line in order.lines:
        if line.kind is kind and line.accrual_id is not None:
            basis, amount = written.get((line.accrual_id, line.fact_id), (NOTHING, NOTHING))
            said = line.payable if kind is Kind.PAYABLE else line.accrued
            written[line.accrual_id, line.fact_id] = basis + line.basis, amount + said
    accruals, facts = {line.id: line for line in standing}, {fact.id: fact for fact in order.facts}
    last = max(fact.happened_on for fact in order.facts if not fact.is_booked)
    for key in [*wanted, *(key for key in written if key not in wanted)]:
        basis, amount = wanted.get(key, (NOTHING, NOTHING))
        was, said = written.get(key, (NOTHING, NOTHING))
        if (basis, amount) != (was, said):
            accrual, fact = accruals[key[0]], facts[key[1]]
            day = max(accrual.happened_on, fact.happened_on)
            yield accrual, fact, basis - was, amount - said, max(day, last) if key in written else day
