"""Whose turn has come in a step that was open already?"""

from messages.approvals.states import TaskState
from services.approvals.domain.standing import Handed, Ruling, Signer, Standing, StepNow, StepStarted


def turns(before: Standing, ruling: Ruling) -> list[tuple[StepNow, Signer]]:
    """APP-75: whose task opens later than its step is told so, once for each time; not who was handed it just now."""
    told = {one.task_id for step in before.steps for one in step.open_signers()}
    for act in ruling.acts:
        if isinstance(act, StepStarted):
            told |= {one.task_id for one in act.step.open_signers()}
        elif isinstance(act, Handed) and act.after.state is TaskState.OPEN:
            told.add(act.after.task_id)
    steps = ruling.standing.steps
    return [(step, one) for step in steps for one in step.open_signers() if one.task_id not in told]
