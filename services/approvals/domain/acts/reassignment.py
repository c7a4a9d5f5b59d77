"""What becomes of the tasks of somebody who leaves or is away?"""

from dataclasses import replace
from uuid import UUID

from messages.approvals.parts import Why
from messages.approvals.states import RequestState, StepState, TaskKind, TaskState
from services.approvals.domain.acts.transfer import reassign_task
from services.approvals.domain.requests.context import Context
from services.approvals.domain.requests.events import Removed, Transition
from services.approvals.domain.requests.progress import LIVE, RequestProgress, Signer, StepNow
from services.approvals.domain.requests.voting import is_asked
from services.approvals.domain.routing.segregation import in_step
from services.approvals.domain.routing.settlement import onward, settle


def reassign(
    progress: RequestProgress, context: Context, person: UUID, reason: str, to: UUID | None = None
) -> Transition:
    """APP-66: the open tasks of a leaver go to the one named, else to his superior, else to the rescue, all at once."""
    transition = Transition(progress)
    for step in progress.steps:
        mine = [signer for signer in step.signers if signer.person_id == person and signer.state in LIVE]
        if progress.state is not RequestState.PENDING or step.state is not StepState.OPEN:
            continue
        for signer in mine:
            now = transition.progress.step(step.key)
            if now is not None and now.state is StepState.OPEN:
                moved = _reassigned(transition.progress, context, now, signer, reason=reason, to=to)
                transition = transition.then(moved)
        if mine:
            transition = transition.then(settle(transition.progress, context, step.key))
    return onward(transition, context)


def substitute(progress: RequestProgress, context: Context, person: UUID) -> Transition:
    """APP-67: when an absence begins, the open tasks go to the substitute, if that one may sign; else they stay."""
    to = context.people.substitute_of(person, context.now)
    taker = context.people.persons.get(to) if to else None
    if taker is None or not context.may_sign(taker):
        return Transition(progress)
    return reassign(progress, context, person, "substituted", taker.id)


def reopened_for(progress: RequestProgress, context: Context, person: UUID) -> Transition:
    """His earlier vote counts no more: his new task is moved on at once if he has left or is away since."""
    if not context.people.persons[person].active:
        return reassign(progress, context, person, "handed_over")
    return substitute(progress, context, person)


def _reassigned(
    progress: RequestProgress, context: Context, step: StepNow, signer: Signer, *, reason: str, to: UUID | None
) -> Transition:
    context_of_step = in_step(progress, context, step.key)
    taker = _new_signer(signer, context_of_step, to)
    if reason == "substituted" and to in context_of_step.barred:
        return Transition(progress)  # it stays with him
    if signer.kind is TaskKind.QUESTION:
        if reason == "substituted":
            return Transition(progress)  # a question is for him; it waits
        return _removed(progress, context, step, signer)
    if taker is None:
        return _to_rescue_role(progress, context, step, signer)
    if is_asked(step.signers, taker):
        return _removed(progress, context, step, signer)
    return reassign_task(progress, context, step, signer, taker, reason=reason)


def _new_signer(signer: Signer, context: Context, to: UUID | None) -> UUID | None:
    person = context.people.persons.get(signer.person_id) if signer.person_id else None
    named = context.people.persons.get(to) if to else None
    found = [named] if named else []
    found += context.people.managers_above(person) if person else []
    return next((one.id for one in found if one.id != signer.person_id and context.may_sign(one)), None)


def _removed(progress: RequestProgress, context: Context, step: StepNow, signer: Signer) -> Transition:
    gone = replace(signer, state=TaskState.CLOSED, decided_at=context.now)
    step = step.with_signer(gone)
    return Transition(progress.with_step(step), (Removed(step, gone, "left"),))


def _to_rescue_role(progress: RequestProgress, context: Context, step: StepNow, signer: Signer) -> Transition:
    gone = replace(signer, state=TaskState.CLOSED, decided_at=context.now)
    task = replace(
        signer, task_id=step.next_task_id(signer.position), person_id=None, kind=TaskKind.RESCUE, claimed=False,
        role=context.policy.no_signer.to.role or "admin", why=Why(code="signer.rescue"), opened_at=context.now,
    )  # fmt: skip
    step = step.with_task_after(gone, task)
    return Transition(progress.with_step(step), (Removed(step, gone, "left"),))
