"""When does dunning wait, for whom, and how does it go on?"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from messages.collections.cases.contacts import ContactStatus
from messages.collections.cases.promises import PromiseStatus
from messages.collections.receivables import ReceivableStatus
from messages.errors import RuleViolation
from messages.money import Money
from services.collections.domain.cases.contacts import contact_at, is_worth_contacting, must_be_recordable
from services.collections.domain.cases.pauses import (
    Watched,
    after_hold,
    held_deadline,
    is_held,
    must_be_watched,
    pause_ends_at,
)
from services.collections.domain.cases.promises import (
    Came,
    may_hold,
    move_promise,
    must_be_owed,
    promise_breaks_at,
    status_of,
)
from services.collections.domain.dunning_procedure import DunningLevel, LevelReached

CN = "Asia/Shanghai"
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
S = PromiseStatus


def refused(rule: str):  # type: ignore[no-untyped-def]
    return pytest.raises(RuleViolation, match=rf"^{rule}\(")


@pytest.mark.parametrize("days", [0, 1, 90])
def test_col_186_a_pause_lasts_to_the_end_of_its_last_day_where_the_customer_is(days: int) -> None:
    ends_at = pause_ends_at(TODAY + timedelta(days=days), now=NOW, tz=CN, most_days=90)
    assert ends_at == datetime(2026, 3, 2, 16, tzinfo=UTC) + timedelta(days=days)


@pytest.mark.parametrize("days", [-1, 91])
def test_col_186_it_is_not_over_yet_and_no_longer_than_allowed(days: int) -> None:
    with refused("COL-186"):
        pause_ends_at(TODAY + timedelta(days=days), now=NOW, tz=CN, most_days=90)
    late_evening = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)  # the third already, there
    with refused("COL-186"):
        pause_ends_at(TODAY, now=late_evening, tz=CN, most_days=90)


def test_col_187_open_watched_and_of_one_customer_in_one_legal_entity() -> None:
    one = Watched("AR-1", uuid4(), "CS-CN", "CNY", ReceivableStatus.OPEN, history=False)
    must_be_watched([one, one])
    for other in (
        Watched("AR-2", uuid4(), "CS-CN", "CNY", ReceivableStatus.OPEN, history=False),
        Watched("AR-2", one.customer_id, "CS-US", "CNY", ReceivableStatus.OPEN, history=False),
        Watched("AR-2", one.customer_id, "CS-CN", "CNY", ReceivableStatus.PAID, history=False),
        Watched("AR-2", one.customer_id, "CS-CN", "CNY", ReceivableStatus.OPEN, history=True),
    ):
        with refused("COL-187"):
            must_be_watched([one, other])
    with refused("COL-187"):
        must_be_watched([])


def test_col_188_the_highest_level_is_said_once_when_the_pause_is_over() -> None:
    steps = [LevelReached(DunningLevel(n, n, "owner"), NOW + timedelta(days=n)) for n in (1, 7)]
    over = NOW + timedelta(days=9)
    assert after_hold(steps, None) == steps
    assert after_hold(steps, over) == [LevelReached(steps[1].level, over)]
    assert after_hold(steps, NOW) == [steps[1]], "one that is reached after it, at its own time"
    assert after_hold([], over) == []


def test_col_188_dunning_waits_until_then_and_no_longer() -> None:
    over = NOW + timedelta(days=9)
    assert (is_held(over, over - timedelta(seconds=1)), is_held(over, over), is_held(None, NOW)) == (True, False, False)
    later = over + timedelta(days=1)
    assert [held_deadline(at, over) for at in (NOW, later, None)] == [over, later, None]


@pytest.mark.parametrize(("days", "allowed"), [(-1, False), (0, True), (30, True), (31, False)])
def test_col_189_a_promise_names_a_day_that_is_waited_for(days: int, allowed: bool) -> None:
    def breaks_at() -> datetime:
        return promise_breaks_at(TODAY + timedelta(days=days), now=NOW, tz=CN, most_days=30)

    if allowed:
        assert breaks_at() == datetime(2026, 3, 2, 16, tzinfo=UTC) + timedelta(days=days)
    else:
        with refused("COL-189"):
            breaks_at()


def test_col_190_no_more_than_is_open() -> None:
    free = Money.of("10.00", "CNY")
    must_be_owed(free, free)
    with refused("COL-190"):
        must_be_owed(Money.of("10.01", "CNY"), free)


@pytest.mark.parametrize(
    ("came", "at", "status"),
    [
        (Came(Decimal("59.99")), -1, S.OPEN),
        (Came(Decimal("60.00")), -1, S.KEPT),
        (Came(Decimal("59.99")), 0, S.BROKEN),
        (Came(Decimal("60.00")), 5, S.KEPT),
        (Came(Decimal("55.00"), settled=True), 0, S.KEPT),
    ],
)
def test_col_191_kept_by_what_came_beyond_what_was_paid_before(came: Came, at: int, status: PromiseStatus) -> None:
    moment = NOW + timedelta(seconds=at)
    assert status_of(Decimal("50.00"), Decimal("10.00"), came, breaks_at=NOW, now=moment) is status


def test_col_192_who_broke_one_is_not_waited_for_again() -> None:
    assert (may_hold(broken_before=False), may_hold(broken_before=True)) == (True, False)


def test_col_193_only_money_changes_what_is_decided() -> None:
    allowed = {(S.OPEN, S.KEPT), (S.OPEN, S.BROKEN), (S.OPEN, S.WITHDRAWN), (S.KEPT, S.OPEN), (S.KEPT, S.BROKEN),
               (S.BROKEN, S.KEPT)}  # fmt: skip
    for now in S:
        for to in S:
            if (now, to) in allowed:
                assert move_promise(now, to) is to
            else:
                with refused("COL-193"):
                    move_promise(now, to)


def test_col_194_so_many_days_before_at_local_midnight() -> None:
    assert contact_at(date(2026, 4, 1), days_before=5, tz=CN) == datetime(2026, 3, 26, 16, tzinfo=UTC)
    assert is_worth_contacting(TODAY, now=NOW, tz=CN)
    assert not is_worth_contacting(TODAY - timedelta(days=1), now=NOW, tz=CN)
    assert not is_worth_contacting(None, now=NOW, tz=CN)


@pytest.mark.parametrize(("days", "allowed"), [(0, False), (1, True), (366, True), (367, False)])
def test_col_195_the_next_contact_is_later_within_a_year(days: int, allowed: bool) -> None:
    def record(status: ContactStatus) -> None:
        must_be_recordable(status, TODAY + timedelta(days=days), now=NOW, tz=CN)

    if allowed:
        record(ContactStatus.PLANNED)
    for status in ContactStatus:
        if not allowed or status is not ContactStatus.PLANNED:
            with refused("COL-195"):
                record(status)
    must_be_recordable(ContactStatus.PLANNED, None, now=NOW, tz=CN)
