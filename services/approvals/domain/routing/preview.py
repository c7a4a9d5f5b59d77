"""Which way would a request go if everybody said yes? The very function that opens steps, walked to the end."""

from dataclasses import dataclass, replace

from messages.approvals.states import RequestState, StepState, TaskState, Verdict
from messages.errors import RuleViolation
from services.approvals.domain.policies.policy import Step, find_step, names_of
from services.approvals.domain.requests import voting
from services.approvals.domain.requests.context import Context
from services.approvals.domain.requests.events import StepSkipped, StepStarted
from services.approvals.domain.requests.progress import RequestProgress, StepNow
from services.approvals.domain.requests.voting import WITHOUT_VOTE
from services.approvals.domain.routing.next_step import advance, close
from services.approvals.domain.routing.segregation import segregates


@dataclass(frozen=True)
class Preview:
    """Steps and skipped steps in the order they would come; the progress at the end."""

    coming: tuple[StepStarted | StepSkipped, ...]
    end: RequestProgress


def preview(progress: RequestProgress, context: Context) -> Preview:
    """APP-36: no side effect. Each step is taken to last as long as it may."""
    coming: list[StepStarted | StepSkipped] = []
    while progress.state is RequestState.PENDING:
        transition = advance(progress, context)
        coming += [
            event for event in transition.events if isinstance(event, StepStarted | StepSkipped) and event not in coming
        ]
        progress = transition.progress
        opened = [step for step in progress.steps if step.state is StepState.OPEN]
        if progress.state is RequestState.PENDING:
            context = replace(context, now=max([step.due_at or context.now for step in opened], default=context.now))
            for step in opened:
                apart = segregates(context.policy, step.key)
                done = (
                    _approved_by_enough(step, find_step(context.policy, step.key), context)
                    if apart
                    else approved(step, context)
                )
                progress = progress.with_step(done)
    return Preview(tuple(coming), progress)


def must_not_all_be_his_own(progress: RequestProgress, context: Context) -> None:
    """APP-59: under `deny` who would have to sign a step himself cannot ask for it at all."""
    if context.policy.requester_is_signer == "deny":
        for event in preview(progress, context).coming:
            own = isinstance(event, StepStarted) and any(why.code == "signer.own" for why in event.step.skipped)
            if isinstance(event, StepStarted) and own:
                raise RuleViolation("APP-59", step=event.step.key, step_name=names_of(context.policy, event.step.key))


def _approved_by_enough(step: StepNow, rule: Step, context: Context) -> StepNow:
    """Where duties are kept apart, who signs counts for what follows: those who are asked first, as many as needed."""
    for signer in step.signers:
        if signer.state is TaskState.CLOSED or signer.kind in WITHOUT_VOTE:
            continue
        said = (
            signer if signer.state is TaskState.DONE else replace(signer, state=TaskState.DONE, verdict=Verdict.APPROVE)
        )
        step = step.with_signer(said)
        if voting.result(rule.mode, rule.quorum, step.signers) is not None:
            break
    return close(step, StepState.APPROVED, context)


def approved(step: StepNow, context: Context) -> StepNow:
    """Everybody who is asked says yes."""
    yes = tuple(
        replace(s, state=TaskState.DONE, verdict=Verdict.APPROVE) if s.state is not TaskState.DONE else s
        for s in step.signers
        if s.state is not TaskState.CLOSED and s.kind not in WITHOUT_VOTE
    )
    return close(replace(step, signers=yes), StepState.APPROVED, context)
