"""Do the mistakes that users of other engines report happen here? (docs/lessons.md; what needs no database)"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from messages.approvals.states import RequestState, StepState, TaskKind, TaskState
from messages.errors import Forbidden, Refused
from services.approvals.domain.auditing import lines_of
from services.approvals.domain.people import Absence
from services.approvals.domain.standing import Reminded, Ruling
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

NO = (Refused, Forbidden)
FOUR = ("lena", "fang", "fei", "bob")


def lines(desk: Desk, ruling: Ruling | None = None) -> list[Any]:
    found = ruling or desk.last
    assert found is not None
    return lines_of(found.acts, desk.people, desk.standing.content_hash)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_3a_01_a_step_has_as_many_approvers_as_it_needs(count: int) -> None:
    """3.A-1: more than one approver per state."""
    desk = submitted(a_policy(a_step("s", *FOUR, mode="quorum", quorum={"count": count})))
    for given, login in enumerate(FOUR[:count]):
        assert (given, desk.standing.state) == (given, "PENDING")
        desk = desk.approve(login)
    assert desk.standing.state == "APPROVED"


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
    assert desk.standing.state == ("APPROVED" if mode == "any" else "PENDING")


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
    assert desk.standing.state == "PENDING"
    assert waited
    assert all(one.kind is TaskKind.RESCUE or one.person_id not in (None, id_of("ann")) for one in waited)


@pytest.mark.parametrize("order", [("lena", "fang"), ("fang", "lena"), ("fei", "lena"), ("lena", "fei")])
def test_3a_10_one_of_each_group_in_any_order(order: tuple[str, str]) -> None:
    """3.A-10: roles in any order, so many of each."""
    groups = {"signers": [{"group": ["lena", "bob"]}, {"group": ["fang", "fei"]}]}
    desk = submitted(a_policy({"step": "s", "mode": "quorum", "quorum": {"each": 1}} | groups))
    first, second = order
    assert desk.approve(first).standing.state == "PENDING"
    assert desk.approve(first).approve(second).standing.state == "APPROVED"
    assert desk.approve("lena").approve("bob").standing.state == "PENDING", "two of one group are not one of each"


@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize("how", ["before", "after", "beside"])
def test_3a_12_a_signer_is_added_to_a_sequence_that_runs(at: int, how: str) -> None:
    """3.A-12: everybody of the sequence and the newcomer speak once, nobody twice, nobody is lost."""
    desk = submitted(a_policy(a_step("s", "lena", "fang", mode="sequence")))
    desk = desk.approve("lena") if at else desk
    desk = desk.add("fang" if at else "lena", "fei", how=how)
    spoken = ["lena"] if at else []
    while desk.standing.state is RequestState.PENDING:
        (turn,) = desk.open_signers()
        spoken.append(turn)
        desk = desk.approve(turn)
    assert sorted(spoken) == ["fang", "fei", "lena"]
    assert (desk.standing.state, spoken.index("fang") > spoken.index("lena")) == ("APPROVED", True)


def split(*more: Any) -> Desk:
    branches = [
        {"branch": "x", "route": [a_step("x1", "lena"), a_step("x2", "root")]},
        {"branch": "y", "route": [a_step("y", "fang", "fei")]},
    ]
    return submitted(a_policy(a_step("first", "east"), {"parallel": "g", "branches": branches}, *more)).approve("east")


@pytest.mark.parametrize("to", [None, "first"])
def test_3a_13_a_return_out_of_a_parallel_branch_leaves_nothing_behind(to: str | None) -> None:
    """3.A-13: the siblings' tasks are closed, the way goes on from there, a step of several has all its tasks again."""
    desk = split().approve("fang").return_("lena", to)
    live = [s for step in desk.standing.steps for s in step.signers if s.state in (TaskState.OPEN, TaskState.WAITING)]
    if to is None:
        assert (desk.standing.state, live) == ("RETURNED", [])
        desk = desk.resubmit({"amount": 1}, {"amount": 2})
    assert desk.open_signers() == ["east"]
    desk = desk.approve("east")
    assert desk.open_signers() == ["lena", "fang", "fei"]
    assert {step.round for step in desk.standing.steps} == {2}


