"""What happens when a timer of a step fires?"""

from dataclasses import replace
from uuid import UUID

from messages.approvals.parts import Why
from messages.approvals.states import Outcome, RequestState, StepState, TaskKind, TaskState
from services.approvals.domain.acts.questions import without_delegates
from services.approvals.domain.acts.transfer import reassign_task
from services.approvals.domain.policies.policy import SignerRule
from services.approvals.domain.requests.context import Context
from services.approvals.domain.requests.events import Reminded, StepEnded, Transition
from services.approvals.domain.requests.progress import RequestProgress, Signer, StepNow, Timer
from services.approvals.domain.requests.voting import is_asked
from services.approvals.domain.routing.next_step import advance, close, end
from services.approvals.domain.routing.segregation import in_step
from services.approvals.domain.routing.settlement import onward, settle
from services.approvals.domain.routing.signers import signers_of


def fire(progress: RequestProgress, context: Context, key: str, round: int, level: int) -> Transition:
    """APP-33: a timer fires once, when its time has come, for the step as it was entered; else nothing changes."""
    transition = Transition(progress)
    while (due := _due(transition.progress, context, key, round, level)) is not None:
        step, timer = due
        step = replace(step, level=step.level + 1)
        counted = Transition(transition.progress.with_step(step), transition.events, transition.gone)
        transition = counted.then(_fire_timer(counted.progress, context, step, timer))
    return transition


def _due(progress: RequestProgress, context: Context, key: str, round: int, level: int) -> tuple[StepNow, Timer] | None:
    step = progress.step(key)
    if progress.state is not RequestState.PENDING or step is None:
        return None
    if step.state is not StepState.OPEN or step.round != round or step.level > level or step.level >= len(step.timers):
        return None
    timer = step.timers[step.level]
    return (step, timer) if timer.at <= context.now else None


def _fire_timer(progress: RequestProgress, context: Context, step: StepNow, timer: Timer) -> Transition:
    if timer.does == "escalate":
        return _escalate(progress, context, step, timer)
    if timer.does == "remind":
        return Transition(progress, (Reminded(step, step.level - 1, step.open_signers()),))
    state = StepState.PASSED if timer.does == "pass" else StepState.REJECTED
    shut = replace(close(step, state, context), why=Why(code=f"timeout.{timer.does}"))
    transition = Transition(progress.with_step(shut), (StepEnded(shut),))
    if state is StepState.REJECTED:
        return transition.then(end(transition.progress, Outcome.REJECTED, "", context))
    return transition.then(advance(transition.progress, context))


def _escalate(progress: RequestProgress, context: Context, step: StepNow, timer: Timer) -> Transition:
    """APP-34: who has not answered in time is replaced by the superior, or by whom the policy names."""
    step = without_delegates(step, context)
    transition = Transition(progress.with_step(step))
    for signer in step.open_signers():
        if signer.kind is TaskKind.QUESTION:
            continue
        to = _new_signer(signer, in_step(transition.progress, context, step.key), timer)
        now = transition.progress.step(step.key)
        assert now is not None
        if to is None or signer.person_id is None:
            transition = transition.then(Transition(transition.progress, (Reminded(now, now.level - 1, (signer,)),)))
        elif is_asked(now.signers, to):
            joined = now.with_signer(replace(signer, state=TaskState.CLOSED, decided_at=context.now))
            transition = transition.then(Transition(transition.progress.with_step(joined)))
        else:
            moved = reassign_task(transition.progress, context, now, signer, to, reason="escalated")
            transition = transition.then(moved)
    return onward(transition.then(settle(transition.progress, context, step.key)), context)


def _new_signer(signer: Signer, context: Context, timer: Timer) -> UUID | None:
    if timer.to is not None:
        named = signers_of((SignerRule.model_validate(timer.to),), context).chosen
        return named[0].person_id if named else None
    person = context.people.persons.get(signer.person_id) if signer.person_id else None
    above = context.people.managers_above(person) if person else []
    return next((each.id for each in above if context.may_sign(each)), None)
