"""May this person do this with this task, now?"""

from collections.abc import Sequence

from messages.approvals.states import RequestState, StepState, TaskKind, TaskState
from messages.errors import Forbidden, RuleViolation
from messages.files import Attachment
from services.approvals.domain.acts.attachments import must_have_attached
from services.approvals.domain.policies.policy import Step, find_step
from services.approvals.domain.requests.progress import RequestProgress, Signer, StepNow
from services.approvals.domain.requests.seat import Seat
from services.approvals.domain.routing.segregation import in_step

Files = Sequence[Attachment]


def open_task(seat: Seat, verb: str, comment: str, files: Files = ()) -> tuple[StepNow, Signer]:
    """The person's own open task with its step; raises where he may not do this with it."""
    step, signer = seat.find_task()
    must_be_open(seat.progress, step, signer)
    if signer.person_id != seat.actor_id:
        raise Forbidden(verb)
    must_be_signer(seat, step)
    _must_be_decided(signer, verb)
    rule = find_step(seat.context.policy, step.key)
    _must_be_allowed(rule, verb)
    _must_say_why(rule, verb, comment)
    must_have_attached(rule, verb, files)
    return step, signer


def must_be_open(progress: RequestProgress, step: StepNow, signer: Signer) -> None:
    """APP-3: a task that is not open cannot be acted upon; the answer says how it is instead."""
    if progress.state is not RequestState.PENDING or step.state is not StepState.OPEN:
        raise RuleViolation("APP-3", request=progress.state.value, step=step.state.value, task=signer.state.value)
    if signer.state is not TaskState.OPEN:
        raise RuleViolation("APP-3", request=progress.state.value, step=step.state.value, task=signer.state.value)


def must_be_signer(seat: Seat, step: StepNow) -> None:
    context = seat.context
    person = context.people.persons.get(seat.actor_id)
    if person is None or not context.may_sign(person):
        raise RuleViolation("APP-1", name=context.people.name_of(seat.actor_id))
    if seat.actor_id in in_step(seat.progress, context, step.key).barred:
        raise RuleViolation("APP-77", name=person.name)


def _must_be_decided(signer: Signer, verb: str) -> None:
    """APP-60: a question is answered, never decided; a copy is only read."""
    if signer.kind is TaskKind.QUESTION:
        raise RuleViolation("APP-60", verb=verb)


def _must_be_allowed(step: Step, verb: str) -> None:
    """APP-6: only the verbs that the policy allows at this step."""
    if verb not in step.may and not (verb == "edit" and step.may_edit):
        raise RuleViolation("APP-6", verb=verb, step=step.step, step_name=step.called)


def _must_say_why(step: Step, verb: str, comment: str) -> None:
    """APP-5: some verbs need a reason: a no and a return, unless the policy says otherwise."""
    if verb in step.comment_required and not comment:
        raise RuleViolation("APP-5", verb=verb)
