"""What follows when a signer sends a request back?"""

from dataclasses import replace

from messages.approvals.states import Outcome, StepState, Verdict
from messages.errors import RuleViolation
from services.approvals.domain.acts.decisions import may_vote_again, with_verdict
from services.approvals.domain.acts.permission import Files, open_task
from services.approvals.domain.policies import route
from services.approvals.domain.policies.policy import Policy, Step, find_step, names_of
from services.approvals.domain.requests.context import Context
from services.approvals.domain.requests.events import DomainEvent, RoundBegun, StepEnded, Transition, Voted
from services.approvals.domain.requests.progress import YES, RequestProgress
from services.approvals.domain.requests.seat import Seat
from services.approvals.domain.routing.next_step import advance, close, end


def return_(
    seat: Seat, comment: str, files: Files = (), to_step: str | None = None, then: str | None = None
) -> Transition:
    """APP-7: back to the requester, or to an earlier step of the same way; then that and all after it anew."""
    progress, context = seat.progress, seat.context
    policy = context.policy
    step, signer = open_task(seat, "return", comment, files)
    must_have_a_round_left(progress, policy)
    if to_step is not None and (progress.step(to_step) is None or not route.precedes(policy.route, to_step, step.key)):
        names = {"step_name": names_of(policy, step.key), "to_name": names_of(policy, to_step)}
        raise RuleViolation("APP-7", step=step.key, to=to_step, **names)
    straight = comes_straight_back(find_step(policy, step.key), then)
    voted = with_verdict(signer, Verdict.RETURN, comment, files, context)
    shut = close(step.with_signer(voted), StepState.RETURNED, context)
    vote = Voted(shut, voted, may_vote_again(progress, signer, policy))
    transition = Transition(progress.with_step(shut), (vote, StepEnded(shut)))
    if to_step is not None:
        return transition.then(_again_from(transition.progress, context, to_step, comment, straight=straight))
    ended = end(transition.progress, Outcome.RETURNED, comment, context)
    resume = step.key if straight else None
    return transition.then(Transition(replace(ended.progress, resume=resume), ended.events))


def must_have_a_round_left(progress: RequestProgress, policy: Policy) -> None:
    """APP-104: what has come back as often as the policy allows is decided, transferred, or moved by an operator."""
    if policy.max_rounds is not None and progress.round >= policy.max_rounds:
        raise RuleViolation("APP-104", rounds=policy.max_rounds)


def comes_straight_back(step: Step, then: str | None) -> bool:
    """APP-68: after a return all steps are gone through again or it comes straight back; the policy says which."""
    if then is not None and step.after_return not in ("either", then):
        raise RuleViolation("APP-68", step=step.step, step_name=step.called, then=then)
    return (then or step.after_return) == "back"


def _again_from(progress: RequestProgress, context: Context, key: str, comment: str, *, straight: bool) -> Transition:
    """A new round: the step and all that follow it leave the live route; sibling branches go on. Straight: what has
    been agreed to in between stays agreed to."""
    redone = route.from_step(context.policy.route, key)
    stays = {step.key for step in progress.steps if straight and step.key != key and step.state in YES}
    gone = tuple(
        close(step, StepState.CLOSED, context) if step.state is StepState.OPEN else step
        for step in progress.steps
        if step.key in redone - stays
    )
    events: list[DomainEvent] = [StepEnded(step) for step in gone if progress.step(step.key) is not step]
    left = (step for step in progress.steps if step.key not in redone - stays)
    kept = tuple(replace(s, state=StepState.KEPT) if s.key in redone & stays else s for s in left)
    progress = replace(progress, steps=kept, round=progress.round + 1)
    begun = Transition(progress, (*events, RoundBegun(progress.round, comment)), gone)
    return begun.then(advance(progress, context))
