"""May a signer change a field of what is pending, and whose word no longer stands then?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from messages.approvals.parts import Why
from messages.approvals.states import StepState, TaskState
from messages.errors import Refused
from messages.money import PLAIN
from services.approvals.domain import opening, voting
from services.approvals.domain.canonical import differences
from services.approvals.domain.conditions import typed
from services.approvals.domain.policy import Mode, Policy, Step, find_step
from services.approvals.domain.rescuing import asked_again
from services.approvals.domain.resolving import Asked
from services.approvals.domain.rounds import rests_on
from services.approvals.domain.standing import YES, Edited, Ruling, Signer, Standing, StepNow
from services.approvals.domain.verbs import SAID, actionable, next_task


def edit(
    standing: Standing, policy: Policy, asked: Asked, task: UUID, actor: UUID, content: Mapping[str, Any],
    values: Mapping[str, Any], content_hash: str, comment: str,
) -> Ruling:  # fmt: skip
    """APP-78: a signer changes the fields that his step names, each to a value of its kind; a word that rests on one
    of them is asked for again, in a new round. A field that is a fact too changes the fact. `content_hash`: of the
    content afterwards."""
    step, signer = actionable(standing, policy, asked, task, actor, "edit", comment)
    _must_be_editable(find_step(policy, step.key), content, values)
    changes = tuple(differences({name: content[name] for name in values}, values))
    if not changes:
        return Ruling(standing)
    fields = [str(each["field"]) for each in changes]
    facts = {name: policy.facts[name] for name in values if name in policy.facts}
    after = replace(
        standing, round=standing.round + 1, content_hash=content_hash,
        facts={**standing.facts, **typed(values, facts)}, steps=(),
    )  # fmt: skip
    gone = [each for each in standing.steps if _falls(each, find_step(policy, each.key), fields)]
    why = Why(code="signer.edited", params={"name": asked.people.name_of(actor)})
    for each in standing.steps:
        if each not in gone:
            after = after.with_step(_of_before(each, find_step(policy, each.key), fields, asked, why))
    told = Edited(after.step(step.key) or step, signer, changes, comment, content_hash)
    asked = replace(asked, facts=after.facts)
    begun = Ruling(after, (told,), tuple(gone)).then(opening.advance(after, policy, asked))
    spoken = (one.person_id for each in standing.steps for one in each.signers if one.verdict in SAID)
    for person in dict.fromkeys(id for id in spoken if id is not None):
        begun = begun.then(asked_again(begun.standing, policy, asked, person))
    return begun


def _must_be_editable(rule: Step, content: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    wrong = (n for n in values if n not in rule.may_edit or n not in content or kind(values[n]) != kind(content[n]))
    field = next(wrong, None)
    if field is not None or not values:
        raise Refused("APP-78", step=rule.step, field=field or "", fields=", ".join(rule.may_edit))


def kind(value: Any) -> str:
    """An amount stays an amount, a list a list."""
    if isinstance(value, str):
        return "amount" if PLAIN.fullmatch(value) else "text"
    return type(value).__name__


def _falls(step: StepNow, rule: Step, fields: Sequence[str]) -> bool:
    """Was agreed to, by somebody, on what is no more."""
    return step.state in YES and rests_on(rule, fields) and any(one.verdict in SAID for one in step.signers)


def _of_before(step: StepNow, rule: Step, fields: Sequence[str], asked: Asked, why: Why) -> StepNow:
    """What was agreed to stays agreed to; in an open step those are asked again whose word rests on the fields."""
    if step.state in YES:
        return replace(step, state=StepState.KEPT) if step.state is StepState.APPROVED else step
    if step.state is not StepState.OPEN:
        return step
    spoken = [one for one in step.signers if one.state is TaskState.DONE and one.verdict in SAID]
    if not rests_on(rule, fields):
        for one in spoken:
            step = step.with_signer(replace(one, earlier=True))
        return step
    for one in spoken:
        step = _asked_anew(step, one, asked, why)
    return _turns_again(step, rule.mode, {one.position for one in spoken}, asked) if spoken else step


def _asked_anew(step: StepNow, signer: Signer, asked: Asked, why: Why) -> StepNow:
    before = replace(signer, state=TaskState.CLOSED)
    anew = replace(
        signer, task_id=next_task(step, signer.position), state=TaskState.WAITING, verdict=None, comment="",
        decided_at=None, opened_at=asked.now, why=why, claimed=False, earlier=False, files=(),
    )  # fmt: skip
    placed = (each for s in step.signers for each in ((before, anew) if s.task_id == signer.task_id else (s,)))
    return replace(step, signers=tuple(placed))


def _turns_again(step: StepNow, mode: Mode, places: set[int], asked: Asked) -> StepNow:
    """In these places, and in a sequence after them, the turns are given anew; who is still asked keeps his task."""
    before = {one.task_id: one for one in step.signers}

    def waits(one: Signer) -> bool:
        here = one.position in places or (mode is Mode.SEQUENCE and one.position > min(places))
        return here and one.state is TaskState.OPEN and not (one.added and one.added.how == "ask")

    waiting = tuple(replace(s, state=TaskState.WAITING, claimed=False) if waits(s) else s for s in step.signers)
    turned = voting.next_turn(mode, waiting, asked.now)
    kept = tuple(
        replace(one, opened_at=before[one.task_id].opened_at)
        if one.state is TaskState.OPEN and before[one.task_id].state is TaskState.OPEN
        else one
        for one in turned
    )
    return replace(step, signers=kept)
