"""Do the invariants hold after every sequence of acts there is, up to a stated depth?"""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest

from messages.approvals.states import RequestState, StepState, TaskKind, TaskState
from messages.errors import Forbidden, RuleViolation
from services.approvals.domain.acts import (
    added_signers,
    claims,
    decisions,
    edits,
    questions,
    returns,
    take_back,
    transfer,
)
from services.approvals.domain.policies.policy import Policy
from services.approvals.domain.requests.seat import Seat
from tests.domain.approvals.office import Desk, a_policy, a_step, id_of, submitted

POWERS: dict[str, Any] = {"revoke": {"role": "director", "within": "1 day"}, "reopen": "admin", "cancel": "finance"}
CLOCK = {"within": "1 day", "on_timeout": "escalate"}
POLICIES = {
    "all": a_policy(
        a_step("a", "lena", "fang", **CLOCK),
        a_step("b", "boss", after_return="either", may_edit=["note"]),
        **POWERS,
    ),
    "any": a_policy(a_step("a", "lena", "fang", mode="any"), a_step("b", "boss", "lena"), **POWERS),
    "sequence": a_policy(
        a_step("a", "lena", "fang", mode="sequence", may_edit=["note"]), a_step("b", "lena"), duplicates="every"
    ),
}
Verb = tuple[Callable[..., Any], tuple[Any, ...]]
ON_TASKS: tuple[Verb, ...] = (
    (decisions.approve, ("",)), (decisions.reject, ("no",)), (returns.return_, ("mend", (), None)),
    (returns.return_, ("mend", (), "a")),
    (returns.return_, ("mend", (), "a", "back")), (transfer.transfer, (id_of("fei"), "")),
    (questions.delegate, (id_of("fei"), "")), (questions.ask, (id_of("ann"), "?")),
    (questions.answer, ("so",)),
    (added_signers.add_signers, ([id_of("fei"), id_of("bob")], "before", "any", "")),
    (added_signers.add_signers, ([id_of("fei")], "after", "all", "")),
    (added_signers.add_signers, ([id_of("fei"), id_of("bob")], "beside", "sequence", "")),
    (claims.claim, ()), (claims.unclaim, ()), (take_back.take_back, ("",)),
    (edits.edit, ({"note": "old"}, {"note": "new"}, "changed", "")),
)  # fmt: skip
ON_REQUEST: tuple[Callable[[Desk], Desk], ...] = (
    lambda desk: desk.withdraw(),
    lambda desk: desk.withdraw("fang", "he is ill"),
    lambda desk: desk.revoke(),
    lambda desk: desk.reopen(),
    lambda desk: desk.resubmit({"amount": 1}, {"amount": 2}),
    lambda desk: desk.leave("lena"),
    lambda desk: desk.go_away("fang", "fei"),
    lambda desk: desk.resolve("a"),
    lambda desk: desk.move("b"),
    lambda desk: desk.later(days=9).fire("a", 9, desk.later(days=9).now),
)


def after_one_act(desk: Desk) -> Iterator[Desk]:
    tasks = [(s.task_id, s.person_id) for step in desk.progress.steps for s in step.signers if s.person_id]
    acts: list[Callable[[], Desk]] = [lambda do=do: do(desk) for do in ON_REQUEST]  # type: ignore[misc]
    for task, person in tasks:
        acts += [lambda v=v, t=task, p=person: _act(desk, v, t, p) for v in ON_TASKS]  # type: ignore[misc]
        acts.append(lambda t=task: desk.remove("lena", "", task=t))  # type: ignore[misc]
    for act in acts:
        try:
            yield act().later(minutes=1)
        except (RuleViolation, Forbidden):
            continue


def _act(desk: Desk, verb: Verb, task: UUID, person: UUID) -> Desk:
    function, more = verb
    return desk._do(function(Seat(desk.progress, desk.context, task, person), *more))


def holds(desk: Desk) -> None:
    pending = desk.progress.state is RequestState.PENDING
    assert pending == any(step.state is StepState.OPEN for step in desk.progress.steps)
    for step in desk.progress.steps:
        waited = [s for s in step.open_signers() if not (s.added and s.added.how == "ask")]
        assert bool(waited) == (step.state is StepState.OPEN), f"{step.key} waits for nobody, or too long"
        assert all(s.kind is TaskKind.QUESTION or s.person_id != id_of("ann") for s in step.open_signers())
        assert step.state is StepState.OPEN or not any(s.state is TaskState.WAITING for s in step.signers)


def stays_ended(before: Desk, after: Desk) -> None:
    """4 and 5: the end is the end, but for what a policy lets a role do; a round never comes back, and no step is of a
    round to come."""
    ways = {
        RequestState.APPROVED: (RequestState.APPROVED, RequestState.REVOKED),
        RequestState.WITHDRAWN: (RequestState.WITHDRAWN, RequestState.PENDING),
        RequestState.REJECTED: (RequestState.REJECTED,),
        RequestState.REVOKED: (RequestState.REVOKED,),
    }
    if before.progress.state in ways:
        assert after.progress.state in ways[before.progress.state]
        assert after.progress.state is RequestState.PENDING or after.progress.outcome == after.progress.state
    assert after.progress.round >= before.progress.round
    assert all(step.round <= after.progress.round for step in after.progress.steps)


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
        for step, signers in ((step, step.signers) for step in desk.progress.steps)
    ]
    return f"{desk.progress.state} {desk.progress.resume} {steps} {desk.people.absences}"


@pytest.mark.parametrize("policy", POLICIES)
def test_every_three_acts(policy: str) -> None:
    assert search(POLICIES[policy], 3) > 500


@pytest.mark.long
@pytest.mark.parametrize("policy", POLICIES)
def test_every_four_acts(policy: str) -> None:
    assert search(POLICIES[policy], 4) > 4_000
