"""What becomes of the tasks of somebody who leaves or is away, and how does an operator free a request?"""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from messages.approvals.parts import Why
from messages.approvals.states import RequestState, StepState, TaskKind, TaskState
from messages.errors import Refused
from services.approvals.domain import route
from services.approvals.domain.opening import advance, already, already_said, close, entered
from services.approvals.domain.policy import Policy, find_step, steps_of
from services.approvals.domain.resolving import Asked, signers_of
from services.approvals.domain.segregating import in_step
from services.approvals.domain.standing import (
    YES,
    Act,
    BroughtIn,
    Removed,
    Rescued,
    RoundBegun,
    Ruling,
    Signer,
    Standing,
    StepEnded,
    StepNow,
)  # fmt: skip
from services.approvals.domain.verbs import LIVE, SAID, hand_on, is_asked, next_task, onward, settle

Freeing = Callable[[Standing, Policy, Asked, UUID, str, str], Ruling]


def relieve(
    standing: Standing, policy: Policy, asked: Asked, person: UUID, reason: str, to: UUID | None = None
) -> Ruling:
    """APP-66: the open tasks of a leaver go to the one named, else to his superior, else to the rescue, all at once."""
    ruling = Ruling(standing)
    for step in standing.steps:
        mine = [one for one in step.signers if one.person_id == person and one.state in LIVE]
        if standing.state is not RequestState.PENDING or step.state is not StepState.OPEN:
            continue
        for signer in mine:
            now = ruling.standing.step(step.key)
            if now is not None and now.state is StepState.OPEN:
                ruling = ruling.then(_relieved(ruling.standing, policy, asked, now, signer, reason, to))
        if mine:
            ruling = ruling.then(settle(ruling.standing, policy, asked, step.key))
    return onward(ruling, policy, asked)


def substitute(standing: Standing, policy: Policy, asked: Asked, person: UUID) -> Ruling:
    """APP-67: when an absence begins, the open tasks go to the substitute, if that one may sign; else they stay."""
    to = asked.people.substitute_of(person, asked.now)
    taker = asked.people.persons.get(to) if to else None
    if taker is None or not asked.may_sign(taker, policy):
        return Ruling(standing)
    return relieve(standing, policy, asked, person, "substituted", taker.id)


def asked_again(standing: Standing, policy: Policy, asked: Asked, person: UUID) -> Ruling:
    """His earlier word counts no more: his new task is moved on at once if he has left or is away since."""
    if not asked.people.persons[person].active:
        return relieve(standing, policy, asked, person, "handed_over")
    return substitute(standing, policy, asked, person)


def _relieved(
    standing: Standing, policy: Policy, asked: Asked, step: StepNow, signer: Signer, reason: str, to: UUID | None
) -> Ruling:
    here = in_step(standing, policy, asked, step.key)
    taker = _taker(signer, policy, here, to)
    if reason == "substituted" and to in here.barred:
        return Ruling(standing)  # it stays with him
    if signer.kind is TaskKind.QUESTION:
        if reason == "substituted":
            return Ruling(standing)  # a question is for him; it waits
        return _sent_away(standing, asked, step, signer)
    if taker is None:
        return _to_the_rescue(standing, policy, asked, step, signer)
    if is_asked(step, taker):
        return _sent_away(standing, asked, step, signer)
    return hand_on(standing, policy, asked, step, signer, taker, "", reason=reason)


def _taker(signer: Signer, policy: Policy, asked: Asked, to: UUID | None) -> UUID | None:
    person = asked.people.persons.get(signer.person_id) if signer.person_id else None
    named = asked.people.persons.get(to) if to else None
    found = [named] if named else []
    found += asked.people.managers_above(person) if person else []
    return next((one.id for one in found if one.id != signer.person_id and asked.may_sign(one, policy)), None)


def _sent_away(standing: Standing, asked: Asked, step: StepNow, signer: Signer) -> Ruling:
    gone = replace(signer, state=TaskState.CLOSED, decided_at=asked.now)
    step = step.with_signer(gone)
    return Ruling(standing.with_step(step), (Removed(step, gone, "left"),))


def _to_the_rescue(standing: Standing, policy: Policy, asked: Asked, step: StepNow, signer: Signer) -> Ruling:
    gone = replace(signer, state=TaskState.CLOSED, decided_at=asked.now)
    task = replace(
        signer, task_id=next_task(step, signer.position), person_id=None, kind=TaskKind.RESCUE, claimed=False,
        role=policy.no_signer.to.role or "admin", why=Why(code="signer.rescue"), opened_at=asked.now,
    )  # fmt: skip
    placed = (each for s in step.signers for each in ((gone, task) if s.task_id == gone.task_id else (s,)))
    step = replace(step, signers=tuple(placed))
    return Ruling(standing.with_step(step), (Removed(step, gone, "left"),))


