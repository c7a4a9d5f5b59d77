"""At which node of collection is a debt, whose is it, and until when?"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from messages.collections.cases.process import CollectionNode as Kind
from messages.collections.cases.process import NodeState as State
from messages.collections.dunning.procedures import Addressee as By
from services.collections.domain.cases.process import (
    Colleague,
    Debt,
    course_of,
    deadline_of,
    named_by,
    node_of,
    person_of,
    role_of,
    waiting_first,
)
from services.collections.domain.due_dates import midnight
from services.collections.domain.dunning_procedure import DunningLevel, Procedure

TZ = "Asia/Shanghai"
DUE = date(2026, 3, 10)
CREATED = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
NOW = midnight(date(2026, 3, 20), TZ)
LEVELS = (
    DunningLevel(0, -30, notices_for=("owner", "manager")),
    DunningLevel(7, 7, tasks_for=("manager", "owner"), notices_for=("finance",)),
    DunningLevel(15, 15, notices_for=("finance",)),
    DunningLevel(30, 30, letter=True),
    DunningLevel(45, 45, tasks_for=("legal",)),
)
HOUSE = Procedure(UUID(int=1), "*", "", LEVELS, repeat_days=7, large_from=Decimal(1))


def day(on: date) -> datetime:
    return midnight(on, TZ)


def debt(
    level: int | None = None, *, due: date | None = DUE, next_at: datetime | None = None, paused: datetime | None = None
) -> Debt:
    return Debt(CREATED, due, level, next_at, paused, TZ)


NEXT = day(date(2026, 3, 25))


@pytest.mark.parametrize(
    ("seen", "by", "kind", "until"),
    [
        pytest.param(debt(due=None), By.OWNER, Kind.START, CREATED + timedelta(days=90), id="its days have not begun"),
        pytest.param(debt(), By.OWNER, Kind.COLLECT, day(date(2026, 3, 11)), id="to the end of the due day"),
        pytest.param(debt(0), By.OWNER, Kind.COLLECT, day(date(2026, 3, 11)), id="reminded"),
        pytest.param(debt(7, next_at=NEXT), By.MANAGER, Kind.DUN, NEXT, id="to the next level"),
        pytest.param(
            debt(45), By.LEGAL, Kind.LEGAL, day(date(2026, 5, 24)), id="a last level that does not come again"
        ),
        pytest.param(debt(7, paused=NEXT), By.MANAGER, Kind.PROMISE, NEXT, id="dunning waits for a promise"),
        pytest.param(debt(7, next_at=NEXT, paused=NOW), By.MANAGER, Kind.DUN, NOW, id="it waits no longer"),
    ],
)
def test_col_215_col_216_feature_134_each_debt_is_at_one_node_with_a_deadline(
    seen: Debt, by: By, kind: Kind, until: datetime
) -> None:
    node = node_of(seen, by, Kind.PROMISE, NOW)
    assert (node.node, node.deadline) == (kind, until)
    assert deadline_of(seen) == until
    waits = seen.paused_until is not None and seen.paused_until > NOW
    assert node.by is (By.OWNER if waits or not seen.level else by)


def test_col_215_what_dunning_waits_for_first() -> None:
    assert waiting_first([Kind.PAUSE, Kind.PROMISE]) is Kind.PROMISE
    assert waiting_first([Kind.PROMISE, Kind.REPAY]) is Kind.REPAY
    assert waiting_first([]) is None
    assert node_of(debt(7, paused=NEXT), By.LEGAL, None, NOW).node is Kind.PAUSE


def test_col_217_whose_a_level_is() -> None:
    assert [named_by(level) for level in LEVELS] == [By.OWNER, By.MANAGER, By.FINANCE, By.OWNER, By.LEGAL]
    assert named_by(None) is By.OWNER


LI, WANG, HEIR, GONE, LONELY = (UUID(int=n) for n in range(1, 6))
PEOPLE = {
    LI: Colleague(LI, True, WANG, None),
    WANG: Colleague(WANG, True, None, None),
    HEIR: Colleague(HEIR, True, WANG, None),
    GONE: Colleague(GONE, False, WANG, HEIR),
    LONELY: Colleague(LONELY, False, GONE, None),
}


@pytest.mark.parametrize(
    ("by", "owner", "person"),
    [
        pytest.param(By.OWNER, LI, LI, id="his own"),
        pytest.param(By.MANAGER, LI, WANG, id="his manager's"),
        pytest.param(By.OWNER, GONE, HEIR, id="who has left: his successor's"),
        pytest.param(By.MANAGER, LONELY, HEIR, id="the manager has left: his successor's"),
        pytest.param(By.OWNER, LONELY, HEIR, id="nobody took over: his manager's, who has left, too"),
        pytest.param(By.MANAGER, WANG, None, id="nobody is above him"),
        pytest.param(By.OWNER, None, None, id="nobody owns it"),
        pytest.param(By.OWNER, UUID(int=9), None, id="nobody knows him"),
        pytest.param(By.FINANCE, LI, None, id="a role's"),
    ],
)
def test_col_218_feature_134_who_has_a_node(by: By, owner: UUID | None, person: UUID | None) -> None:
    assert person_of(by, owner, PEOPLE) == person


def test_col_218_successors_in_a_circle_are_nobody() -> None:
    circle = {LI: Colleague(LI, False, None, WANG), WANG: Colleague(WANG, False, None, LI)}
    assert person_of(By.OWNER, LI, circle) is None


def test_col_219_which_role_has_what_is_nobodys_by_name() -> None:
    assert {by: role_of(by) for by in By} == {
        By.OWNER: "finance", By.MANAGER: "finance", By.FINANCE: "finance", By.DIRECTOR: "director", By.LEGAL: "legal",
    }  # fmt: skip


def test_col_220_feature_134_every_node_of_the_course_has_an_owner_and_a_deadline() -> None:
    course = course_of(debt(15, next_at=day(date(2026, 4, 9))), HOUSE, NOW)
    assert [(one.node, one.level, one.by, one.state, one.deadline) for one in course] == [
        (Kind.REMIND, 0, By.OWNER, State.DONE, day(date(2026, 2, 9))),
        (Kind.COLLECT, None, By.OWNER, State.DONE, day(date(2026, 3, 11))),
        (Kind.DUN, 7, By.MANAGER, State.DONE, day(date(2026, 3, 25))),
        (Kind.DUN, 15, By.FINANCE, State.CURRENT, day(date(2026, 4, 9))),
        (Kind.DUN, 30, By.OWNER, State.AHEAD, day(date(2026, 4, 24))),
        (Kind.LEGAL, 45, By.LEGAL, State.AHEAD, day(date(2026, 5, 1))),
    ]


@pytest.mark.parametrize("level", [None, 0, 7, 15, 30, 45, 52, 59])
def test_col_220_one_node_is_current_whatever_was_reached(level: int | None) -> None:
    course = course_of(debt(level, next_at=NEXT if level else None), HOUSE, NOW)
    assert [one.state for one in course].count(State.CURRENT) == 1
    deadlines = [one.deadline for one in course if one.state is not State.CURRENT]
    assert deadlines == sorted(deadlines)


def test_col_220_of_a_debt_whose_days_have_not_begun_only_the_start_is_known() -> None:
    assert [(one.node, one.state) for one in course_of(debt(due=None), HOUSE, NOW)] == [(Kind.START, State.CURRENT)]
