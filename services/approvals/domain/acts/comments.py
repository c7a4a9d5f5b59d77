"""What may be said about a request without deciding: comments, copies, a nudge?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from messages.approvals.parts import Why
from messages.approvals.states import RequestState, StepState, TaskKind, TaskState
from messages.errors import RuleViolation
from messages.files import Attachment
from services.approvals.domain.requests.context import Context
from services.approvals.domain.requests.events import Commented, Nudged, SignersAdded, Transition
from services.approvals.domain.requests.progress import RequestProgress, Signer

BETWEEN_NUDGES = timedelta(hours=4)
MOST_COPIES = 50


def comment(
    progress: RequestProgress,
    context: Context,
    actor: UUID,
    said: str,
    mentions: Sequence[UUID],
    *,
    files: Sequence[Attachment] = (),
) -> Transition:
    """APP-63: whoever may see a request may say something about it, also when it has ended, to others who may."""
    unknown = [mention for mention in mentions if mention not in context.people.persons]
    if not said or unknown:
        raise RuleViolation("APP-63", name=str(unknown[0]) if unknown else "")
    return Transition(progress, (Commented(actor, said, tuple(mentions), tuple(files)),))


def nudge(progress: RequestProgress, context: Context, said: str) -> Transition:
    """APP-61: who keeps others waiting is reminded by hand, at most every four hours a step."""
    if progress.state is not RequestState.PENDING:
        raise RuleViolation("APP-3", request=progress.state.value, step="", task=TaskState.CLOSED.value)
    waited = [step for step in progress.steps if step.state is StepState.OPEN]
    due = [step for step in waited if step.nudged_at is None or step.nudged_at + BETWEEN_NUDGES <= context.now]
    if not due:
        next_at = min(step.nudged_at for step in waited if step.nudged_at) + BETWEEN_NUDGES
        raise RuleViolation("APP-61", at=next_at.isoformat())
    transition = Transition(progress)
    for step in due:
        nudged = replace(step, nudged_at=context.now)
        again = Transition(transition.progress.with_step(nudged), (Nudged(nudged, nudged.open_signers(), said),))
        transition = transition.then(again)
    return transition


def copy(progress: RequestProgress, context: Context, actor: UUID, people: Sequence[UUID], said: str) -> Transition:
    """APP-62: who asked for it or signs it may give others a copy to read; reading is all they may."""
    wrong = next(
        (person for person in people if (p := context.people.persons.get(person)) is None or not p.active), None
    )
    if not progress.steps or wrong is not None or not people:
        raise RuleViolation("APP-62", name=context.people.name_of(wrong) or str(wrong or ""))
    step = progress.steps[-1]
    signers = (signer for step in progress.steps for signer in step.signers)
    have = {signer.person_id for signer in signers if signer.kind is TaskKind.COPY}
    if len(have) + len(people) > MOST_COPIES:
        raise RuleViolation("APP-62", name=str(MOST_COPIES))
    new = [fromkey for fromkey in dict.fromkeys(people) if fromkey not in have]
    why = Why(code="signer.copy", params={"name": context.people.name_of(actor)})
    copies = tuple(
        Signer(
            task_id=step.next_task_id(0, number), person_id=one, position=0, state=TaskState.CLOSED, why=why,
            opened_at=context.now, kind=TaskKind.COPY,
        )
        for number, one in enumerate(new)
    )  # fmt: skip
    if not copies:
        return Transition(progress)
    step = replace(step, signers=(*step.signers, *copies))
    return Transition(progress.with_step(step), (SignersAdded(step, "copy", copies, said),))