def test_3a_14_a_step_that_is_entered_again_has_its_reminders_and_its_time_again() -> None:
    """3.A-14: reminder after return and re-entry."""
    clock = {"within": "2 days", "remind": "1 day", "on_timeout": "reject"}
    desk = submitted(a_policy(a_step("first", "east"), a_step("s", "lena", **clock))).approve("east")
    desk = desk.ring("s", 0, NOW + timedelta(days=1)).return_("lena", "first").later(hours=1).approve("east")
    entered = desk.now
    assert desk.ring("s", 0, entered + timedelta(days=1), round=1).standing == desk.standing, "the old clock is silent"
    reminded = desk.ring("s", 0, entered + timedelta(days=1))
    assert reminded.last is not None
    assert [type(act) for act in reminded.last.acts] == [Reminded]
    assert reminded.ring("s", 1, entered + timedelta(days=2)).standing.state == "REJECTED"
    assert reminded.ring("s", 1, entered + timedelta(days=2, seconds=-1)).standing.state == "PENDING"


@pytest.mark.parametrize("how", ["before", "after", "beside"])
@pytest.mark.parametrize("then", ["reject", "return_", "withdraw", "leave", "transfer"])
def test_3a_15_a_signer_is_added_and_then_something_else_happens(how: str, then: str) -> None:
    """3.A-15: 加签 and then reject, and similar pairs."""
    desk = submitted(a_policy(a_step("s", "lena", "fang"), a_step("last", "boss"))).add("lena", "fei", how=how)
    after = {
        "reject": lambda: desk.reject("fang"), "return_": lambda: desk.return_("fang"), "withdraw": desk.withdraw,
        "leave": lambda: desk.leave("fei", "bob"), "transfer": lambda: desk.transfer("fang", "bob"),
    }[then]()  # fmt: skip
    live = [s for step in after.standing.steps for s in step.signers if s.state in (TaskState.OPEN, TaskState.WAITING)]
    assert bool(live) == (after.standing.state is RequestState.PENDING)
    while after.standing.state is RequestState.PENDING and after.step("s").state is StepState.OPEN:
        after = after.approve(after.open_signers()[0])
    assert after.standing.state in ("PENDING", "REJECTED", "RETURNED", "WITHDRAWN")


BACK: dict[str, tuple[list[str], str]] = {
    "withdrawn after a return": (["return_ lena", "withdraw ann"], "WITHDRAWN"),
    "returned twice": (["return_ lena", "return_ fang"], "RETURNED"),
    "taken back after a return": (["approve lena", "return_ fang", "take_back lena"], "RETURNED"),
    "approved after it was withdrawn": (["withdraw ann", "approve lena"], "WITHDRAWN"),
    "taken back after the end": (["approve lena", "approve fang", "approve boss", "take_back boss"], "APPROVED"),
    "withdrawn after the end": (["reject lena", "withdraw ann"], "REJECTED"),
    "taken back and withdrawn": (["approve lena", "take_back lena", "withdraw ann"], "WITHDRAWN"),
}  # fmt: skip


@pytest.mark.parametrize("case", BACK)
def test_3a_16_what_goes_back_and_what_cannot(case: str) -> None:
    """3.A-16: a run of mistakes with return, withdraw and revoke; each pair has one end, and that stays."""
    acts, state = BACK[case]
    desk = submitted(a_policy(a_step("s", "lena", "fang"), a_step("last", "boss")))
    for act in acts:
        verb, login = act.split()
        try:
            desk = getattr(desk, verb)(login).later()
        except NO:
            continue
    assert desk.standing.state == state
    if state != "PENDING":
        assert desk.open_signers() == []


