"""How does one task come to another person?"""

from dataclasses import replace
from uuid import UUID

from messages.approvals.parts import Why
from messages.approvals.states import TaskKind, TaskState, Verdict
from messages.errors import Forbidden, RuleViolation
from services.approvals.domain.acts.permission import must_be_open, open_task
from services.approvals.domain.requests.context import Context
from services.approvals.domain.requests.events import Reassigned, Transition
from services.approvals.domain.requests.progress import RequestProgress, Signer, StepNow
from services.approvals.domain.requests.seat import Seat
from services.approvals.domain.requests.voting import is_asked
from services.approvals.domain.routing.next_step import votes_given, with_vote_given
from services.approvals.domain.routing.segregation import in_step
from services.approvals.domain.routing.settlement import onward, settle


def transfer(seat: Seat, to: UUID, comment: str) -> Transition:
    progress, context = seat.progress, seat.context
    step, signer = seat.find_task()
    must_be_open(progress, step, signer)
    if signer.kind is TaskKind.RESCUE:
        _must_be_rescuer(signer, seat)
    else:
        step, signer = open_task(seat, "transfer", comment)
    must_be_able_to_take(step, in_step(progress, context, step.key), to)
    moved = reassign_task(progress, context, step, signer, to, reason="transferred", comment=comment)
    return onward(moved.then(settle(moved.progress, context, step.key)), context)


def reassign_task(
    progress: RequestProgress, context: Context, step: StepNow, signer: Signer, to: UUID, *, reason: str,
    comment: str = "",
) -> Transition:  # fmt: skip
    """The old task is closed and the new one stands in its place; who has voted already need not again."""
    before = replace(
        signer, state=TaskState.CLOSED, comment=comment, decided_at=context.now,
        verdict=Verdict.TRANSFER if reason == "transferred" else None,
    )  # fmt: skip
    why = Why(code=f"signer.{reason}", params={"name": context.people.name_of(signer.person_id)})
    after = replace(
        signer, task_id=step.next_task_id(signer.position), person_id=to, why=why, opened_at=context.now,
        claimed=False, kind=TaskKind.APPROVAL, role=None,
        on_behalf_of=signer.person_id if reason == "substituted" else None,
    )  # fmt: skip
    given = votes_given(progress, context.policy).get(to)
    after = with_vote_given(after, given, context) if given else after
    step = step.with_task_after(before, after)
    return Transition(progress.with_step(step), (Reassigned(step, before, after, reason),))


def must_be_able_to_take(step: StepNow, context: Context, to: UUID) -> None:
    """APP-10: a task goes to somebody who may sign and is not asked in this step already."""
    taker = context.people.persons.get(to)
    if to in context.barred:
        raise RuleViolation("APP-77", name=context.people.name_of(to))
    if taker is None or not context.may_sign(taker):
        raise RuleViolation("APP-10", to=context.people.name_of(to) or str(to))
    if is_asked(step.signers, to):
        raise RuleViolation("APP-10", to=taker.name)


def _must_be_rescuer(signer: Signer, seat: Seat) -> None:
    """APP-35: a rescue task is transferred by anybody of its role; nobody decides it."""
    person = seat.context.people.persons.get(seat.actor_id)
    if person is None or signer.role not in person.roles:
        raise Forbidden("transfer")
