"""Whatever happens to an order and in whichever order it is heard of: is its commission what one computes from scratch,
by counting cents?"""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest

from messages.collections.commission import CommissionMode as Mode
from services.collections.domain.commission.booking import Quota
from services.collections.domain.commission.facts import Fact
from services.collections.domain.commission.plans import PlanVersion
from services.collections.domain.commission.shares import Split
from tests.domain.collections.commission.scenes import (
    CHEN,
    LI,
    ZHAO,
    Book,
    back,
    goods,
    money,
    on,
    plan,
    released,
    split,
    tiers,
)

CASES = 500
MODES = (Mode.TERMINAL, Mode.COLLECTION, Mode.COLLECTION_AND_TERMINAL, Mode.QUOTA)
MONTH = "2026-01"  # all happens in it
Sums = dict[UUID, tuple[int, int]]  # per person, in cents: what has accrued and stands, and what of it is payable


@dataclass
class Case:
    """The days on which something happened to one order, and what counted then."""

    facts: list[Fact] = field(default_factory=list)
    versions: list[PlanVersion] = field(default_factory=list)
    splits: list[Split] = field(default_factory=list)
    quotas: dict[UUID, int] = field(default_factory=dict)  # in cents


def a_case(dice: random.Random) -> Case:
    case = Case()
    for number in range(1, dice.randint(1, 4) + 1):
        more = {
            "early_bonus": Decimal(dice.choice(["0", "3.65", "6"])),
            "late_penalty": Decimal(dice.choice(["0", "12"])),
            "day_count": dice.choice([360, 365]),
        }
        begins = dice.randint(number * 8 - 9, number * 8)
        rate = dice.choice(["0", "0.0333", "1", "2.5", "7.1234"])
        mode = dice.choice(MODES)
        if mode is Mode.QUOTA:
            rate, edges = (
                "0",
                sorted(dice.sample(["0", "33.3", "50", "80", "100", "250"], dice.randint(1, 3)), key=float),
            )
            more["tiers"] = tiers(*((edge, dice.choice(["0.5", "2", "4.4444"])) for edge in edges))
        case.versions.append(plan(mode, rate, version=number, day=begins, **more))
    case.quotas = {who: dice.choice([10_000, 333_333, 100_000_000]) for who in (LI, CHEN, ZHAO) if dice.random() < 0.8}
    for day in sorted(dice.sample(range(30), dice.randint(0, 3))):
        cut = dice.choice(["30", "33.3333", "0.0001", "50"])
        people = dice.sample([LI, CHEN, ZHAO], 2)
        case.splits.append(split(day, (people[0], cut), (people[1], str(100 - Decimal(cut)))))
    shipped: dict[str, int] = defaultdict(int)
    settled: dict[tuple[str, str], int] = defaultdict(int)
    for day in range(1, dice.randint(3, 30)):
        happen(dice, case, day, shipped, settled)
    return case


def happen(
    dice: random.Random, case: Case, day: int, shipped: dict[str, int], settled: dict[tuple[str, str], int]
) -> None:
    """Goods arrive or go back, money comes or is taken off; of a shipment at times all goes at once."""
    ship, pair = dice.choice(["SH-1", "SH-2"]), (dice.choice(["PM-1", "PM-2"]), dice.choice(["AR-1", "AR-2"]))
    cents = dice.choice([1, 7, 99, 10_000, 123_456, 999_999_937])
    what = dice.choice(["goods", "goods", "back", "money", "money", "money", "released"])
    if what == "goods":
        shipped[ship] += cents
        case.facts.append(goods(day, amount(cents), ship))
    elif what == "back" and shipped[ship]:
        gone = min(cents, shipped[ship])
        shipped[ship] -= gone
        case.facts.append(back(day, amount(gone), ship))
    elif what == "money":
        settled[pair] += cents
        due = dice.choice([None, on(day), on(day + dice.randint(1, 40)), on(day - min(day, dice.randint(1, 20)))])
        case.facts.append(money(day, amount(cents), *pair, received_on=on(day), due_on=due))
    elif what == "released" and settled[pair]:
        gone = dice.choice([settled[pair], min(cents, settled[pair])])
        settled[pair] -= gone
        case.facts.append(released(day, amount(gone), *pair))


