"""What follows when a signer says yes or no?"""

from dataclasses import replace

from messages.approvals.states import StepState, TaskState, Verdict
from services.approvals.domain.acts.permission import Files, open_task
from services.approvals.domain.policies.policy import Policy
from services.approvals.domain.requests import voting
from services.approvals.domain.requests.context import Context
from services.approvals.domain.requests.events import Transition, Voted
from services.approvals.domain.requests.progress import LIVE, RequestProgress, Signer
from services.approvals.domain.requests.seat import Seat
from services.approvals.domain.routing import next_step
from services.approvals.domain.routing.settlement import onward, settle


def approve(seat: Seat, comment: str, files: Files = ()) -> Transition:
    return _vote(seat, Verdict.APPROVE, comment, files)


def reject(seat: Seat, comment: str, files: Files = ()) -> Transition:
    """APP-32: a no that settles its step ends the request; the others' tasks are closed."""
    return _vote(seat, Verdict.REJECT, comment, files)


def _vote(seat: Seat, verdict: Verdict, comment: str, files: Files) -> Transition:
    progress, context = seat.progress, seat.context
    step, signer = open_task(seat, verdict.value.lower(), comment, files)
    voted = with_verdict(signer, verdict, comment, files, context)
    again = may_vote_again(progress, voted, context.policy)
    step = step.with_signer(voted)
    transition = Transition(progress.with_step(step), (Voted(step, voted, again),))
    transition = transition.then(settle(transition.progress, context, step.key))
    if context.policy.duplicates == "once":
        transition = _counted_elsewhere(transition, context, voted)
    return onward(transition, context, comment)


def with_verdict(signer: Signer, verdict: Verdict, comment: str, files: Files, context: Context) -> Signer:
    return replace(
        signer, state=TaskState.DONE, verdict=verdict, comment=comment, decided_at=context.now, files=tuple(files)
    )


def may_vote_again(progress: RequestProgress, signer: Signer, policy: Policy) -> bool:
    """May this be a second vote of the person in this round: by the policy, or since he took the first one back?"""
    own = (one for step in progress.steps for one in step.signers if one.person_id == signer.person_id)
    took_back = any(one.state is TaskState.CLOSED and one.verdict in voting.VOTED for one in own)
    return policy.duplicates != "once" or took_back


def _counted_elsewhere(transition: Transition, context: Context, voted: Signer) -> Transition:
    """One vote is the person's vote in every step that asks him now (APP-30)."""
    assert voted.verdict is not None
    for step in transition.progress.steps:
        own = [signer for signer in step.signers if signer.person_id == voted.person_id and signer.state in LIVE]
        pending = [signer for signer in own if signer.kind not in voting.WITHOUT_VOTE]
        if step.state is StepState.OPEN and pending:
            for signer in pending:
                step = step.with_signer(next_step.with_vote_given(signer, voted.verdict, context))
            transition = Transition(transition.progress.with_step(step), transition.events, transition.gone)
            transition = transition.then(settle(transition.progress, context, step.key))
    return transition
