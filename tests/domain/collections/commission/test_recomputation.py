"""Whatever happens to an order and in whichever order it is heard of: is its commission what one computes from scratch,
by counting cents?"""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

import pytest

from messages.collections.commission import CommissionMode as Mode
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
)

CASES = 500
MODES = (Mode.TERMINAL, Mode.COLLECTION, Mode.COLLECTION_AND_TERMINAL)
Sums = dict[UUID, tuple[int, int]]  # per person, in cents: what has accrued and stands, and what of it is payable


@dataclass
class Case:
    """The days on which something happened to one order, and what counted then."""

    facts: list[Fact] = field(default_factory=list)
    versions: list[PlanVersion] = field(default_factory=list)
    splits: list[Split] = field(default_factory=list)


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
        case.versions.append(plan(dice.choice(MODES), rate, version=number, day=begins, **more))
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
    arrived = sum(left[fact.id] for fact in came if fact.kind == "GOODS")
    sums: dict[UUID, list[int]] = defaultdict(lambda: [0, 0])
    upto = 0
    for fact in came:
        whole, stays = int((fact.amount or 0) * 100), left[fact.id]
        covered = 0
        if fact.kind == "MONEY":
            covered = max(0, min(upto + stays, arrived) - min(upto, arrived))
            upto += stays
        for earned, person, waits in earnings(case, fact, whole):
            net = earned - half_up(earned * (whole - stays), whole)
            sums[person][0] += net
            sums[person][1] += (half_up(net * covered, stays) if stays else 0) if waits else net
    return {person: (net, payable) for person, (net, payable) in sums.items() if net or payable}


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
    begun = [one for one in case.versions if one.begins_at <= fact.happened_at]
    if not begun:
        return
    by = begun[-1]
    shares = [one for one in case.splits if one.set_at <= fact.happened_at]
    people = [(LI, 1_000_000)] if not shares else [(p.person_id, int(p.percent * 10_000)) for p in shares[-1].parts]
    waits = by.mode is Mode.COLLECTION_AND_TERMINAL
    if (fact.kind == "GOODS") == (by.mode is Mode.TERMINAL):
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
    book = Book(*case.versions, splits=case.splits)
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
def test_accrued_less_clawed_back_is_what_one_computes_from_scratch(block: int) -> None:
    lines = clawed = 0
    for number in range(block * CASES // 10, (block + 1) * CASES // 10):
        dice = random.Random(number)
        case = a_case(dice)
        book = heard(dice, case)
        assert sums_of(book) == from_scratch(case), number
        assert book.hear() == []
        lines, clawed = lines + len(book.lines), clawed + sum(one.kind == "CLAWED_BACK" for one in book.lines)
    assert lines > 100  # they are no empty cases
    assert clawed > 10


def test_each_claw_back_names_an_accrual_and_bears_its_rate_and_share() -> None:
    for number in range(50):
        dice = random.Random(number)
        book = heard(dice, a_case(dice))
        accruals = {line.id: line for line in book.lines if line.accrual_id is None}
        for line in book.lines:
            if line.accrual_id is not None:
                of = accruals[line.accrual_id]
                assert (line.rate, line.person, line.plan.version) == (of.rate, of.person, of.plan.version)
