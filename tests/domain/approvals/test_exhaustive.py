"""Do the invariants hold after every sequence of acts there is, up to a stated depth?"""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest

from messages.approvals.states import RequestState, StepState, TaskKind, TaskState
from messages.errors import Forbidden, Refused
from services.approvals.domain import adding, editing, taking_back, verbs
from services.approvals.domain.policy import Policy
from tests.domain.approvals.office import Desk, a_policy, a_step, id_of, submitted

CLOCK = {"within": "1 day", "on_timeout": "escalate"}
POLICIES = {
    "all": a_policy(
        a_step("a", "lena", "fang", **CLOCK), a_step("b", "boss", after_return="either", may_edit=["note"])
    ),
    "any": a_policy(a_step("a", "lena", "fang", mode="any"), a_step("b", "boss", "lena")),
    "sequence": a_policy(
        a_step("a", "lena", "fang", mode="sequence", may_edit=["note"]), a_step("b", "lena"), duplicates="every"
    ),
}
Verb = tuple[Callable[..., Any], tuple[Any, ...]]
ON_TASKS: tuple[Verb, ...] = (
    (verbs.approve, ("",)), (verbs.reject, ("no",)), (verbs.return_, ("mend", None)), (verbs.return_, ("mend", "a")),
    (verbs.return_, ("mend", "a", "back")), (verbs.transfer, (id_of("fei"), "")),
    (adding.delegate, (id_of("fei"), "")), (adding.ask, (id_of("ann"), "?")), (adding.answer, ("so",)),
    (adding.add_signers, ([id_of("fei"), id_of("bob")], "before", "any", "")),
    (adding.add_signers, ([id_of("fei")], "after", "all", "")),
    (adding.add_signers, ([id_of("fei"), id_of("bob")], "beside", "sequence", "")),
    (adding.claim, ()), (adding.unclaim, ()), (taking_back.take_back, ("",)),
    (editing.edit, ({"note": "old"}, {"note": "new"}, "changed", "")),
)  # fmt: skip
ON_REQUEST: tuple[Callable[[Desk], Desk], ...] = (
    lambda desk: desk.withdraw(),
    lambda desk: desk.resubmit({"amount": 1}, {"amount": 2}),
    lambda desk: desk.leave("lena"),
    lambda desk: desk.go_away("fang", "fei"),
    lambda desk: desk.resolve("a"),
    lambda desk: desk.move("b"),
    lambda desk: desk.later(days=9).ring("a", 9, desk.later(days=9).now),
)


def after_one_act(desk: Desk) -> Iterator[Desk]:
    tasks = [(s.task_id, s.person_id) for step in desk.standing.steps for s in step.signers if s.person_id]
    acts: list[Callable[[], Desk]] = [lambda do=do: do(desk) for do in ON_REQUEST]  # type: ignore[misc]
    for task, person in tasks:
        acts += [lambda v=v, t=task, p=person: _act(desk, v, t, p) for v in ON_TASKS]  # type: ignore[misc]
        acts.append(lambda t=task: desk.remove("lena", "", task=t))  # type: ignore[misc]
    for act in acts:
        try:
            yield act().later(minutes=1)
        except (Refused, Forbidden):
            continue


def _act(desk: Desk, verb: Verb, task: UUID, person: UUID) -> Desk:
    function, more = verb
    return desk._do(function(desk.standing, desk.policy, desk.asked, task, person, *more))


def holds(desk: Desk) -> None:
    pending = desk.standing.state is RequestState.PENDING
    assert pending == any(step.state is StepState.OPEN for step in desk.standing.steps)
    for step in desk.standing.steps:
        waited = [s for s in step.open_signers() if not (s.added and s.added.how == "ask")]
        assert bool(waited) == (step.state is StepState.OPEN), f"{step.key} waits for nobody, or too long"
        assert all(s.kind is TaskKind.QUESTION or s.person_id != id_of("ann") for s in step.open_signers())
        assert step.state is StepState.OPEN or not any(s.state is TaskState.WAITING for s in step.signers)


def stays_ended(before: Desk, after: Desk) -> None:
    """4 and 5: the end is the end; a round never comes back, and no step is of a round to come."""
    if before.standing.state in (RequestState.APPROVED, RequestState.REJECTED, RequestState.WITHDRAWN):
        assert (after.standing.state, after.standing.outcome) == (before.standing.state, before.standing.outcome)
    assert after.standing.round >= before.standing.round
    assert all(step.round <= after.standing.round for step in after.standing.steps)


def search(policy: Policy, depth: int) -> int:
    """How many different standings were reached."""
    seen: set[str] = set()
    edge = [submitted(policy)]
    for _ in range(depth):
        found: dict[str, Desk] = {}
        for desk in edge:
            for after in after_one_act(desk):
                holds(after)
                stays_ended(desk, after)
                found.setdefault(_shape(after), after)
        edge = [desk for shape, desk in found.items() if shape not in seen]
        seen |= found.keys()
    return len(seen)


def _shape(desk: Desk) -> str:
    """How it stands, without moments and ids."""
    steps = [
        (
            step.key,
            step.state,
            [(s.position, s.person_id, s.state, s.verdict, s.added and s.added.how) for s in signers],
        )
        for step, signers in ((step, step.signers) for step in desk.standing.steps)
    ]
    return f"{desk.standing.state} {desk.standing.resume} {steps} {desk.people.absences}"


@pytest.mark.parametrize("policy", POLICIES)
def test_every_three_acts(policy: str) -> None:
    assert search(POLICIES[policy], 3) > 500


@pytest.mark.long
@pytest.mark.parametrize("policy", POLICIES)
def test_every_four_acts(policy: str) -> None:
    assert search(POLICIES[policy], 4) > 4_000