@pytest.mark.parametrize(("duplicates", "asked"), [("once", 1), ("consecutive", 2), ("every", 3)])
def test_3a_19_who_signs_several_steps_is_asked_as_often_as_the_policy_says(duplicates: str, asked: int) -> None:
    """3.A-19, 3.A-20: once, not twice in a row, every time; what he need not do again stands in the audit."""
    route = (a_step("a", "lena"), a_step("b", "lena"), a_step("c", "fang"), a_step("d", "lena"))
    desk = submitted(a_policy(*route, duplicates=duplicates))
    told, times = [*lines(desk)], 0
    while desk.standing.state is RequestState.PENDING:
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
        waited = [s for step in desk.standing.steps for s in step.open_signers()]
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


@pytest.mark.parametrize("changed", ["amount", "terms", "nothing"])
def test_3a_26_a_yes_does_not_survive_a_rewrite_of_what_it_rests_on(changed: str) -> None:
    """3.A-26: approval survived a rewrite."""
    money, terms = a_step("money", "fang", depends_on=["amount"]), a_step("law", "lena", depends_on=["terms"])
    both = {"parallel": "g", "branches": [{"branch": "m", "route": [money]}, {"branch": "l", "route": [terms]}]}
    desk = submitted(a_policy(both, a_step("last", "boss"))).approve("fang").approve("lena").return_("boss")
    before = {"amount": 1, "terms": "30 days"}
    after = before | {"amount": 2} if changed == "amount" else before | ({"terms": "60"} if changed == "terms" else {})
    asked = desk.resubmit(before, after).open_signers()
    assert asked == {"amount": ["fang"], "terms": ["lena"], "nothing": ["boss"]}[changed]


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


def test_3a_32_app_104_a_request_comes_back_only_so_often() -> None:
    """3.A-32: send back for revision, and its limits; in the last round it is decided, handed on or freed."""
    desk = submitted(a_policy(a_step("a", "lena"), a_step("b", "fang"), max_rounds=2))
    desk = desk.return_("lena").resubmit({"amount": 1}, {"amount": 2})
    assert desk.standing.round == 2
    for login, to in (("lena", None), ("fang", "a")):
        with pytest.raises(Refused, match="APP-104"):
            (desk if login == "lena" else desk.approve("lena")).return_(login, to)
    assert desk.transfer("lena", "fei").open_signers() == ["fei"]
    assert desk.move("b").open_signers() == ["fang"]
    assert desk.approve("lena").approve("fang").standing.state == "APPROVED"


def test_3a_16_a_word_taken_back_calls_off_what_was_delegated_after_it() -> None:
    """3.A-16, 3.A-15: Lena brings in Bob after her and says yes; Bob has Fang handle it; Lena takes her yes back."""
    desk = submitted(a_policy(a_step("s", "lena"))).add("lena", "bob", how="after").approve("lena").later()
    desk = desk.delegate("bob", "fang").later()
    assert desk.open_signers() == ["fang"]
    desk = desk.take_back("lena").later()
    assert desk.open_signers() == ["lena"]
    desk = desk.approve("lena")
    assert desk.open_signers() == ["bob"], "whose turn it is again; Fang is not asked behind his back"
    assert desk.approve("bob").standing.state == "APPROVED"


@pytest.mark.parametrize(
    "no_signer", [{"do": "superior"}, {"do": "rescue", "to": {"person": "east"}}], ids=["superior", "named rescuer"]
)
def test_3a_20_who_stands_in_for_two_steps_without_signer_is_asked_once(no_signer: dict[str, Any]) -> None:
    """3.A-20, 3.A-8: else the second word of the same person in the same round would be one too many."""
    desk = submitted(a_policy(*({"step": key, "signers": {"role": "ceo"}} for key in "ab"), no_signer=no_signer))
    assert desk.open_signers() == ["east"]
    desk = desk.approve("east")
    assert desk.standing.state == "APPROVED"
    assert [one.why.code for one in desk.step("b").signers] == ["signer.already"]
