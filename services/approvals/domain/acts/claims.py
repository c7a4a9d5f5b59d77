"""May one of several take a task for himself, and let it go again?"""

from dataclasses import replace

from messages.approvals.states import TaskKind, TaskState
from messages.errors import RuleViolation
from services.approvals.domain.acts.permission import open_task
from services.approvals.domain.policies.policy import Mode, find_step
from services.approvals.domain.requests import voting
from services.approvals.domain.requests.events import Claimed, Transition
from services.approvals.domain.requests.seat import Seat

NO_REASON_NEEDED = " "


def claim(seat: Seat) -> Transition:
    """APP-57: where one of several is enough, one may take it, and the others no longer see it until he lets it go."""
    step, signer = open_task(seat, "approve", NO_REASON_NEEDED)
    if signer.claimed:
        return Transition(seat.progress)
    others = [
        signer for signer in step.open_signers() if signer.kind is TaskKind.APPROVAL and signer.task_id != seat.task_id
    ]
    rule = find_step(seat.context.policy, step.key)
    if rule.mode is not Mode.ANY or not others:
        raise RuleViolation("APP-57", step=step.key, step_name=rule.called)
    for other in others:
        step = step.with_signer(replace(other, state=TaskState.WAITING))
    mine = replace(signer, claimed=True)
    step = step.with_signer(mine)
    return Transition(seat.progress.with_step(step), (Claimed(step, mine, True),))


def unclaim(seat: Seat) -> Transition:
    step, signer = open_task(seat, "approve", NO_REASON_NEEDED)
    if not signer.claimed:
        return Transition(seat.progress)
    mine = replace(signer, claimed=False)
    step = step.with_signer(mine)
    step = replace(step, signers=voting.next_turn(Mode.ANY, step.signers, seat.context.now))
    return Transition(seat.progress.with_step(step), (Claimed(step, mine, False),))
