"""How does a request begin, come back after a return, and keep the yes that still holds?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from messages.approvals.states import RequestState, StepState
from messages.errors import Refused
from services.approvals.domain.canonical import differences, touches
from services.approvals.domain.opening import advance
from services.approvals.domain.policy import Policy, Step, find_step
from services.approvals.domain.resolving import Asked
from services.approvals.domain.standing import YES, RoundBegun, Ruling, Standing, StepNow


def submit(standing: Standing, policy: Policy, asked: Asked) -> Ruling:
    return Ruling(standing, (RoundBegun(standing.round),)).then(advance(standing, policy, asked))


def resubmit(
    standing: Standing, policy: Policy, asked: Asked, before: Mapping[str, Any], after: Mapping[str, Any], comment: str
) -> Ruling:
    """APP-9: only a returned request is submitted again. A yes is kept if nothing it depends on has changed."""
    if standing.state is not RequestState.RETURNED:
        raise Refused("APP-9", state=standing.state.value)
    changed = [str(each["field"]) for each in differences(before, after)]
    straight = standing.resume is not None
    kept = tuple(
        replace(step, state=StepState.KEPT) for step in standing.steps if _stands(step, policy, changed, straight)
    )
    names = {step.key for step in kept}
    gone = tuple(step for step in standing.steps if step.key not in names)
    standing = replace(
        standing, steps=kept, round=standing.round + 1, state=RequestState.PENDING, outcome=None, comment="",
        settled_at=None, resume=None, facts=asked.facts, prepared_by=asked.prepared_by,
    )  # fmt: skip
    begun = Ruling(standing, (RoundBegun(standing.round, comment),), gone)
    return begun.then(advance(standing, policy, asked))


def _stands(step: StepNow, policy: Policy, changed: Sequence[str], straight: bool) -> bool:
    """Straight back to the one who returned it: only what names its fields, and these have changed, is asked again."""
    rule = find_step(policy, step.key)
    return step.state in YES and (straight if rule.depends_on is None else not rests_on(rule, changed))


def rests_on(rule: Step, changed: Sequence[str]) -> bool:
    """A yes rests on the fields that its step names, on those inside them too; where it names none, on all (APP-9)."""
    if rule.depends_on is None:
        return bool(changed)
    return any(touches(each, field) for each in changed for field in rule.depends_on)
