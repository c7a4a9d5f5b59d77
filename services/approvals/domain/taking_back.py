"""May a signer take back what he has said, and what is undone then?"""

from dataclasses import replace
from uuid import UUID

from messages.approvals.parts import Why
from messages.approvals.states import RequestState, StepState, TaskKind, TaskState
from messages.errors import Forbidden, Refused
from services.approvals.domain import opening, route, voting
from services.approvals.domain.policy import Policy, find_step
from services.approvals.domain.rescuing import asked_again
from services.approvals.domain.resolving import Asked
from services.approvals.domain.standing import (
    Act,
    RoundBegun,
    Ruling,
    Signer,
    Standing,
    StepEnded,
    StepNow,
    StepStarted,
    TakenBack,
    step_id,
    task_id,
)  # fmt: skip
from services.approvals.domain.verbs import SAID, find_task, next_task


def take_back(standing: Standing, policy: Policy, asked: Asked, task: UUID, actor: UUID, comment: str) -> Ruling:
    """APP-54: one's own word can be taken back while the request goes on and nobody has decided after it."""
    step, signer = find_task(standing, task)
    person = asked.people.persons.get(actor)
    if signer.person_id != actor or person is None or not asked.may_sign(person, policy):
        raise Forbidden("take_back")
    own = signer.state is TaskState.DONE and signer.verdict in SAID and signer.why.code != "signer.already"
    if not own or standing.state is not RequestState.PENDING or "take_back" not in find_step(policy, step.key).may:
        raise Refused("APP-54", request=standing.state.value, step=step.state.value, task=signer.state.value)
    touched = {step.key} | {each.key for each in standing.steps if _counts_in(each, actor)}
    later = frozenset[str]().union(*(route.from_step(policy.route, key) for key in touched))
    if step.state is StepState.KEPT or any(
        _decided_after(each, signer) for each in standing.steps if each.key in later
    ):
        raise Refused("APP-54", request=standing.state.value, step=step.state.value, task="later")
    if step.state is StepState.OPEN and touched == {step.key}:
        return _within(standing, policy, asked, step, signer, comment)
    return _reopened(standing, policy, asked, signer, later, comment)


def may_take_back(standing: Standing, policy: Policy, asked: Asked, task: UUID, actor: UUID) -> bool:
    try:
        take_back(standing, policy, asked, task, actor, "")
    except (Refused, Forbidden):
        return False
    return True


def _counts_in(step: StepNow, person: UUID) -> bool:
    return any(one.person_id == person and one.why.code == "signer.already" for one in step.signers)


def _decided_after(step: StepNow, signer: Signer) -> bool:
    said = [one for one in step.signers if one.verdict in SAID and one.why.code != "signer.already"]
    said = [one for one in said if one.state is TaskState.DONE and one.task_id != signer.task_id]
    return any((one.decided_at or one.opened_at) >= (signer.decided_at or signer.opened_at) for one in said)


def _within(standing: Standing, policy: Policy, asked: Asked, step: StepNow, signer: Signer, comment: str) -> Ruling:
    """The step is still open: his task is given anew."""
    before = replace(signer, state=TaskState.CLOSED)
    why = Why(code="signer.took_back", params={"name": asked.people.name_of(signer.person_id)})
    anew = replace(
        signer, task_id=next_task(step, signer.position), state=TaskState.OPEN, verdict=None, comment="",
        decided_at=None, opened_at=asked.now, why=why, claimed=False, files=(),
    )  # fmt: skip
    placed = [each for s in step.signers for each in ((before, anew) if s.task_id == signer.task_id else (s,))]
    step = replace(step, signers=tuple(_turned_back(placed, anew, find_step(policy, step.key).mode.value)))
    return Ruling(standing.with_step(step), (TakenBack(step, before, comment),))


def _turned_back(signers: list[Signer], anew: Signer, mode: str) -> list[Signer]:
    """Whose turn came through his word waits again; whom that one had asked to handle it is asked no more."""

    def through_him(one: Signer) -> bool:
        if one.state is not TaskState.OPEN or (one.added is not None and one.added.how == "ask"):
            return False
        after = one.position == anew.position and one.added is not None and one.task_id != anew.task_id
        return after or (mode == "sequence" and one.position > anew.position)

    back = {True: TaskState.CLOSED, False: TaskState.WAITING}
    return [replace(one, state=back[one.kind is TaskKind.QUESTION]) if through_him(one) else one for one in signers]


def _reopened(
    standing: Standing, policy: Policy, asked: Asked, signer: Signer, later: frozenset[str], comment: str
) -> Ruling:
    """His word has carried the request on: the step, and what came of it, begins again in a new round."""
    first = find_task(standing, signer.task_id)[0]
    undone = replace(signer, state=TaskState.CLOSED)
    round = standing.round + 1
    gone: list[StepNow] = []
    acts: list[Act] = [TakenBack(first, undone, comment)]
    for step in standing.steps:
        if step.key in later:
            step = step.with_signer(undone) if step.key == first.key else step
            shut = opening.close(step, StepState.CLOSED, asked) if step.state is StepState.OPEN else step
            acts += [StepEnded(shut)] if shut is not step else []
            gone.append(shut)
    kept = tuple(step for step in standing.steps if step.key not in later)
    anew = _entered_again(first, signer, round, standing, policy, asked)
    standing = replace(standing, steps=(*kept, anew), round=round)
    begun = Ruling(standing, (*acts, RoundBegun(round, comment), StepStarted(anew)), tuple(gone))
    begun = begun.then(opening.advance(standing, policy, asked))
    for person in dict.fromkeys(one.person_id for one in anew.signers if one.person_id):
        begun = begun.then(asked_again(begun.standing, policy, asked, person))
    return begun


def _entered_again(
    step: StepNow, signer: Signer, round: int, standing: Standing, policy: Policy, asked: Asked
) -> StepNow:
    """The same signers; the others' words before his still count, all else is asked again."""
    rule = find_step(policy, step.key)
    fresh = opening.entered(rule, step.branch, replace(standing, round=round), policy, asked)
    id = step_id(standing.request_id, round, step.key)
    signers: list[Signer] = []
    turns: dict[int, int] = {}
    ids: dict[UUID, UUID] = {}
    for one in (each for each in step.signers if each.kind not in voting.WORDLESS):
        spoke = one.state is TaskState.DONE and one.verdict in SAID and one.task_id != signer.task_id
        settled_away = one.state is not TaskState.DONE and one.verdict is None and one.decided_at is None
        if one.task_id == signer.task_id or spoke or settled_away:
            turn = turns[one.position] = turns.get(one.position, -1) + 1
            ids[one.task_id] = task_id(id, one.position, turn)
            moved = replace(one, task_id=task_id(id, one.position, turn), opened_at=asked.now, claimed=False)
            waits = replace(moved, state=TaskState.WAITING, verdict=None, comment="", decided_at=None, files=())
            signers.append(opening.already(moved, one.verdict, asked) if spoke and one.verdict else waits)
    signers = [replace(s, added=replace(s.added, by=ids.get(s.added.by, id))) if s.added else s for s in signers]
    return replace(fresh, signers=voting.next_turn(rule.mode, tuple(signers), asked.now), passed_over=step.passed_over)