def amount(cents: int) -> str:
    return str(Decimal(cents) / 100)


def half_up(numerator: int, denominator: int) -> int:
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))


def from_scratch(case: Case) -> Sums:
    """Another way: whole cents; each fact is a stack of coins, and what goes takes coins off the top."""
    came = [fact for fact in case.facts if fact.kind in ("GOODS", "MONEY")]
    left = coins_left(case.facts)
    by_quota = earned_by_quota(case)
    arrived = sum(left[fact.id] for fact in came if fact.kind == "GOODS")
    sums: dict[UUID, list[int]] = defaultdict(lambda: [0, 0])
    upto = 0
    for fact in came:
        whole, stays = int((fact.amount or 0) * 100), left[fact.id]
        covered = 0
        if fact.kind == "MONEY":
            covered = max(0, min(upto + stays, arrived) - min(upto, arrived))
            upto += stays
        for earned, person, waits in [*earnings(case, fact, whole), *by_quota[fact.id]]:
            net = earned - half_up(earned * (whole - stays), whole)
            sums[person][0] += net
            sums[person][1] += (half_up(net * covered, stays) if stays else 0) if waits else net
    return {person: (net, payable) for person, (net, payable) in sums.items() if net or payable}


def earned_by_quota(case: Case) -> dict[UUID, list[tuple[int, UUID, bool]]]:
    """Each coin falls where the heap of its month ends: a tier further up earns more. What goes leaves the heap."""
    heap: dict[UUID, int] = defaultdict(int)
    stacks: dict[object, list[tuple[Fact, int]]] = defaultdict(list)
    earned: dict[UUID, list[tuple[int, UUID, bool]]] = defaultdict(list)
    for fact in (one for one in case.facts if one.kind in ("MONEY", "MONEY_BACK")):
        coins, stack = int((fact.amount or 0) * 100), stacks[fact.subject_id, fact.payment_id]
        if fact.kind == "MONEY":
            stack.append((fact, coins))
            if (by := plan_on(case, fact)) and by.mode is Mode.QUOTA:
                shares = shares_on(case, fact)
                for (own, who), (_, share) in zip(cut(coins, shares), shares, strict=True):
                    if quota := case.quotas.get(who):
                        worth = [tier_sum(by, heap[who] + own, quota), tier_sum(by, heap[who], quota)]
                        earned[fact.id].append((half_up_fraction(worth[0] - worth[1]), who, False))
                        heap[who] += half_up(coins * share, 1_000_000)
        while fact.kind == "MONEY_BACK" and coins:
            came, left = stack.pop()
            some, coins = min(coins, left), coins - min(coins, left)
            if left > some:
                stack.append((came, left - some))
            if (by := plan_on(case, came)) and by.mode is Mode.QUOTA:
                for who, share in shares_on(case, came):
                    heap[who] -= half_up(some * share, 1_000_000) if who in case.quotas else 0
    return earned


def tier_sum(by: PlanVersion, coins: int, quota: int) -> Fraction:
    """What so many coins of a month earn, coin by coin up the tiers."""
    earned = Fraction(0)
    bounds = [Fraction(tier.above) * quota / 100 for tier in by.tiers]
    for place, tier in enumerate(by.tiers):
        top = bounds[place + 1] if place + 1 < len(bounds) else Fraction(max(coins, 0)) + bounds[place]
        earned += max(Fraction(0), min(Fraction(coins), top) - bounds[place]) * Fraction(tier.rate) / 100
    return earned


def half_up_fraction(exact: Fraction) -> int:
    return half_up(exact.numerator, exact.denominator)


def plan_on(case: Case, fact: Fact) -> PlanVersion | None:
    begun = [one for one in case.versions if one.begins_at <= fact.happened_at]
    return begun[-1] if begun else None


def shares_on(case: Case, fact: Fact) -> list[tuple[UUID, int]]:
    """In ten thousandths of a percent."""
    set_ = [one for one in case.splits if one.set_at <= fact.happened_at]
    return [(p.person_id, int(p.percent * 10_000)) for p in set_[-1].parts] if set_ else [(LI, 1_000_000)]


