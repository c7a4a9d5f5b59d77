"""Who may be brought into a step by its signers: to sign too, to handle it, to answer a question?"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from messages.approvals.parts import Why
from messages.approvals.states import TaskKind, TaskState, Verdict
from messages.errors import Forbidden, Refused
from services.approvals.domain import opening, voting
from services.approvals.domain.policy import Mode, Policy, find_step
from services.approvals.domain.resolving import Asked
from services.approvals.domain.segregating import in_step
from services.approvals.domain.standing import (
    Added,
    Answered,
    BroughtIn,
    Claimed,
    Removed,
    Ruling,
    Signer,
    Standing,
    StepNow,
)  # fmt: skip
from services.approvals.domain.verbs import LIVE, actionable, find_task, may_take, next_task, onward, settle, still_open

MOST_ADDED = 20  # in one step


def add_signers(
    standing: Standing, policy: Policy, asked: Asked, task: UUID, actor: UUID, people: Sequence[UUID], how: str,
    mode: str, comment: str,
) -> Ruling:  # fmt: skip
    """APP-74: a signer of the policy brings others in before, after or beside himself; these bring in nobody."""
    step, signer = actionable(standing, policy, asked, task, actor, "add_signer", comment)
    added = [one for one in step.signers if one.added is not None and one.kind is TaskKind.APPROVAL]
    if signer.added is not None or not people or len(added) + len(people) > MOST_ADDED:
        raise Refused("APP-74", step=step.key, most=MOST_ADDED)
    group = Added(task, how, mode, 1 + max((one.added.group for one in added if one.added), default=0))
    position = max(one.position for one in step.signers) + 1 if how == "beside" else signer.position
    newcomers = []
    here = in_step(standing, policy, asked, step.key)
    for number, person in enumerate(dict.fromkeys(people)):
        may_take(step, policy, here, person)
        newcomers.append(_newcomer(step, position, number, person, group, signer, asked))
    said = opening.already_said(standing, policy)
    newcomers = [
        opening.already(one, said[one.person_id], asked) if one.person_id in said else one for one in newcomers
    ]
    if how == "before":
        step = step.with_signer(replace(signer, state=TaskState.WAITING))
    return _brought_in(standing, policy, asked, step, how, newcomers, comment)


def delegate(
    standing: Standing, policy: Policy, asked: Asked, task: UUID, actor: UUID, to: UUID, comment: str
) -> Ruling:
    """APP-58: somebody handles it and gives it back; his answer is advice, the signer himself decides."""
    step, signer = actionable(standing, policy, asked, task, actor, "delegate", comment)
    may_take(step, policy, in_step(standing, policy, asked, step.key), to)
    group = 1 + max((one.added.group for one in step.signers if one.added), default=0)
    one = _newcomer(step, signer.position, 0, to, Added(task, "delegate", "all", group), signer, asked)
    step = step.with_signer(replace(signer, state=TaskState.WAITING))
    return _brought_in(standing, policy, asked, step, "delegate", [replace(one, kind=TaskKind.QUESTION)], comment)


def ask(standing: Standing, policy: Policy, asked: Asked, task: UUID, actor: UUID, to: UUID, comment: str) -> Ruling:
    """APP-64: a signer may ask anybody who works here, the requester too; nothing waits for the answer."""
    step, signer = actionable(standing, policy, asked, task, actor, "ask", comment)
    person = asked.people.persons.get(to)
    if person is None or not person.active or to == actor or not comment:
        raise Refused("APP-64", to=asked.people.name_of(to) or str(to))
    one = _newcomer(step, signer.position, 0, to, Added(task, "ask"), signer, asked)
    question = replace(one, kind=TaskKind.QUESTION, state=TaskState.OPEN)
    step = replace(step, signers=(*step.signers, question))
    return Ruling(standing.with_step(step), (BroughtIn(step, "ask", (question,), comment),))


def answer(standing: Standing, policy: Policy, asked: Asked, task: UUID, actor: UUID, comment: str) -> Ruling:
    """APP-65: only a question is answered, by the one who was asked, in words."""
    step, signer = find_task(standing, task)
    still_open(standing, step, signer)
    if signer.person_id != actor:
        raise Forbidden("answer")
    if signer.kind is not TaskKind.QUESTION or not comment:
        raise Refused("APP-65")
    said = replace(signer, state=TaskState.DONE, verdict=Verdict.ANSWER, comment=comment, decided_at=asked.now)
    step = step.with_signer(said)
    ruling = Ruling(standing.with_step(step), (Answered(step, said),))
    return ruling.then(settle(ruling.standing, policy, asked, step.key))


def remove_signer(standing: Standing, policy: Policy, asked: Asked, task: UUID, actor: UUID, comment: str) -> Ruling:
    """APP-56: who was brought in and has not spoken is sent away by the one who brought him in; the policy's never."""
    step, signer = find_task(standing, task)
    if signer.added is None or signer.kind is TaskKind.COPY:
        raise Refused("APP-56", step=step.key)
    inviters = {one.position for one in step.signers if one.task_id == signer.added.by}
    here = {one.person_id for one in step.signers if one.position in inviters and one.added is None}
    if actor not in here:
        raise Forbidden("remove_signer")
    if signer.state is not TaskState.WAITING:
        still_open(standing, step, signer)
    gone = replace(signer, state=TaskState.CLOSED, comment=comment, decided_at=asked.now)
    step = step.with_signer(gone)
    ruling = Ruling(standing.with_step(step), (Removed(step, gone, "removed"),))
    return onward(ruling.then(settle(ruling.standing, policy, asked, step.key)), policy, asked)


