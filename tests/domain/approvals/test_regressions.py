"""Do the mistakes that users of other engines report happen here? (docs/lessons.md; what needs no database)"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from messages.approvals.states import RequestState, TaskKind
from messages.errors import Forbidden, RuleViolation
from services.approvals.domain.audit.entries import lines_of
from services.approvals.domain.people.directory import Absence
from services.approvals.domain.requests.events import Transition
from tests.domain.approvals.office import (
    DIRECTORY,
    NOW,
    Desk,
    a_policy,
    a_step,
    away,
    id_of,
    submitted,
    without,
)

NO = (RuleViolation, Forbidden)
FOUR = ("lena", "fang", "fei", "bob")


def lines(desk: Desk, transition: Transition | None = None) -> list[Any]:
    found = transition or desk.last
    assert found is not None
    return lines_of(found.events, desk.people, desk.progress.content_hash)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_3a_01_a_step_has_as_many_approvers_as_it_needs(count: int) -> None:
    """3.A-1: more than one approver per state."""
    desk = submitted(a_policy(a_step("s", *FOUR, mode="quorum", quorum={"count": count})))
    for given, login in enumerate(FOUR[:count]):
        assert (given, desk.progress.state) == (given, "PENDING")
        desk = desk.approve(login)
    assert desk.progress.state == "APPROVED"


@pytest.mark.parametrize("mode", ["all", "any", "sequence", "quorum"])
def test_3a_02_every_task_can_be_handed_on_whatever_the_mode(mode: str) -> None:
    """3.A-2, 3.A-11: dynamic assignee, delegation and forward are verbs of every task, not users' code."""
    more: dict[str, Any] = {"quorum": {"count": 2}} if mode == "quorum" else {}
    desk = submitted(a_policy(a_step("s", "lena", "fang", mode=mode, **more))).transfer("lena", "fei")
    assert "fei" in desk.open_signers()
    desk = desk.delegate("fei", "bob")
    assert "bob" in desk.open_signers()
    assert "fei" not in desk.open_signers()
    desk = desk.answer("bob").approve("fei")
    assert desk.progress.state == ("APPROVED" if mode == "any" else "PENDING")


def test_3a_06_a_substitute_stands_in_on_his_days_only_and_never_in_a_ring() -> None:
    """3.A-6: leave with dates; two who stand in for each other do not send a task round for ever."""
    both = away(("lena", "fang"), ("fang", "lena"))
    desk = submitted(a_policy(a_step("s", "lena")), both)
    assert desk.open_signers() == ["lena"], "both are away: she is asked all the same"
    later = replace(
        DIRECTORY,
        absences=(Absence(id_of("lena"), id_of("fang"), NOW + timedelta(days=1), NOW + timedelta(days=2)),),
    )
    assert submitted(a_policy(a_step("s", "lena")), later).open_signers() == ["lena"]
    chained = away(("lena", "fang"), ("fang", "fei"))
    assert submitted(a_policy(a_step("s", "lena")), chained).open_signers() == ["fei"]


def test_3a_07_an_absence_that_begins_while_a_task_waits_moves_it_and_the_record_keeps_both_names() -> None:
    """3.A-7: the delegate is not ignored, and the original approver remains visible."""
    desk = submitted(a_policy(a_step("s", "lena"))).go_away("lena", "fang")
    (signer,) = desk.step("s").open_signers()
    assert (signer.person_id, signer.on_behalf_of) == (id_of("fang"), id_of("lena"))
    (handed,) = (one for one in lines(desk) if one.code == "audit.task.substituted")
    assert (handed.params["from_name"], handed.params["to_name"]) == ("Lena", "Fang")
    desk = desk.approve("fang")
    said = next(one for one in lines(desk) if one.code == "audit.task.approve")
    assert (said.params["person"], said.params["on_behalf_of"]) == (str(id_of("fang")), str(id_of("lena")))


@pytest.mark.parametrize(
    "people",
    [
        pytest.param(without("lena", "boss"), id="all have left"),
        pytest.param(away(("lena", "ann")), id="away, and the requester would stand in"),
        pytest.param(replace(without("lena", "boss"), absences=away(("fang", "fei")).absences), id="left and away"),
    ],
)
def test_3a_08_nobody_to_ask_never_breaks_a_request(people: Any) -> None:
    """3.A-8: no approver, or all away: somebody is asked, if need be the rescue."""
    desk = submitted(a_policy(a_step("s", "lena")), people)
    waited = desk.step("s").open_signers()
    assert desk.progress.state == "PENDING"
    assert waited
    assert all(one.kind is TaskKind.RESCUE or one.person_id not in (None, id_of("ann")) for one in waited)


@pytest.mark.parametrize("order", [("lena", "fang"), ("fang", "lena"), ("fei", "lena"), ("lena", "fei")])
def test_3a_10_one_of_each_group_in_any_order(order: tuple[str, str]) -> None:
    """3.A-10: roles in any order, so many of each."""
    groups = {"signers": [{"group": ["lena", "bob"]}, {"group": ["fang", "fei"]}]}
    desk = submitted(a_policy({"step": "s", "mode": "quorum", "quorum": {"each": 1}} | groups))
    first, second = order
    assert desk.approve(first).progress.state == "PENDING"
    assert desk.approve(first).approve(second).progress.state == "APPROVED"
    assert desk.approve("lena").approve("bob").progress.state == "PENDING", "two of one group are not one of each"


