"""May a signer take his vote back, and what is undone then?"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from messages.approvals.parts import Why
from messages.approvals.states import RequestState, StepState, TaskKind, TaskState
from messages.errors import Forbidden, RuleViolation
from services.approvals.domain.acts.reassignment import reopened_for
from services.approvals.domain.policies import route
from services.approvals.domain.policies.policy import Mode, find_step
from services.approvals.domain.requests import voting
from services.approvals.domain.requests.events import (
    DomainEvent,
    RoundBegun,
    StepEnded,
    StepStarted,
    TakenBack,
    Transition,
)
from services.approvals.domain.requests.progress import Signer, StepNow, step_id, task_id
from services.approvals.domain.requests.seat import Seat
from services.approvals.domain.routing import next_step


def take_back(seat: Seat, comment: str) -> Transition:
    """APP-54: one's own vote can be taken back while the request goes on and nobody has decided after it."""
    progress, policy = seat.progress, seat.context.policy
    step, signer = seat.find_task()
    person = seat.context.people.persons.get(seat.actor_id)
    if signer.person_id != seat.actor_id or person is None or not seat.context.may_sign(person):
        raise Forbidden("take_back")
    own = signer.state is TaskState.DONE and signer.verdict in voting.VOTED and signer.why.code != "signer.already"
    if not own or progress.state is not RequestState.PENDING or "take_back" not in find_step(policy, step.key).may:
        raise RuleViolation("APP-54", request=progress.state.value, step=step.state.value, task=signer.state.value)
    touched = {step.key} | {step.key for step in progress.steps if _counts_in(step, seat.actor_id)}
    later = frozenset[str]().union(*(route.from_step(policy.route, key) for key in touched))
    if step.state is StepState.KEPT or any(
        _decided_after(step, signer) for step in progress.steps if step.key in later
    ):
        raise RuleViolation("APP-54", request=progress.state.value, step=step.state.value, task="later")
    if step.state is StepState.OPEN and touched == {step.key}:
        return _within(seat, step, signer, comment)
    return _reopened(seat, signer, later, comment)


def may_take_back(seat: Seat) -> bool:
    try:
        take_back(seat, "")
    except (RuleViolation, Forbidden):
        return False
    return True


def _counts_in(step: StepNow, person: UUID) -> bool:
    return any(signer.person_id == person and signer.why.code == "signer.already" for signer in step.signers)


def _decided_after(step: StepNow, signer: Signer) -> bool:
    voted = [
        signer for signer in step.signers if signer.verdict in voting.VOTED and signer.why.code != "signer.already"
    ]
    voted = [one for one in voted if one.state is TaskState.DONE and one.task_id != signer.task_id]
    return any((one.decided_at or one.opened_at) >= (signer.decided_at or signer.opened_at) for one in voted)


def _within(seat: Seat, step: StepNow, signer: Signer, comment: str) -> Transition:
    """The step is still open: his task is given anew."""
    context = seat.context
    before = replace(signer, state=TaskState.CLOSED)
    why = Why(code="signer.took_back", params={"name": context.people.name_of(signer.person_id)})
    anew = replace(
        signer, task_id=step.next_task_id(signer.position), state=TaskState.OPEN, verdict=None, comment="",
        decided_at=None, opened_at=context.now, why=why, claimed=False, files=(),
    )  # fmt: skip
    step = step.with_task_after(before, anew)
    mode = find_step(context.policy, step.key).mode
    step = replace(step, signers=tuple(_turns_undone(step.signers, anew, mode)))
    return Transition(seat.progress.with_step(step), (TakenBack(step, before, comment),))


def _turns_undone(signers: Sequence[Signer], anew: Signer, mode: Mode) -> list[Signer]:
    """Whose turn came through his vote waits again; whom that one had asked to handle it is asked no more."""

    def through_him(one: Signer) -> bool:
        if one.state is not TaskState.OPEN or (one.added is not None and one.added.how == "ask"):
            return False
        after = one.position == anew.position and one.added is not None and one.task_id != anew.task_id
        return after or (mode is Mode.SEQUENCE and one.position > anew.position)

    back = {True: TaskState.CLOSED, False: TaskState.WAITING}
    return [
        replace(signer, state=back[signer.kind is TaskKind.QUESTION]) if through_him(signer) else signer
        for signer in signers
    ]


def _reopened(seat: Seat, signer: Signer, later: frozenset[str], comment: str) -> Transition:
    """His vote has carried the request on: the step, and what came of it, begins again in a new round."""
    progress, context = seat.progress, seat.context
    first, _ = seat.find_task()
    undone = replace(signer, state=TaskState.CLOSED)
    round = progress.round + 1
    gone: list[StepNow] = []
    events: list[DomainEvent] = [TakenBack(first, undone, comment)]
    for step in progress.steps:
        if step.key in later:
            step = step.with_signer(undone) if step.key == first.key else step
            shut = next_step.close(step, StepState.CLOSED, context) if step.state is StepState.OPEN else step
            events += [StepEnded(shut)] if shut is not step else []
            gone.append(shut)
    kept = tuple(step for step in progress.steps if step.key not in later)
    anew = _entered_again(seat, first, signer, round)
    progress = replace(progress, steps=(*kept, anew), round=round)
    begun = Transition(progress, (*events, RoundBegun(round, comment), StepStarted(anew)), tuple(gone))
    begun = begun.then(next_step.advance(progress, context))
    for person in dict.fromkeys(signer.person_id for signer in anew.signers if signer.person_id):
        begun = begun.then(reopened_for(begun.progress, context, person))
    return begun


def _entered_again(seat: Seat, step: StepNow, signer: Signer, round: int) -> StepNow:
    """The same signers; the others' votes before his still count, all else is asked again."""
    context = seat.context
    rule = find_step(context.policy, step.key)
    fresh = next_step.entered(rule, step.branch, replace(seat.progress, round=round), context)
    id = step_id(seat.progress.request_id, round, step.key)
    signers: list[Signer] = []
    turns: dict[int, int] = {}
    ids: dict[UUID, UUID] = {}
    for one in (signer for signer in step.signers if signer.kind not in voting.WITHOUT_VOTE):
        voted = one.state is TaskState.DONE and one.verdict in voting.VOTED and one.task_id != signer.task_id
        settled_away = one.state is not TaskState.DONE and one.verdict is None and one.decided_at is None
        if one.task_id == signer.task_id or voted or settled_away:
            turn = turns[one.position] = turns.get(one.position, -1) + 1
            ids[one.task_id] = task_id(id, one.position, turn)
            moved = replace(one, task_id=task_id(id, one.position, turn), opened_at=context.now, claimed=False)
            waits = replace(moved, state=TaskState.WAITING, verdict=None, comment="", decided_at=None, files=())
            signers.append(next_step.with_vote_given(moved, one.verdict, context) if voted and one.verdict else waits)
    signers = [replace(s, added=replace(s.added, by=ids.get(s.added.by, id))) if s.added else s for s in signers]
    return replace(fresh, signers=voting.next_turn(rule.mode, tuple(signers), context.now), skipped=step.skipped)