def claim(standing: Standing, policy: Policy, asked: Asked, task: UUID, actor: UUID) -> Ruling:
    """APP-57: where one of several is enough, one may take it, and the others no longer see it until he lets it go."""
    step, signer = actionable(standing, policy, asked, task, actor, "approve", " ")
    if signer.claimed:
        return Ruling(standing)
    others = [one for one in step.open_signers() if one.kind is TaskKind.APPROVAL and one.task_id != task]
    if find_step(policy, step.key).mode is not Mode.ANY or not others:
        raise Refused("APP-57", step=step.key)
    for other in others:
        step = step.with_signer(replace(other, state=TaskState.WAITING))
    mine = replace(signer, claimed=True)
    step = step.with_signer(mine)
    return Ruling(standing.with_step(step), (Claimed(step, mine, True),))


def unclaim(standing: Standing, policy: Policy, asked: Asked, task: UUID, actor: UUID) -> Ruling:
    step, signer = actionable(standing, policy, asked, task, actor, "approve", " ")
    if not signer.claimed:
        return Ruling(standing)
    mine = replace(signer, claimed=False)
    step = step.with_signer(mine)
    step = replace(step, signers=voting.next_turn(Mode.ANY, step.signers, asked.now))
    return Ruling(standing.with_step(step), (Claimed(step, mine, False),))


def without_delegates(step: StepNow, policy: Policy, asked: Asked) -> StepNow:
    """Who was to handle it has not: the signers themselves have it again."""
    signers = tuple(
        replace(one, state=TaskState.CLOSED)
        if one.state in LIVE and one.added is not None and one.added.how == "delegate"
        else one
        for one in step.signers
    )
    if signers == step.signers:
        return step
    return replace(step, signers=voting.next_turn(find_step(policy, step.key).mode, signers, asked.now))


def _newcomer(
    step: StepNow, position: int, number: int, person: UUID, added: Added, by: Signer, asked: Asked
) -> Signer:
    name = asked.people.name_of(by.person_id)
    return Signer(
        task_id=next_task(step, position, number), person_id=person, position=position, state=TaskState.WAITING,
        why=Why(code=f"signer.{added.how}", params={"name": name}), opened_at=asked.now, added=added,
        weight=by.weight, rule=by.rule, need=by.need,
    )  # fmt: skip


def _brought_in(
    standing: Standing, policy: Policy, asked: Asked, step: StepNow, how: str, newcomers: list[Signer], comment: str
) -> Ruling:
    step = replace(step, signers=(*step.signers, *newcomers))
    known = {one.task_id for one in newcomers}
    ruling = Ruling(standing.with_step(step))
    ruling = ruling.then(settle(ruling.standing, policy, asked, step.key))
    now = ruling.standing.step(step.key) or step
    told = BroughtIn(now, how, tuple(one for one in now.signers if one.task_id in known), comment)
    return onward(Ruling(ruling.standing, (told, *ruling.acts), ruling.gone), policy, asked)
