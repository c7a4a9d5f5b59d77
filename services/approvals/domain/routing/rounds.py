"""How does a request begin, come back after a return, and keep the yes that still holds?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from messages.approvals.states import RequestState, StepState
from messages.errors import RuleViolation
from services.approvals.domain.canonical import differences, touches
from services.approvals.domain.policies.conditions import names_in
from services.approvals.domain.policies.policy import Policy, Step, find_step
from services.approvals.domain.requests.context import Context
from services.approvals.domain.requests.events import RoundBegun, Transition
from services.approvals.domain.requests.progress import YES, RequestProgress, StepNow
from services.approvals.domain.routing.next_step import advance


def submit(progress: RequestProgress, context: Context) -> Transition:
    return Transition(progress, (RoundBegun(progress.round),)).then(advance(progress, context))


def resubmit(
    progress: RequestProgress,
    context: Context,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    comment: str,
) -> Transition:
    """APP-9: only a returned request is submitted again. A yes is kept if nothing it depends on has changed: no field
    of the content, and no fact; also where it comes straight back."""
    if progress.state is not RequestState.RETURNED:
        raise RuleViolation("APP-9", state=progress.state.value)
    changed = [str(difference["field"]) for difference in differences(before, after)]
    changed += [str(difference["field"]) for difference in differences(progress.facts, context.facts)]
    straight = progress.resume is not None
    kept = tuple(
        replace(step, state=StepState.KEPT)
        for step in progress.steps
        if _is_still_valid(step, context.policy, changed, straight)
    )
    names = {step.key for step in kept}
    gone = tuple(step for step in progress.steps if step.key not in names)
    progress = replace(
        progress, steps=kept, round=progress.round + 1, state=RequestState.PENDING, outcome=None, comment="",
        settled_at=None, resume=None, facts=context.facts, prepared_by=context.prepared_by,
    )  # fmt: skip
    begun = Transition(progress, (RoundBegun(progress.round, comment),), gone)
    return begun.then(advance(progress, context))


def _is_still_valid(step: StepNow, policy: Policy, changed: Sequence[str], straight: bool) -> bool:
    """Through all again: a step that names no fields is asked, whatever came. Straight back: where any has changed."""
    rule = find_step(policy, step.key)
    asked = rule.depends_on is None and not straight
    return step.state in YES and not asked and not rests_on(rule, changed)


def rests_on(rule: Step, changed: Sequence[str]) -> bool:
    """A yes rests on the fields that its step names, on those inside them too; where it names none, on all (APP-9).
    What a rule may decide rests on its facts."""
    if rule.depends_on is None:
        return bool(changed)
    looked_at = {name for one in rule.decide for name in names_in(one.when)}
    return any(touches(each, field) for each in changed for field in (*rule.depends_on, *looked_at))