@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize("how", ["before", "after", "beside"])
def test_3a_12_a_signer_is_added_to_a_sequence_that_runs(at: int, how: str) -> None:
    """3.A-12: everybody of the sequence and the newcomer speak once, nobody twice, nobody is lost."""
    desk = submitted(a_policy(a_step("s", "lena", "fang", mode="sequence")))
    desk = desk.approve("lena") if at else desk
    desk = desk.add("fang" if at else "lena", "fei", how=how)
    spoken = ["lena"] if at else []
    while desk.progress.state is RequestState.PENDING:
        (turn,) = desk.open_signers()
        spoken.append(turn)
        desk = desk.approve(turn)
    assert sorted(spoken) == ["fang", "fei", "lena"]
    assert (desk.progress.state, spoken.index("fang") > spoken.index("lena")) == ("APPROVED", True)


@pytest.mark.parametrize(("duplicates", "asked"), [("once", 1), ("consecutive", 2), ("every", 3)])
def test_3a_19_who_signs_several_steps_is_asked_as_often_as_the_policy_says(duplicates: str, asked: int) -> None:
    """3.A-19, 3.A-20: once, not twice in a row, every time; what he need not do again stands in the audit."""
    route = (a_step("a", "lena"), a_step("b", "lena"), a_step("c", "fang"), a_step("d", "lena"))
    desk = submitted(a_policy(*route, duplicates=duplicates))
    told, times = [*lines(desk)], 0
    while desk.progress.state is RequestState.PENDING:
        login = desk.open_signers()[0]
        times += login == "lena"
        desk = desk.approve(login).later()
        told += lines(desk)
    opened = [line.params["signers"][0]["why"] for line in told if line.code == "audit.step.opened"]
    assert (times, opened.count("signer.already")) == (asked, 3 - asked)


@pytest.mark.parametrize(("policy", "state"), [("pass", "PASSED"), ("reject", "REJECTED"), ("rescue", "OPEN")])
def test_3a_20_a_step_without_signer_does_what_the_policy_names_and_says_so(policy: str, state: str) -> None:
    """3.A-20: skip an empty approver only by a named policy, and leave a line in the audit."""
    desk = submitted(a_policy({"step": "s", "signers": {"role": "ceo"}}, no_signer=policy))
    assert desk.step("s").state == state
    codes = [line.code for line in lines(desk)]
    assert codes[:2] == ["audit.request.opened", "audit.step.opened"]
    assert ("audit.step.settled" in codes) == (policy != "rescue")


def test_3a_21_whoever_leaves_no_position_locks_a_record_for_ever() -> None:
    """3.A-21: every one of the house leaves, one after the other; somebody can still act, if need be the rescue."""
    desk = submitted(a_policy(a_step("s", "lena", "fang"), a_step("last", "boss")))
    for login in ("lena", "fang", "boss", "fei", "east"):
        people = replace(desk.people, persons=without(login, *_gone(desk)).persons)
        desk = replace(desk, people=people).leave(login)
        waited = [s for step in desk.progress.steps for s in step.open_signers()]
        assert waited
        for one in waited:
            assert one.kind is TaskKind.RESCUE or desk.people.persons[one.person_id or id_of("")].active


def _gone(desk: Desk) -> list[str]:
    return [one.login for one in desk.people.persons.values() if not one.active]


@pytest.mark.parametrize("through", ["itself", "substitute", "group", "transfer", "delegate", "add", "leaver"])
def test_3a_25_nobody_gets_to_decide_his_own_by_any_door(through: str) -> None:
    """3.A-25: self-approval, also through substitution, a group, a delegation, a leaver's tasks."""
    group = a_policy({"step": "s", "signers": {"group": ["ann", "lena"]}})
    plain = a_policy(a_step("s", "lena"))
    if through == "itself":
        assert "ann" not in submitted(a_policy(a_step("s", "ann"))).open_signers()
    elif through == "substitute":
        assert submitted(plain, away(("lena", "ann"))).open_signers() == ["lena"]
    elif through == "group":
        assert "ann" not in submitted(group).open_signers()
    elif through == "leaver":
        assert "ann" not in submitted(plain).leave("lena", "ann").open_signers()
    else:
        verb = {"transfer": Desk.transfer, "delegate": Desk.delegate, "add": Desk.add}[through]
        with pytest.raises(NO):
            verb(submitted(plain), "lena", "ann")  # type: ignore[operator]


def test_3a_31_open_tasks_find_their_signers_again_when_people_change() -> None:
    """3.A-31, 3.A-5: pending items move by a command, and only by it."""
    desk = submitted(a_policy({"step": "s", "signers": {"role": "legal"}}))
    moved = {
        id: replace(one, roles=frozenset({"sales"})) for id, one in DIRECTORY.persons.items() if one.login == "lena"
    }
    new = {id: replace(one, roles=frozenset({"legal"})) for id, one in DIRECTORY.persons.items() if one.login == "bob"}
    changed = replace(desk, people=replace(DIRECTORY, persons={**DIRECTORY.persons, **moved, **new}))
    assert changed.open_signers() == ["lena"], "a change of roles alone orphans nothing"
    assert changed.resolve("s").open_signers() == ["bob"]


@pytest.mark.parametrize(
    "no_signer", [{"do": "superior"}, {"do": "rescue", "to": {"person": "east"}}], ids=["superior", "named rescuer"]
)
def test_3a_20_who_stands_in_for_two_steps_without_signer_is_asked_once(no_signer: dict[str, Any]) -> None:
    """3.A-20, 3.A-8: else the second word of the same person in the same round would be one too many."""
    desk = submitted(a_policy(*({"step": key, "signers": {"role": "ceo"}} for key in "ab"), no_signer=no_signer))
    assert desk.open_signers() == ["east"]
    desk = desk.approve("east")
    assert desk.progress.state == "APPROVED"
    assert [one.why.code for one in desk.step("b").signers] == ["signer.already"]
