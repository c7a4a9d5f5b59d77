"""May a signer change a field of what is pending, and whose vote counts no more then?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from messages.approvals.parts import Why
from messages.approvals.states import StepState, TaskState
from messages.errors import RuleViolation
from messages.money import PLAIN
from services.approvals.domain.acts.permission import open_task
from services.approvals.domain.acts.reassignment import reopened_for
from services.approvals.domain.canonical import differences
from services.approvals.domain.policies.conditions import typed
from services.approvals.domain.policies.policy import Mode, Policy, Step, find_step
from services.approvals.domain.requests import voting
from services.approvals.domain.requests.context import Context
from services.approvals.domain.requests.events import Edited, Transition
from services.approvals.domain.requests.progress import YES, Signer, StepNow
from services.approvals.domain.requests.seat import Seat
from services.approvals.domain.routing import next_step
from services.approvals.domain.routing.rounds import rests_on


def edit(
    seat: Seat, content: Mapping[str, Any], values: Mapping[str, Any], content_hash: str, comment: str
) -> Transition:
    """APP-78: a signer changes the fields that his step names, each to a value of its kind; a vote that rests on one
    of them is asked for again, in a new round. A field that is a fact too changes the fact. `content_hash`: of the
    content afterwards."""
    progress, context = seat.progress, seat.context
    policy = context.policy
    step, signer = open_task(seat, "edit", comment)
    _must_be_editable(find_step(policy, step.key), policy, content, values)
    changes = tuple(differences({name: content[name] for name in values}, values))
    if not changes:
        return Transition(progress)
    fields = [str(change["field"]) for change in changes]
    facts = {name: policy.facts[name] for name in values if name in policy.facts}
    after = replace(
        progress, round=progress.round + 1, content_hash=content_hash,
        facts={**progress.facts, **typed(values, facts)}, steps=(),
    )  # fmt: skip
    gone = [step for step in progress.steps if _falls(step, find_step(policy, step.key), fields)]
    why = Why(code="signer.edited", params={"name": context.people.name_of(seat.actor_id)})
    for each in progress.steps:
        if each not in gone:
            after = after.with_step(_of_before(each, find_step(policy, each.key), fields, context, why))
    edited = Edited(after.step(step.key) or step, signer, changes, comment, content_hash)
    context = replace(context, facts=after.facts)
    begun = Transition(after, (edited,), tuple(gone)).then(next_step.advance(after, context))
    voters = (signer.person_id for step in progress.steps for signer in step.signers if signer.verdict in voting.VOTED)
    for person in dict.fromkeys(id for id in voters if id is not None):
        begun = begun.then(reopened_for(begun.progress, context, person))
    return begun


def _must_be_editable(rule: Step, policy: Policy, content: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    wrong = (n for n in values if n not in rule.may_edit or n not in content or kind(values[n]) != kind(content[n]))
    field = next(wrong, None)
    if field is not None or not values:
        raise RuleViolation(
            "APP-78", step=rule.step, step_name=rule.called, field=field or "", fields=list(rule.may_edit),
            field_name=policy.fields.get(field or "", field or ""),
            field_names=[policy.fields.get(one, one) for one in rule.may_edit],
        )  # fmt: skip


def kind(value: Any) -> str:
    """An amount stays an amount, a list a list."""
    if isinstance(value, str):
        return "amount" if PLAIN.fullmatch(value) else "text"
    return type(value).__name__


def _falls(step: StepNow, rule: Step, fields: Sequence[str]) -> bool:
    """Was agreed to, by somebody, on what is no more."""
    return (
        step.state in YES and rests_on(rule, fields) and any(signer.verdict in voting.VOTED for signer in step.signers)
    )


def _of_before(step: StepNow, rule: Step, fields: Sequence[str], context: Context, why: Why) -> StepNow:
    """What was agreed to stays agreed to; in an open step those are asked again whose vote rests on the fields."""
    if step.state in YES:
        return replace(step, state=StepState.KEPT) if step.state is StepState.APPROVED else step
    if step.state is not StepState.OPEN:
        return step
    voted = [signer for signer in step.signers if signer.state is TaskState.DONE and signer.verdict in voting.VOTED]
    if not rests_on(rule, fields):
        for one in voted:
            step = step.with_signer(replace(one, earlier=True))
        return step
    for one in voted:
        step = _reopened_task(step, one, context, why)
    return _turns_anew(step, rule.mode, {one.position for one in voted}, context) if voted else step


def _reopened_task(step: StepNow, signer: Signer, context: Context, why: Why) -> StepNow:
    before = replace(signer, state=TaskState.CLOSED)
    anew = replace(
        signer, task_id=step.next_task_id(signer.position), state=TaskState.WAITING, verdict=None, comment="",
        decided_at=None, opened_at=context.now, why=why, claimed=False, earlier=False, files=(),
    )  # fmt: skip
    return step.with_task_after(before, anew)


def _turns_anew(step: StepNow, mode: Mode, positions: set[int], context: Context) -> StepNow:
    """At these positions, and in a sequence after them, the turns are given anew; who is still asked keeps his task."""
    before = {signer.task_id: signer for signer in step.signers}

    def waits(one: Signer) -> bool:
        concerned = one.position in positions or (mode is Mode.SEQUENCE and one.position > min(positions))
        return concerned and one.state is TaskState.OPEN and not (one.added and one.added.how == "ask")

    waiting = tuple(replace(s, state=TaskState.WAITING, claimed=False) if waits(s) else s for s in step.signers)
    turned = voting.next_turn(mode, waiting, context.now)
    kept = tuple(
        replace(one, opened_at=before[one.task_id].opened_at)
        if one.state is TaskState.OPEN and before[one.task_id].state is TaskState.OPEN
        else one
        for one in turned
    )
    return replace(step, signers=kept)
