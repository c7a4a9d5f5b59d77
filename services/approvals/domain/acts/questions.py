"""Whom may a signer ask, or have handle it, before he decides himself?"""

from dataclasses import replace
from uuid import UUID

from messages.approvals.states import TaskKind, TaskState, Verdict
from messages.errors import Forbidden, RuleViolation
from services.approvals.domain.acts.added_signers import newcomer, with_newcomers
from services.approvals.domain.acts.permission import must_be_open, open_task
from services.approvals.domain.acts.transfer import must_be_able_to_take
from services.approvals.domain.policies.policy import find_step
from services.approvals.domain.requests import voting
from services.approvals.domain.requests.context import Context
from services.approvals.domain.requests.events import Answered, SignersAdded, Transition
from services.approvals.domain.requests.progress import LIVE, Added, StepNow
from services.approvals.domain.requests.seat import Seat
from services.approvals.domain.routing.segregation import in_step
from services.approvals.domain.routing.settlement import settle


def delegate(seat: Seat, to: UUID, comment: str) -> Transition:
    """APP-58: somebody handles it and gives it back; his answer is advice, the signer himself decides."""
    step, signer = open_task(seat, "delegate", comment)
    must_be_able_to_take(step, in_step(seat.progress, seat.context, step.key), to)
    group = 1 + max((signer.added.group for signer in step.signers if signer.added), default=0)
    one = newcomer(step, signer, to, Added(seat.task_id, "delegate", "all", group), seat.context)
    step = step.with_signer(replace(signer, state=TaskState.WAITING))
    return with_newcomers(seat, step, [replace(one, kind=TaskKind.QUESTION)], "delegate", comment)


def ask(seat: Seat, to: UUID, comment: str) -> Transition:
    """APP-64: a signer may ask anybody who works here, the requester too; nothing waits for the answer."""
    people = seat.context.people
    step, signer = open_task(seat, "ask", comment)
    person = people.persons.get(to)
    if person is None or not person.active or to == seat.actor_id or not comment:
        raise RuleViolation("APP-64", to=people.name_of(to) or str(to))
    one = newcomer(step, signer, to, Added(seat.task_id, "ask"), seat.context)
    question = replace(one, kind=TaskKind.QUESTION, state=TaskState.OPEN)
    step = replace(step, signers=(*step.signers, question))
    return Transition(seat.progress.with_step(step), (SignersAdded(step, "ask", (question,), comment),))


def answer(seat: Seat, comment: str) -> Transition:
    """APP-65: only a question is answered, by the one who was asked, in words."""
    step, signer = seat.find_task()
    must_be_open(seat.progress, step, signer)
    if signer.person_id != seat.actor_id:
        raise Forbidden("answer")
    if signer.kind is not TaskKind.QUESTION or not comment:
        raise RuleViolation("APP-65")
    now = seat.context.now
    answered = replace(signer, state=TaskState.DONE, verdict=Verdict.ANSWER, comment=comment, decided_at=now)
    step = step.with_signer(answered)
    transition = Transition(seat.progress.with_step(step), (Answered(step, answered),))
    return transition.then(settle(transition.progress, seat.context, step.key))


def without_delegates(step: StepNow, context: Context) -> StepNow:
    """Who was to handle it has not: the signers themselves have it again."""
    signers = tuple(
        replace(signer, state=TaskState.CLOSED)
        if signer.state in LIVE and signer.added is not None and signer.added.how == "delegate"
        else signer
        for signer in step.signers
    )
    if signers == step.signers:
        return step
    return replace(step, signers=voting.next_turn(find_step(context.policy, step.key).mode, signers, context.now))
