"""Which way would a request go if everybody said yes? The very function that opens steps, walked to the end."""

from dataclasses import dataclass, replace

from messages.approvals.states import RequestState, StepState, TaskState, Verdict
from messages.errors import Refused
from services.approvals.domain import voting
from services.approvals.domain.opening import advance, close
from services.approvals.domain.policy import Policy, Step, find_step
from services.approvals.domain.resolving import Asked
from services.approvals.domain.segregating import segregates
from services.approvals.domain.standing import Standing, StepNow, StepSkipped, StepStarted
from services.approvals.domain.voting import WORDLESS


@dataclass(frozen=True)
class Preview:
    """Steps and skipped steps in the order they would come; the standing at the end."""

    coming: tuple[StepStarted | StepSkipped, ...]
    end: Standing


def preview(standing: Standing, policy: Policy, asked: Asked) -> Preview:
    """APP-36: no side effect. Each step is taken to last as long as it may."""
    coming: list[StepStarted | StepSkipped] = []
    while standing.state is RequestState.PENDING:
        ruling = advance(standing, policy, asked)
        coming += [act for act in ruling.acts if isinstance(act, StepStarted | StepSkipped) and act not in coming]
        standing = ruling.standing
        opened = [step for step in standing.steps if step.state is StepState.OPEN]
        if standing.state is RequestState.PENDING:
            asked = replace(asked, now=max([step.due_at or asked.now for step in opened], default=asked.now))
            for step in opened:
                apart = segregates(policy, step.key)
                done = _agreed_by_enough(step, find_step(policy, step.key), asked) if apart else agreed(step, asked)
                standing = standing.with_step(done)
    return Preview(tuple(coming), standing)


def nobody_signs_his_own(standing: Standing, policy: Policy, asked: Asked) -> None:
    """APP-59: under `deny` who would have to sign a step himself cannot ask for it at all."""
    if policy.requester_is_signer == "deny":
        for act in preview(standing, policy, asked).coming:
            own = isinstance(act, StepStarted) and any(why.code == "signer.own" for why in act.step.passed_over)
            if isinstance(act, StepStarted) and own:
                raise Refused("APP-59", step=act.step.key)


def _agreed_by_enough(step: StepNow, rule: Step, asked: Asked) -> StepNow:
    """Where duties are kept apart, who signs counts for what follows: those who are asked first, as many as needed."""
    for one in step.signers:
        if one.state is TaskState.CLOSED or one.kind in WORDLESS:
            continue
        said = one if one.state is TaskState.DONE else replace(one, state=TaskState.DONE, verdict=Verdict.APPROVE)
        step = step.with_signer(said)
        if voting.result(rule.mode, rule.quorum, step.signers) is not None:
            break
    return close(step, StepState.APPROVED, asked)


def agreed(step: StepNow, asked: Asked) -> StepNow:
    """Everybody who is asked says yes."""
    yes = tuple(
        replace(s, state=TaskState.DONE, verdict=Verdict.APPROVE) if s.state is not TaskState.DONE else s
        for s in step.signers
        if s.state is not TaskState.CLOSED and s.kind not in WORDLESS
    )
    return close(replace(step, signers=yes), StepState.APPROVED, asked)
