"""Whose turn has come in a step that was open already?"""

from messages.approvals.states import TaskState
from services.approvals.domain.requests.events import Reassigned, StepStarted, Transition
from services.approvals.domain.requests.progress import RequestProgress, Signer, StepNow


def turns(before: RequestProgress, transition: Transition) -> list[tuple[StepNow, Signer]]:
    """APP-75: whose task opens later than its step is told so, once for each time; not who was handed it just now."""
    begun = {event.step.step_id: event.step.signers for event in transition.events if isinstance(event, StepStarted)}
    steps = [step for step in transition.progress.steps if begun.get(step.step_id) is not step.signers]
    now = [(step, signer) for step in steps for signer in step.open_signers()]
    if not now:
        return []
    told = {signer.task_id for step in before.steps for signer in step.open_signers()}
    for event in transition.events:
        if isinstance(event, StepStarted):
            told |= {signer.task_id for signer in event.step.open_signers()}
        elif isinstance(event, Reassigned) and event.after.state is TaskState.OPEN:
            told.add(event.after.task_id)
    return [(step, signer) for step, signer in now if signer.task_id not in told]