# ---- the operator ----


def resolve_again(standing: Standing, policy: Policy, asked: Asked, actor: UUID, key: str, comment: str) -> Ruling:
    """APP-71: an operator has the signers of an open step found again; who has spoken or was brought in stays."""
    _may_free(standing, policy, asked, actor, comment)
    step = standing.step(key)
    if step is None or step.state is not StepState.OPEN:
        raise Refused("APP-71", step=key)
    here = in_step(standing, policy, asked, key)
    chosen = {one.person_id: one for one in signers_of(find_step(policy, key).signers, policy, here).chosen}
    gone = [one for one in step.signers if _is_replaced(one, set(chosen))] if chosen else []
    gone += [one for one in step.signers if _was_to_report(one, {signer.position for signer in gone})]
    for signer in gone:
        step = step.with_signer(replace(signer, state=TaskState.CLOSED, decided_at=asked.now))
    place = 1 + max(one.position for one in step.signers)
    new = []
    said = already_said(standing, policy)
    for number, one in enumerate(each for each in chosen.values() if not is_asked(step, each.person_id)):
        signer = Signer(
            task_id=next_task(step, place + number), person_id=one.person_id, position=place + number,
            state=TaskState.WAITING, why=one.why, opened_at=asked.now, on_behalf_of=one.on_behalf_of,
            weight=one.weight, rule=one.rule, need=one.need,
        )  # fmt: skip
        new.append(already(signer, said[one.person_id], asked) if one.person_id in said else signer)
    step = replace(step, signers=(*step.signers, *new))
    acts: list[Act] = [Rescued("resolved", key, comment), *(Removed(step, one, "left") for one in gone)]
    settled = settle(standing.with_step(step), policy, asked, key)
    now = settled.standing.step(key) or step
    known = {one.task_id for one in new}
    acts += [BroughtIn(now, "resolved", tuple(s for s in now.signers if s.task_id in known))] if new else []
    return onward(Ruling(settled.standing, (*acts, *settled.acts)), policy, asked)


def _was_to_report(signer: Signer, places: set[int]) -> bool:
    """He was to handle it for one who is asked no more."""
    delegated = signer.added is not None and signer.added.how == "delegate"
    return delegated and signer.state in LIVE and signer.position in places


def _is_replaced(signer: Signer, chosen: set[UUID]) -> bool:
    fixed = signer.added is not None or signer.verdict in SAID
    return signer.state in LIVE and not fixed and signer.person_id not in chosen


def move(standing: Standing, policy: Policy, asked: Asked, actor: UUID, key: str, comment: str) -> Ruling:
    """APP-72: an operator moves a stuck request to a step; what lies before it counts as passed, and it is written."""
    _may_free(standing, policy, asked, actor, comment)
    branches = {step.step: branch for branch, step in steps_of(policy.route)}
    if key not in branches:
        raise Refused("APP-72", step=key)
    redone = route.from_step(policy.route, key)
    standing = replace(standing, round=standing.round + 1)
    why = Why(code="rescue.moved", params={"name": asked.people.name_of(actor)})
    acts: list[Act] = [Rescued("moved", key, comment), RoundBegun(standing.round, comment)]
    gone = []
    for step in standing.steps:
        if step.key in redone:
            shut = close(step, StepState.CLOSED, asked) if step.state is StepState.OPEN else step
            acts += [StepEnded(shut)] if shut is not step else []
            gone.append(shut)
    standing = replace(standing, steps=tuple(step for step in standing.steps if step.key not in redone))
    for branch, rule in steps_of(policy.route):
        if not route.precedes(policy.route, rule.step, key):
            continue
        now = standing.step(rule.step)
        if now is None or now.state not in YES:
            now = now or entered(rule, branch, standing, policy, asked)
            passed = replace(close(now, StepState.PASSED, asked), why=why)
            standing = standing.with_step(passed)
            acts.append(StepEnded(passed))
    ruling = Ruling(standing, tuple(acts), tuple(gone))
    return ruling.then(advance(ruling.standing, policy, asked))


def _may_free(standing: Standing, policy: Policy, asked: Asked, actor: UUID, comment: str) -> None:
    """APP-73: an operator frees only what is pending and not his own, and says why."""
    person = asked.people.persons.get(actor)
    own = actor == standing.requester_id or actor in standing.prepared_by
    if person is None or own or not comment or standing.state is not RequestState.PENDING:
        raise Refused("APP-73", request=standing.state.value)
