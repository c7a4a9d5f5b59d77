"""How does a request begin, come back after a return, and keep the yes that still holds?"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from messages.approvals.states import RequestState, StepState
from messages.errors import Refused
from services.approvals.domain.canonical import differences
from services.approvals.domain.opening import advance
from services.approvals.domain.policy import Policy, find_step
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
    changed = {str(each["field"]) for each in differences(before, after)}
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


def _stands(step: StepNow, policy: Policy, changed: set[str], straight: bool) -> bool:
    """Straight back to the one who returned it: only what names its fields, and these have changed, is asked again."""
    depends_on = find_step(policy, step.key).depends_on
    return step.state in YES and (straight if depends_on is None else not changed.intersection(depends_on))
