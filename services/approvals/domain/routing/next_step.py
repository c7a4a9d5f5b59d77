"""What opens next? The one function that says so: for a submission, after each settled step, and for the preview."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from messages.approvals.parts import Why
from messages.approvals.states import Outcome, RequestState, StepState, TaskKind, TaskState, Verdict
from messages.business_time import Calendar
from services.approvals.domain.policies.conditions import holds, is_true
from services.approvals.domain.policies.policy import Parallel, Policy, Rule, Step
from services.approvals.domain.requests import timers, voting
from services.approvals.domain.requests.context import Context
from services.approvals.domain.requests.events import (
    DecidedByRule,
    DomainEvent,
    RoundEnded,
    StepEnded,
    StepSkipped,
    StepStarted,
    Transition,
)
from services.approvals.domain.requests.progress import LIVE, YES, RequestProgress, Signer, StepNow, step_id, task_id
from services.approvals.domain.routing.segregation import in_step
from services.approvals.domain.routing.signers import Chosen, signers_of
from services.approvals.domain.routing.vacancies import Vacancy, stand_ins, vacancies


def advance(progress: RequestProgress, context: Context) -> Transition:
    """APP-28: what comes next is opened at once; when nothing is left the request is approved."""
    walk = _Walk(progress, context)
    complete = walk.through(context.policy.route, "")
    transition = Transition(walk.progress, tuple(walk.events))
    if any(step.state is StepState.REJECTED for step in walk.progress.steps):
        return transition.then(end(transition.progress, Outcome.REJECTED, "", context))
    if complete:
        return transition.then(end(transition.progress, Outcome.APPROVED, "", context))
    return transition


def end(progress: RequestProgress, outcome: Outcome, comment: str, context: Context) -> Transition:
    """APP-29: the end of a round closes every open task, so that nothing stays in an inbox."""
    closed: list[DomainEvent] = []
    for step in progress.steps:
        if step.state is StepState.OPEN:
            shut = close(step, StepState.CLOSED, context)
            progress = progress.with_step(shut)
            closed.append(StepEnded(shut))
    progress = replace(progress, state=RequestState(outcome), outcome=outcome, comment=comment, settled_at=context.now)
    return Transition(progress, (*closed, RoundEnded(outcome, comment)))


def close(step: StepNow, state: StepState, context: Context) -> StepNow:
    """The step has ended in this state; what is still open or waiting in it is closed."""
    signers = tuple(signer.closed() if signer.state in LIVE else signer for signer in step.signers)
    return replace(step, state=state, signers=signers, settled_at=context.now)


@dataclass
class _Walk:
    """Goes along the route once, opening what is reached."""

    progress: RequestProgress
    context: Context
    events: list[DomainEvent] = field(default_factory=list)

    def through(self, route: tuple[Step | Parallel, ...], branch: str) -> bool:
        """True when every step of the route has its yes (or is not needed)."""
        return all(self._passed(node, branch) for node in route)  # stops at the first that has not

    def _passed(self, node: Step | Parallel, branch: str) -> bool:
        if isinstance(node, Parallel):
            taken = [branch for branch in node.branches if holds(branch.when, self.progress.facts)]
            passed = [self.through(each.route, f"{branch}/{each.branch}".lstrip("/")) for each in taken]
            return all(passed)  # every branch was walked: they open together
        now = self.progress.step(node.step)
        if now is not None:
            return now.state in YES
        if not holds(node.when, self.progress.facts):
            self.events.append(StepSkipped(node.step, Why(code="skipped.condition", params={"when": node.when})))
            return True
        return self._open(node, branch)

    def _open(self, step: Step, branch: str) -> bool:
        for rule in step.decide:
            if is_true(rule.when, self.progress.facts):
                return self._decide(step, branch, rule)
        opened = open_step(step, branch, self.progress, self.context)
        self.progress = self.progress.with_step(opened)
        self.events.append(StepStarted(opened))
        if opened.state is not StepState.OPEN:
            self.events.append(StepEnded(opened))
        return opened.state in YES

    def _decide(self, step: Step, branch: str, rule: Rule) -> bool:
        decided = _by_rule(entered(step, branch, self.progress, self.context), rule, self.context)
        self.progress = self.progress.with_step(decided)
        self.events += [StepStarted(decided), DecidedByRule(decided, rule.then, rule.when), StepEnded(decided)]
        return decided.state in YES


def _by_rule(step: StepNow, rule: Rule, context: Context) -> StepNow:
    """APP-128: a step may be decided by a rule over the facts: nobody is asked. A rule that fails decides nothing."""
    why = Why(code=f"rule.{rule.then}", params={"when": rule.when})
    state = StepState.PASSED if rule.then == "approve" else StepState.REJECTED
    return replace(close(step, state, context), why=why, timers=(), due_at=None)


def open_step(step: Step, branch: str, progress: RequestProgress, context: Context) -> StepNow:
    """The step with its signers, its first turn taken, and its timers."""
    now = entered(step, branch, progress, context)
    context = in_step(progress, context, step.step)
    resolved = signers_of(step.signers, context, step.quorum)
    now = replace(now, skipped=resolved.skipped)
    vacant = vacancies(step, resolved)
    if not resolved.chosen:
        now = replace(now, why=Why(code=f"no_signer.{context.policy.no_signer.do}"))
    if vacant and (ended := _without_signer(now, resolved.chosen, context)) is not None:
        return ended
    vacant = [] if context.policy.no_signer.do == "pass" else vacant
    instead = stand_ins(vacant, resolved.chosen, context)
    given = votes_given(progress, context.policy)
    found = [
        _signer(now, n, one, given.get(one.person_id), context) for n, one in enumerate((*resolved.chosen, *instead))
    ]
    missing = vacant[len(instead) :]
    found += [_rescue(now, len(found) + n, one, context) for n, one in enumerate(missing)]
    now = replace(now, signers=voting.next_turn(step.mode, tuple(found), context.now))
    settled = voting.result(step.mode, step.quorum, now.signers)
    return close(now, settled, context) if settled else now


def entered(step: Step, branch: str, progress: RequestProgress, context: Context) -> StepNow:
    """The step as this round enters it, with its timers, before anybody is asked."""
    calendar = context.people.calendar_for(context.requester, context.policy.calendar) or Calendar(tz="UTC")
    return StepNow(
        step_id=step_id(progress.request_id, progress.round, step.step),
        key=step.step, round=progress.round, branch=branch, state=StepState.OPEN, opened_at=context.now,
        timers=timers.timers_of(step, context.now, calendar), due_at=timers.due_at(step, context.now, calendar),
        directory=context.people.version,
    )  # fmt: skip


def votes_given(progress: RequestProgress, policy: Policy) -> dict[UUID, Verdict]:
    """APP-30: whose vote in this request counts again: any (once), of the step before (consecutive), or nobody's. A
    vote on an earlier content counts in its own step only.
    """
    given: list[StepNow] = []
    if policy.duplicates == "once":
        given = [step for step in progress.steps if step.state in YES or step.state is StepState.OPEN]
    elif policy.duplicates == "consecutive":
        settled = [(step.settled_at, step.opened_at, step) for step in progress.steps if step.settled_at is not None]
        given = [step for _, _, step in sorted(settled, key=lambda each: each[:2])[-1:]]
    now = [step for step in given if step.state is not StepState.KEPT]
    own = [s for step in now for s in step.signers if s.state is TaskState.DONE and not s.earlier]
    votes = [s for s in own if s.verdict in voting.VOTED]
    return {s.person_id: s.verdict for s in votes if s.person_id and s.verdict}


def _signer(step: StepNow, position: int, chosen: Chosen, given: Verdict | None, context: Context) -> Signer:
    signer = Signer.waiting(
        task_id=task_id(step.step_id, position, 0), person_id=chosen.person_id, position=position, why=chosen.why,
        opened_at=context.now, on_behalf_of=chosen.on_behalf_of,
        weight=chosen.weight, rule=chosen.rule, need=chosen.need,
    )  # fmt: skip
    return with_vote_given(signer, given, context) if given else signer


def with_vote_given(signer: Signer, given: Verdict, context: Context) -> Signer:
    """The signer's earlier vote counts here; it is not a second decision."""
    why = Why(code="signer.already", params={"name": context.people.name_of(signer.person_id)})
    return replace(signer, state=TaskState.DONE, verdict=given, decided_at=context.now, why=why)


def _without_signer(step: StepNow, others: tuple[Chosen, ...], context: Context) -> StepNow | None:
    """APP-31: a step that nobody may sign passes, rejects, or goes to the rescue, as the policy says; never stuck. So
    does a vote that nobody can give; where such a vote passes, the others decide."""
    if context.policy.no_signer.do == "reject":
        return replace(close(step, StepState.REJECTED, context), why=Why(code="no_signer.reject"))
    return close(step, StepState.PASSED, context) if context.policy.no_signer.do == "pass" and not others else None


def _rescue(step: StepNow, position: int, vacant: Vacancy, context: Context) -> Signer:
    return Signer(
        task_id=task_id(step.step_id, position, 0), person_id=None, position=position, state=TaskState.WAITING,
        opened_at=context.now, kind=TaskKind.RESCUE, role=context.policy.no_signer.to.role or "admin",
        why=Why(code="signer.rescue"), weight=vacant.weight, rule=vacant.rule, need=vacant.need,
    )  # fmt: skip
