"""Do the small rules hold: who asks, whose a to-do is, who waits to sign in, how lines are chained?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from messages.approvals.parts import About, Why
from messages.approvals.states import TaskState
from messages.errors import Forbidden, RuleViolation
from services.approvals.domain.audit.entries import FIRST_HASH, link
from services.approvals.domain.people.sign_in import Failures, longest_wait, time_to_wait
from services.approvals.domain.requests.submission import (
    must_be_its_process,
    must_be_only_live_one,
    must_be_published,
    requester_for,
)
from services.approvals.domain.requests.todos import TaskActor, Todo, is_theirs, may_see, must_be_open
from tests.domain.approvals.office import NOW, id_of

ABOUT = About(kind="order", id=id_of("order"), number="SO-1", title="x")
TODO = Todo(
    id=id_of("todo"), kind="ship", about=ABOUT, person_id=None, role="shipper", unit="cs/east", legal_entity_id="CN",
    process_id=None, state=TaskState.OPEN, verdict=None, comment="", opened_at=NOW, due_at=None, decided_by=None,
    link="", version=1,
)  # fmt: skip
SHIPPER = TaskActor(id_of("lena"), frozenset({"shipper"}), "cs/east/yard", ("CN",), False)


@pytest.mark.parametrize(
    ("doer", "theirs"),
    [
        pytest.param(SHIPPER, True, id="the role, in a unit below"),
        pytest.param(replace(SHIPPER, unit="cs/east"), True, id="in the unit itself"),
        pytest.param(replace(SHIPPER, unit="cs/east2"), False, id="a unit that only begins like it"),
        pytest.param(replace(SHIPPER, roles=frozenset({"legal"})), False, id="another role"),
        pytest.param(replace(SHIPPER, entities=("US",)), False, id="another legal entity"),
        pytest.param(replace(SHIPPER, entities=None), True, id="of every legal entity"),
    ],
)
def test_app_41_whose_a_to_do_is(doer: TaskActor, theirs: bool) -> None:
    assert is_theirs(TODO, doer) is theirs


NOW = datetime(2026, 3, 2, tzinfo=UTC)


def test_app_41_a_persons_to_do_is_that_persons() -> None:
    mine = replace(TODO, person_id=id_of("bob"), role=None)
    assert not is_theirs(mine, SHIPPER)
    assert is_theirs(mine, replace(SHIPPER, id=id_of("bob"), roles=frozenset()))
    assert not may_see(mine, SHIPPER)
    assert may_see(mine, replace(SHIPPER, is_process=True))
    assert may_see(mine, replace(SHIPPER, roles=frozenset({"ops"})))


def test_app_42_a_to_do_ends_once() -> None:
    must_be_open(TODO)
    with pytest.raises(RuleViolation, match="APP-42"):
        must_be_open(replace(TODO, state=TaskState.DONE))


@pytest.mark.parametrize(
    ("failures", "seconds_ago", "waits"),
    [(0, 0, 0), (4, 0, 0), (5, 0, 5), (5, 5, 0), (6, 0, 10), (7, 3, 17), (11, 0, 300), (99, 0, 300)],
)
def test_app_40_who_guesses_waits(failures: int, seconds_ago: int, waits: int) -> None:
    last = NOW - timedelta(seconds=seconds_ago)
    assert time_to_wait(Failures(failures, last), 5, NOW) == timedelta(seconds=waits)


def test_app_153_many_logins_and_many_addresses_are_slowed_but_not_the_owner() -> None:
    none, many = Failures(0, None), Failures(40, NOW)
    assert longest_wait(none, many, none, known=True, now=NOW)
    assert longest_wait(none, none, many, known=False, now=NOW)
    assert not longest_wait(none, none, many, known=True, now=NOW)


def test_app_38_a_person_asks_for_himself() -> None:
    ann, bob = id_of("ann"), id_of("bob")
    assert requester_for(None, ann, is_process=False) == ann
    assert requester_for(ann, ann, is_process=False) == ann
    assert requester_for(bob, ann, is_process=True) == bob
    with pytest.raises(Forbidden):
        requester_for(bob, ann, is_process=False)


def test_app_12_14_under_a_published_policy_once() -> None:
    must_be_published("p", found=True)
    with pytest.raises(RuleViolation, match="APP-12"):
        must_be_published("p", found=False)
    must_be_only_live_one(None, id_of("a"), "1")
    must_be_only_live_one(id_of("a"), id_of("a"), "1")
    with pytest.raises(RuleViolation, match="APP-14"):
        must_be_only_live_one(id_of("b"), id_of("a"), "1")


def test_app_37_a_line_cannot_change_unseen() -> None:
    line = Why(code="audit.task.approve", params={"step": "s"})
    first = link(FIRST_HASH, id_of("r"), 1, line, at=NOW, actor_id=id_of("lena"), actor_name="Lena")
    second = link(first["hash"], id_of("r"), 2, line, at=NOW, actor_id=id_of("fang"), actor_name="Fang")
    forged = link(
        FIRST_HASH, id_of("r"), 1, Why(code="audit.task.reject"), at=NOW, actor_id=id_of("lena"), actor_name="Lena"
    )
    assert len({first["hash"], second["hash"], forged["hash"]}) == 3
    assert (
        link(forged["hash"], id_of("r"), 2, line, at=NOW, actor_id=id_of("fang"), actor_name="Fang")["hash"]
        != second["hash"]
    )


@pytest.mark.parametrize(
    ("policy", "process_id"),
    [pytest.param("contract", None, id="a contract"), pytest.param("leave", "contract-approval/1", id="in its name")],
)
def test_app_55_a_person_does_not_stand_in_for_a_process(policy: str, process_id: str | None) -> None:
    must_be_its_process(policy, process_id, is_process=True)
    must_be_its_process("leave", None, is_process=False)
    with pytest.raises(RuleViolation, match="APP-55"):
        must_be_its_process(policy, process_id, is_process=False)
