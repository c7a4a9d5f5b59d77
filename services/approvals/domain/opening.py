"""What opens next? The one function that says so: for a submission, after each settled step, and for the preview."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from messages.approvals.parts import Why
from messages.approvals.states import Outcome, RequestState, StepState, TaskKind, TaskState, Verdict
from messages.business_time import Calendar
from services.approvals.domain import clocks, voting
from services.approvals.domain.conditions import holds
from services.approvals.domain.policy import Parallel, Policy, Step
from services.approvals.domain.resolving import Asked, Chosen, signers_of
from services.approvals.domain.segregating import in_step
from services.approvals.domain.standing import (
    YES,
    Act,
    RoundEnded,
    Ruling,
    Signer,
    Standing,
    StepEnded,
    StepNow,
    StepSkipped,
    StepStarted,
    step_id,
    task_id,
)  # fmt: skip


def advance(standing: Standing, policy: Policy, asked: Asked) -> Ruling:
    """APP-28: what comes next is opened at once; when nothing is left the request is approved."""
    walk = _Walk(standing, policy, asked)
    complete = walk.through(policy.route, "")
    ruling = Ruling(walk.standing, tuple(walk.acts))
    if any(step.state is StepState.REJECTED for step in walk.standing.steps):
        return ruling.then(end(ruling.standing, Outcome.REJECTED, "", asked))
    if complete:
        return ruling.then(end(ruling.standing, Outcome.APPROVED, "", asked))
    return ruling


def end(standing: Standing, outcome: Outcome, comment: str, asked: Asked) -> Ruling:
    """APP-29: the end of a round closes every open task, so that nothing stays in an inbox."""
    closed: list[Act] = []
    for step in standing.steps:
        if step.state is StepState.OPEN:
            shut = close(step, StepState.CLOSED, asked)
            standing = standing.with_step(shut)
            closed.append(StepEnded(shut))
    standing = replace(standing, state=RequestState(outcome), outcome=outcome, comment=comment, settled_at=asked.now)
    return Ruling(standing, (*closed, RoundEnded(outcome, comment)))


def close(step: StepNow, state: StepState, asked: Asked) -> StepNow:
    """The step has ended in this state; what is still open or waiting in it is closed."""
    live = (TaskState.OPEN, TaskState.WAITING)
    signers = tuple(replace(s, state=TaskState.CLOSED) if s.state in live else s for s in step.signers)
    return replace(step, state=state, signers=signers, settled_at=asked.now)


@dataclass
class _Walk:
    """Goes along the route once, opening what is reached."""

    standing: Standing
    policy: Policy
    asked: Asked
    acts: list[Act] = field(default_factory=list)

    def through(self, route: tuple[Step | Parallel, ...], branch: str) -> bool:
        """True when every step of the route has its yes (or is not needed)."""
        return all(self._passed(node, branch) for node in route)  # stops at the first that has not

    def _passed(self, node: Step | Parallel, branch: str) -> bool:
        if isinstance(node, Parallel):
            taken = [each for each in node.branches if holds(each.when, self.standing.facts)]
            passed = [self.through(each.route, f"{branch}/{each.branch}".lstrip("/")) for each in taken]
            return all(passed)  # every branch was walked: they open together
        now = self.standing.step(node.step)
        if now is not None:
            return now.state in YES
        if not holds(node.when, self.standing.facts):
            self.acts.append(StepSkipped(node.step, Why(code="skipped.condition", params={"when": node.when})))
            return True
        return self._open(node, branch)

    def _open(self, step: Step, branch: str) -> bool:
        opened = open_step(step, branch, self.standing, self.policy, self.asked)
        self.standing = self.standing.with_step(opened)
        self.acts.append(StepStarted(opened))
        if opened.state is not StepState.OPEN:
            self.acts.append(StepEnded(opened))
        return opened.state in YES


def open_step(step: Step, branch: str, standing: Standing, policy: Policy, asked: Asked) -> StepNow:
    """The step with its signers, its first turn taken, and its bells."""
    now = entered(step, branch, standing, policy, asked)
    asked = in_step(standing, policy, asked, step.step)
    resolved = signers_of(step.signers, policy, asked)
    now = replace(now, passed_over=resolved.passed_over)
    if not resolved.chosen:
        now = replace(now, why=Why(code=f"no_signer.{policy.no_signer.do}"))
    chosen = resolved.chosen or _instead(policy, asked)
    if not chosen:
        return _without_signer(now, policy, asked)
    said = already_said(standing, policy)
    signers = tuple(_signer(now, n, one, said.get(one.person_id), asked) for n, one in enumerate(chosen))
    now = replace(now, signers=voting.next_turn(step.mode, signers, asked.now))
    settled = voting.result(step.mode, step.quorum, now.signers)
    return close(now, settled, asked) if settled else now


def entered(step: Step, branch: str, standing: Standing, policy: Policy, asked: Asked) -> StepNow:
    """The step as this round enters it, with its bells, before anybody is asked."""
    calendar = asked.people.calendar_for(asked.requester, policy.calendar) or Calendar(tz="UTC")
    return StepNow(
        step_id=step_id(standing.request_id, standing.round, step.step),
        key=step.step, round=standing.round, branch=branch, state=StepState.OPEN, opened_at=asked.now,
        bells=clocks.bells(step, asked.now, calendar), due_at=clocks.due_at(step, asked.now, calendar),
        directory=asked.people.version,
    )  # fmt: skip


def already_said(standing: Standing, policy: Policy) -> dict[UUID, Verdict]:
    """APP-30: whose word in this request counts again: any (once), of the step before (consecutive), or nobody's. A
    word on an earlier content counts in its own step only.
    """
    given: list[StepNow] = []
    if policy.duplicates == "once":
        given = [step for step in standing.steps if step.state in YES or step.state is StepState.OPEN]
    elif policy.duplicates == "consecutive":
        settled = [(step.settled_at, step.opened_at, step) for step in standing.steps if step.settled_at is not None]
        given = [step for _, _, step in sorted(settled, key=lambda each: each[:2])[-1:]]
    now = [step for step in given if step.state is not StepState.KEPT]
    own = [s for step in now for s in step.signers if s.state is TaskState.DONE and not s.earlier]
    words = [s for s in own if s.verdict in (Verdict.APPROVE, Verdict.REJECT)]
    return {s.person_id: s.verdict for s in words if s.person_id and s.verdict}


def _signer(step: StepNow, position: int, chosen: Chosen, said: Verdict | None, asked: Asked) -> Signer:
    signer = Signer(
        task_id=task_id(step.step_id, position, 0), person_id=chosen.person_id, position=position,
        state=TaskState.WAITING, why=chosen.why, opened_at=asked.now, on_behalf_of=chosen.on_behalf_of,
        weight=chosen.weight, rule=chosen.rule, need=chosen.need,
    )  # fmt: skip
    return already(signer, said, asked) if said else signer


def already(signer: Signer, said: Verdict, asked: Asked) -> Signer:
    """The signer's earlier word counts here; it is not a second decision."""
    why = Why(code="signer.already", params={"name": asked.people.name_of(signer.person_id)})
    return replace(signer, state=TaskState.DONE, verdict=said, decided_at=asked.now, why=why)


