"""Does a step end by what has been said in it, and where does the request go then?"""

from dataclasses import replace

from messages.approvals.states import Outcome, StepState
from services.approvals.domain.policies.policy import find_step
from services.approvals.domain.requests import voting
from services.approvals.domain.requests.context import Context
from services.approvals.domain.requests.events import StepEnded, Transition
from services.approvals.domain.requests.progress import RequestProgress
from services.approvals.domain.routing.next_step import advance, close, end


def settle(progress: RequestProgress, context: Context, key: str) -> Transition:
    """The step ends when its signers have agreed; else the next turn is given."""
    step, rule = progress.step(key), find_step(context.policy, key)
    if step is None or step.state is not StepState.OPEN:
        return Transition(progress)
    ended = voting.result(rule.mode, rule.quorum, step.signers)
    if ended is None:
        turned = replace(step, signers=voting.next_turn(rule.mode, step.signers, context.now))
        return Transition(progress.with_step(turned))
    shut = close(step, ended, context)
    return Transition(progress.with_step(shut), (StepEnded(shut),))


def onward(transition: Transition, context: Context, comment: str = "") -> Transition:
    """A step that has ended ends the request, or opens what comes next."""
    ended = [event for event in transition.events if isinstance(event, StepEnded)]
    if not ended:
        return transition
    if any(event.step.state is StepState.REJECTED for event in ended):
        return transition.then(end(transition.progress, Outcome.REJECTED, comment, context))
    return transition.then(advance(transition.progress, context))
