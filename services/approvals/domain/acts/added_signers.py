"""Whom may a signer add to his step, and who removes him again?"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from messages.approvals.parts import Why
from messages.approvals.states import TaskKind, TaskState
from messages.errors import Forbidden, RuleViolation
from services.approvals.domain.acts.permission import must_be_open, open_task
from services.approvals.domain.acts.transfer import must_be_able_to_take
from services.approvals.domain.requests.context import Context
from services.approvals.domain.requests.events import Removed, SignersAdded, Transition
from services.approvals.domain.requests.progress import Added, Signer, StepNow
from services.approvals.domain.requests.seat import Seat
from services.approvals.domain.routing import next_step
from services.approvals.domain.routing.segregation import in_step
from services.approvals.domain.routing.settlement import onward, settle

MOST_ADDED = 20  # in one step


def add_signers(seat: Seat, people: Sequence[UUID], how: str, mode: str, comment: str) -> Transition:
    """APP-74: a signer of the policy adds others before, after or beside himself; these add nobody."""
    context = seat.context
    step, signer = open_task(seat, "add_signer", comment)
    added = [signer for signer in step.signers if signer.added is not None and signer.kind is TaskKind.APPROVAL]
    if signer.added is not None or not people or len(added) + len(people) > MOST_ADDED:
        raise RuleViolation("APP-74", step=step.key, most=MOST_ADDED)
    group = Added(seat.task_id, how, mode, 1 + max((one.added.group for one in added if one.added), default=0))
    position = max(signer.position for signer in step.signers) + 1 if how == "beside" else signer.position
    newcomers = []
    context_of_step = in_step(seat.progress, context, step.key)
    for number, person in enumerate(dict.fromkeys(people)):
        must_be_able_to_take(step, context_of_step, person)
        one = newcomer(step, signer, person, group, context)
        newcomers.append(replace(one, position=position, task_id=step.next_task_id(position, number)))
    given = next_step.votes_given(seat.progress, context.policy)
    newcomers = [
        next_step.with_vote_given(one, given[one.person_id], context) if one.person_id in given else one
        for one in newcomers
    ]
    if how == "before":
        step = step.with_signer(replace(signer, state=TaskState.WAITING))
    return with_newcomers(seat, step, newcomers, how, comment)


def remove_signer(seat: Seat, comment: str) -> Transition:
    """APP-56: who was added and has not voted is removed by the one who added him; the policy's signers never."""
    step, signer = seat.find_task()
    if signer.added is None or signer.kind is TaskKind.COPY:
        raise RuleViolation("APP-56", step=step.key)
    inviters = {one.position for one in step.signers if one.task_id == signer.added.by}
    may_remove = {signer.person_id for signer in step.signers if signer.position in inviters and signer.added is None}
    if seat.actor_id not in may_remove:
        raise Forbidden("remove_signer")
    if signer.state is not TaskState.WAITING:
        must_be_open(seat.progress, step, signer)
    gone = replace(signer, state=TaskState.CLOSED, comment=comment, decided_at=seat.context.now)
    step = step.with_signer(gone)
    transition = Transition(seat.progress.with_step(step), (Removed(step, gone, "removed"),))
    return onward(transition.then(settle(transition.progress, seat.context, step.key)), seat.context)


def newcomer(step: StepNow, by: Signer, person: UUID, added: Added, context: Context) -> Signer:
    """At the position of the one who adds him, until he is given another."""
    name = context.people.name_of(by.person_id)
    return Signer(
        task_id=step.next_task_id(by.position), person_id=person, position=by.position, state=TaskState.WAITING,
        why=Why(code=f"signer.{added.how}", params={"name": name}), opened_at=context.now, added=added,
        weight=by.weight, rule=by.rule, need=by.need,
    )  # fmt: skip


def with_newcomers(seat: Seat, step: StepNow, newcomers: Sequence[Signer], how: str, comment: str) -> Transition:
    step = replace(step, signers=(*step.signers, *newcomers))
    known = {one.task_id for one in newcomers}
    transition = Transition(seat.progress.with_step(step))
    transition = transition.then(settle(transition.progress, seat.context, step.key))
    now = transition.progress.step(step.key) or step
    added = SignersAdded(now, how, tuple(signer for signer in now.signers if signer.task_id in known), comment)
    return onward(Transition(transition.progress, (added, *transition.events), transition.gone), seat.context)
