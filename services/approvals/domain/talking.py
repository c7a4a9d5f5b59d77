"""What may be said about a request without deciding: comments, copies, a nudge?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from messages.approvals.parts import Why
from messages.approvals.states import RequestState, StepState, TaskKind, TaskState
from messages.errors import Refused
from messages.files import Attachment
from services.approvals.domain.resolving import Asked
from services.approvals.domain.standing import BroughtIn, Commented, Nudged, Ruling, Signer, Standing
from services.approvals.domain.verbs import next_task

BETWEEN_NUDGES = timedelta(hours=4)
MOST_COPIES = 50


def comment(
    standing: Standing, asked: Asked, actor: UUID, said: str, mentions: Sequence[UUID], files: Sequence[Attachment] = ()
) -> Ruling:
    """APP-63: whoever may see a request may say something about it, also when it has ended, to others who may."""
    unknown = [one for one in mentions if one not in asked.people.persons]
    if not said or unknown:
        raise Refused("APP-63", name=str(unknown[0]) if unknown else "")
    return Ruling(standing, (Commented(actor, said, tuple(mentions), tuple(files)),))


def nudge(standing: Standing, asked: Asked, said: str) -> Ruling:
    """APP-61: who keeps others waiting is reminded by hand, at most every four hours a step."""
    if standing.state is not RequestState.PENDING:
        raise Refused("APP-3", request=standing.state.value, step="", task=TaskState.CLOSED.value)
    waited = [step for step in standing.steps if step.state is StepState.OPEN]
    due = [step for step in waited if step.nudged_at is None or step.nudged_at + BETWEEN_NUDGES <= asked.now]
    if not due:
        again = min(step.nudged_at for step in waited if step.nudged_at) + BETWEEN_NUDGES
        raise Refused("APP-61", at=again.isoformat())
    ruling = Ruling(standing)
    for step in due:
        nudged = replace(step, nudged_at=asked.now)
        told = Ruling(ruling.standing.with_step(nudged), (Nudged(nudged, nudged.open_signers(), said),))
        ruling = ruling.then(told)
    return ruling


def copy(standing: Standing, asked: Asked, actor: UUID, people: Sequence[UUID], said: str) -> Ruling:
    """APP-62: who asked for it or signs it may give others a copy to read; reading is all they may."""
    wrong = next((one for one in people if (p := asked.people.persons.get(one)) is None or not p.active), None)
    if not standing.steps or wrong is not None or not people:
        raise Refused("APP-62", name=asked.people.name_of(wrong) or str(wrong or ""))
    step = standing.steps[-1]
    signers = (one for each in standing.steps for one in each.signers)
    have = {one.person_id for one in signers if one.kind is TaskKind.COPY}
    if len(have) + len(people) > MOST_COPIES:
        raise Refused("APP-62", name=str(MOST_COPIES))
    new = [one for one in dict.fromkeys(people) if one not in have]
    why = Why(code="signer.copy", params={"name": asked.people.name_of(actor)})
    copies = tuple(
        Signer(
            task_id=next_task(step, 0, number), person_id=one, position=0, state=TaskState.CLOSED, why=why,
            opened_at=asked.now, kind=TaskKind.COPY,
        )
        for number, one in enumerate(new)
    )  # fmt: skip
    if not copies:
        return Ruling(standing)
    step = replace(step, signers=(*step.signers, *copies))
    return Ruling(standing.with_step(step), (BroughtIn(step, "copy", copies, said),))