def coins_left(facts: Sequence[Fact]) -> dict[UUID, int]:
    stacks: dict[object, list[list[object]]] = defaultdict(list)
    left: dict[UUID, int] = defaultdict(int)
    for fact in facts:  # as it happened
        key, coins = (fact.subject_id, fact.payment_id), int((fact.amount or 0) * 100)
        if fact.kind in ("GOODS", "MONEY"):
            stacks[key].append([fact.id, coins])
            left[fact.id] = coins
            continue
        while coins:
            top = stacks[key][-1]
            some = min(coins, int(str(top[1])))
            top[1] = int(str(top[1])) - some
            left[UUID(str(top[0]))] -= some
            coins -= some
            if not top[1]:
                stacks[key].pop()
    return left


def earnings(case: Case, fact: Fact, cents: int) -> Iterable[tuple[int, UUID, bool]]:
    """(cents, whose, whether it waits for goods) of what one fact earned."""
    by = plan_on(case, fact)
    if by is None:
        return
    people, waits = shares_on(case, fact), by.mode is Mode.COLLECTION_AND_TERMINAL
    if by.mode is not Mode.QUOTA and (fact.kind == "GOODS") == (by.mode is Mode.TERMINAL):
        yield from ((part, who, waits) for part, who in cut(half_up(cents * int(by.rate * 10_000), 1_000_000), people))
    if fact.due_on and fact.received_on and (days := (fact.due_on - fact.received_on).days):
        rate = int((by.early_bonus if days > 0 else by.late_penalty) * 10_000)
        interest = half_up(cents * rate * days, 1_000_000 * by.day_count)
        yield from ((part, who, waits) for part, who in cut(interest, people))


def cut(whole: int, people: Sequence[tuple[UUID, int]]) -> Iterable[tuple[int, UUID]]:
    given = used = 0
    for who, share in people:
        used += share
        until = half_up(whole * used, 1_000_000)
        yield until - given, who
        given = until


def heard(dice: random.Random, case: Case) -> Book:
    """Goods in any order, money as it moved, in as many bookings as it pleases; each fact once."""
    things, coins = [f for f in case.facts if not f.is_money], [f for f in case.facts if f.is_money]
    dice.shuffle(things)
    quotas = {(who, MONTH): Quota(Decimal(cents) / 100, Decimal(0)) for who, cents in case.quotas.items()}
    book = Book(*case.versions, splits=case.splits, quotas=quotas)
    while things or coins:
        batch = [things.pop() for _ in range(min(len(things), dice.randint(0, 3)))]
        some = dice.randint(0, 3)
        batch, coins = [*batch, *coins[:some]], coins[some:]
        dice.shuffle(batch)
        book.hear(*batch)
    return book


def sums_of(book: Book) -> Sums:
    people = {line.person.person_id for line in book.lines}
    found = {who: (int(book.accrued(who) * 100), int(book.payable(who) * 100)) for who in people}
    return {who: sums for who, sums in found.items() if any(sums)}


@pytest.mark.parametrize("block", range(10))
def test_feature_156_157_158_159_161_163_164_accrued_less_clawed_back_is_what_one_computes_from_scratch(
    block: int,
) -> None:
    lines = clawed = by_quota = 0
    for number in range(block * CASES // 10, (block + 1) * CASES // 10):
        dice = random.Random(number)
        case = a_case(dice)
        book = heard(dice, case)
        assert sums_of(book) == from_scratch(case), number
        assert book.hear() == []
        lines, clawed = lines + len(book.lines), clawed + sum(one.kind == "CLAWED_BACK" for one in book.lines)
        by_quota += sum(bool(one.quota and one.accrued) for one in book.lines)
    assert lines > 100  # they are no empty cases
    assert min(clawed, by_quota) > 10


def test_each_claw_back_names_an_accrual_and_bears_its_rate_and_share() -> None:
    for number in range(50):
        dice = random.Random(number)
        book = heard(dice, a_case(dice))
        accruals = {line.id: line for line in book.lines if line.accrual_id is None}
        for line in book.lines:
            if line.accrual_id is not None:
                of = accruals[line.accrual_id]
                assert (line.rate, line.person, line.plan.version) == (of.rate, of.person, of.plan.version)