def _without_signer(step: StepNow, policy: Policy, asked: Asked) -> StepNow:
    """APP-31: a step that nobody may sign passes, rejects, or goes to the rescue, as the policy says; never stuck."""
    if policy.no_signer.do == "pass":
        return close(step, StepState.PASSED, asked)
    if policy.no_signer.do == "reject":
        return close(step, StepState.REJECTED, asked)
    task = Signer(
        task_id=task_id(step.step_id, 0, 0), person_id=None, position=0, state=TaskState.OPEN, opened_at=asked.now,
        kind=TaskKind.RESCUE, role=policy.no_signer.to.role or "admin", why=Why(code="signer.rescue"),
    )  # fmt: skip
    return replace(step, signers=(task,))


def _instead(policy: Policy, asked: Asked) -> tuple[Chosen, ...]:
    """The superior, or the rescuers whom the policy names; a word they have given already counts here too."""
    if policy.no_signer.do == "superior":
        above = (one for one in asked.people.managers_above(asked.requester) if asked.may_sign(one, policy))
        why = Why(code="signer.superior", params={"name": asked.requester.name})
        if found := [Chosen(one.id, why) for one in above][:1]:
            return tuple(found)
    named = policy.no_signer.do in ("superior", "rescue") and policy.no_signer.to.role is None
    return signers_of((policy.no_signer.to,), policy, asked).chosen if named else ()
