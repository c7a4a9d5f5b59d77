"""What may a signer or the requester do to a request, and what follows from it?"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from messages.approvals.parts import Why
from messages.approvals.states import Outcome, RequestState, StepState, TaskKind, TaskState, Verdict
from messages.errors import Forbidden, Refused
from messages.files import Attachment
from services.approvals.domain import opening, route, voting
from services.approvals.domain.attaching import must_have_attached
from services.approvals.domain.opening import close, end
from services.approvals.domain.policy import Policy, Step, find_step
from services.approvals.domain.resolving import Asked
from services.approvals.domain.segregating import in_step
from services.approvals.domain.standing import (
    YES,
    Act,
    Handed,
    RoundBegun,
    Ruling,
    Signer,
    Standing,
    StepEnded,
    StepNow,
    Voted,
    task_id,
)  # fmt: skip

Files = Sequence[Attachment]
LIVE = (TaskState.OPEN, TaskState.WAITING)
SAID = (Verdict.APPROVE, Verdict.REJECT)


def approve(
    standing: Standing, policy: Policy, asked: Asked, task: UUID, actor: UUID, comment: str, files: Files = ()
) -> Ruling:
    step, signer = actionable(standing, policy, asked, task, actor, "approve", comment, files)
    voted = _spoken(signer, Verdict.APPROVE, comment, files, asked)
    return _said(standing, policy, asked, step, voted)


def reject(
    standing: Standing, policy: Policy, asked: Asked, task: UUID, actor: UUID, comment: str, files: Files = ()
) -> Ruling:
    """APP-32: a no that settles its step ends the request; the others' tasks are closed."""
    step, signer = actionable(standing, policy, asked, task, actor, "reject", comment, files)
    voted = _spoken(signer, Verdict.REJECT, comment, files, asked)
    return _said(standing, policy, asked, step, voted)


def _spoken(signer: Signer, verdict: Verdict, comment: str, files: Files, asked: Asked) -> Signer:
    return replace(
        signer, state=TaskState.DONE, verdict=verdict, comment=comment, decided_at=asked.now, files=tuple(files)
    )


def _said(standing: Standing, policy: Policy, asked: Asked, step: StepNow, voted: Signer) -> Ruling:
    again = _asked_again(standing, voted, policy)
    step = step.with_signer(voted)
    ruling = Ruling(standing.with_step(step), (Voted(step, voted, again),))
    ruling = ruling.then(settle(ruling.standing, policy, asked, step.key))
    if policy.duplicates == "once":
        ruling = _spread(ruling, policy, asked, voted)
    return onward(ruling, policy, asked, voted.comment)


def return_(
    standing: Standing, policy: Policy, asked: Asked, task: UUID, actor: UUID, comment: str, to_step: str | None,
    then: str | None = None, files: Files = (),
) -> Ruling:  # fmt: skip
    """APP-7: back to the requester, or to an earlier step of the same way; then that and all after it anew."""
    step, signer = actionable(standing, policy, asked, task, actor, "return", comment, files)
    may_begin_another_round(standing, policy)
    if to_step is not None and (standing.step(to_step) is None or not route.precedes(policy.route, to_step, step.key)):
        raise Refused("APP-7", step=step.key, to=to_step)
    straight = comes_straight_back(find_step(policy, step.key), then)
    voted = _spoken(signer, Verdict.RETURN, comment, files, asked)
    shut = close(step.with_signer(voted), StepState.RETURNED, asked)
    said = Voted(shut, voted, _asked_again(standing, signer, policy))
    ruling = Ruling(standing.with_step(shut), (said, StepEnded(shut)))
    if to_step is not None:
        return ruling.then(again_from(ruling.standing, policy, asked, to_step, comment, straight=straight))
    ended = end(ruling.standing, Outcome.RETURNED, comment, asked)
    resume = step.key if straight else None
    return ruling.then(Ruling(replace(ended.standing, resume=resume), ended.acts))


def may_begin_another_round(standing: Standing, policy: Policy) -> None:
    """APP-104: what has come back as often as the policy allows is decided, handed on, or moved by an operator."""
    if policy.max_rounds is not None and standing.round >= policy.max_rounds:
        raise Refused("APP-104", rounds=policy.max_rounds)


def comes_straight_back(step: Step, then: str | None) -> bool:
    """APP-68: after a return all steps are gone through again or it comes straight back; the policy says which."""
    if then is not None and step.after_return not in ("either", then):
        raise Refused("APP-68", step=step.step, then=then)
    return (then or step.after_return) == "back"


def _asked_again(standing: Standing, signer: Signer, policy: Policy) -> bool:
    """May this be a second word of the person in this round: by the policy, or since he took the first one back?"""
    words = (one for step in standing.steps for one in step.signers if one.person_id == signer.person_id)
    took_back = any(one.state is TaskState.CLOSED and one.verdict in SAID for one in words)
    return policy.duplicates != "once" or took_back


def transfer(
    standing: Standing, policy: Policy, asked: Asked, task: UUID, actor: UUID, to: UUID, comment: str
) -> Ruling:
    step, signer = find_task(standing, task)
    still_open(standing, step, signer)
    if signer.kind is TaskKind.RESCUE:
        _rescues(signer, actor, asked)
    else:
        step, signer = actionable(standing, policy, asked, task, actor, "transfer", comment)
    may_take(step, policy, in_step(standing, policy, asked, step.key), to)
    handed = hand_on(standing, policy, asked, step, signer, to, comment, reason="transferred")
    return onward(handed.then(settle(handed.standing, policy, asked, step.key)), policy, asked)


def hand_on(
    standing: Standing, policy: Policy, asked: Asked, step: StepNow, signer: Signer, to: UUID, comment: str,
    *, reason: str,
) -> Ruling:  # fmt: skip
    """The old task is closed and the new one stands in its place; who has spoken already need not again."""
    before = replace(
        signer, state=TaskState.CLOSED, comment=comment, decided_at=asked.now,
        verdict=Verdict.TRANSFER if reason == "transferred" else None,
    )  # fmt: skip
    why = Why(code=f"signer.{reason}", params={"name": asked.people.name_of(signer.person_id)})
    after = replace(
        signer, task_id=next_task(step, signer.position), person_id=to, why=why, opened_at=asked.now, claimed=False,
        kind=TaskKind.APPROVAL, role=None, on_behalf_of=signer.person_id if reason == "substituted" else None,
    )  # fmt: skip
    said = opening.already_said(standing, policy).get(to)
    after = opening.already(after, said, asked) if said else after
    placed = (each for s in step.signers for each in ((before, after) if s.task_id == before.task_id else (s,)))
    step = replace(step, signers=tuple(placed))
    return Ruling(standing.with_step(step), (Handed(step, before, after, reason),))


def next_task(step: StepNow, position: int, more: int = 0) -> UUID:
    """The id of the next task in this place; nothing is ever taken out of a step."""
    return task_id(step.step_id, position, sum(other.position == position for other in step.signers) + more)


def may_take(step: StepNow, policy: Policy, asked: Asked, to: UUID) -> None:
    """APP-10: a task goes to somebody who may sign and is not asked in this step already."""
    taker = asked.people.persons.get(to)
    if to in asked.barred:
        raise Refused("APP-77", name=asked.people.name_of(to))
    if taker is None or not asked.may_sign(taker, policy):
        raise Refused("APP-10", to=asked.people.name_of(to) or str(to))
    if is_asked(step, to):
        raise Refused("APP-10", to=taker.name)


def is_asked(step: StepNow, person: UUID) -> bool:
    voters = (one for one in step.signers if one.kind not in voting.WORDLESS and one.state is not TaskState.CLOSED)
    return any(one.person_id == person for one in voters)


def withdraw(standing: Standing, asked: Asked, actor: UUID, comment: str) -> Ruling:
    """APP-8: only what has not ended can be withdrawn, and only by the one who asked."""
    if actor != standing.requester_id:
        raise Forbidden("withdraw")
    if standing.state is RequestState.WITHDRAWN:
        return Ruling(standing)
    if standing.state not in (RequestState.PENDING, RequestState.RETURNED):
        raise Refused("APP-8", state=standing.state.value)
    return end(standing, Outcome.WITHDRAWN, comment, asked)


def settle(standing: Standing, policy: Policy, asked: Asked, key: str) -> Ruling:
    """The step ends when its signers have agreed; else the next turn is given."""
    step, rule = standing.step(key), find_step(policy, key)
    if step is None or step.state is not StepState.OPEN:
        return Ruling(standing)
    ended = voting.result(rule.mode, rule.quorum, step.signers)
    if ended is None:
        turned = replace(step, signers=voting.next_turn(rule.mode, step.signers, asked.now))
        return Ruling(standing.with_step(turned))
    shut = close(step, ended, asked)
    return Ruling(standing.with_step(shut), (StepEnded(shut),))


def _spread(ruling: Ruling, policy: Policy, asked: Asked, voted: Signer) -> Ruling:
    """One word is the person's word in every step that asks him now (APP-30)."""
    assert voted.verdict is not None
    for step in ruling.standing.steps:
        pending = [s for s in step.signers if s.person_id == voted.person_id and s.state in LIVE]
        if step.state is StepState.OPEN and pending:
            for signer in pending:
                step = step.with_signer(opening.already(signer, voted.verdict, asked))
            ruling = Ruling(ruling.standing.with_step(step), ruling.acts, ruling.gone)
            ruling = ruling.then(settle(ruling.standing, policy, asked, step.key))
    return ruling


def onward(ruling: Ruling, policy: Policy, asked: Asked, comment: str = "") -> Ruling:
    ended = [act for act in ruling.acts if isinstance(act, StepEnded)]
    if not ended:
        return ruling
    if any(act.step.state is StepState.REJECTED for act in ended):
        return ruling.then(end(ruling.standing, Outcome.REJECTED, comment, asked))
    return ruling.then(opening.advance(ruling.standing, policy, asked))


def again_from(
    standing: Standing, policy: Policy, asked: Asked, key: str, comment: str, *, straight: bool = False
) -> Ruling:
    """A new round: the step and all that follow it leave the live route; sibling branches go on. Straight: what has
    been agreed to in between stays agreed to."""
    redone = route.from_step(policy.route, key)
    stays = {step.key for step in standing.steps if straight and step.key != key and step.state in YES}
    gone = tuple(
        close(step, StepState.CLOSED, asked) if step.state is StepState.OPEN else step
        for step in standing.steps
        if step.key in redone - stays
    )
    acts: list[Act] = [StepEnded(step) for step in gone if standing.step(step.key) is not step]
    left = (step for step in standing.steps if step.key not in redone - stays)
    kept = tuple(replace(s, state=StepState.KEPT) if s.key in redone & stays else s for s in left)
    standing = replace(standing, steps=kept, round=standing.round + 1)
    begun = Ruling(standing, (*acts, RoundBegun(standing.round, comment)), gone)
    return begun.then(opening.advance(standing, policy, asked))


def _rescues(signer: Signer, actor: UUID, asked: Asked) -> None:
    """APP-35: a rescue task is handed on by anybody of its role; nobody decides it."""
    person = asked.people.persons.get(actor)
    if person is None or signer.role not in person.roles:
        raise Forbidden("transfer")


def find_task(standing: Standing, task: UUID) -> tuple[StepNow, Signer]:
    for step in standing.steps:
        for signer in step.signers:
            if signer.task_id == task:
                return step, signer
    raise Refused("APP-3", request=standing.state.value, step="", task=TaskState.CLOSED.value)


def actionable(
    standing: Standing, policy: Policy, asked: Asked, task: UUID, actor: UUID, verb: str, comment: str,
    files: Files = (),
) -> tuple[StepNow, Signer]:  # fmt: skip
    step, signer = find_task(standing, task)
    still_open(standing, step, signer)
    if signer.person_id != actor:
        raise Forbidden(verb)
    person = asked.people.persons.get(actor)
    if person is None or not asked.may_sign(person, policy):
        raise Refused("APP-1", name=asked.people.name_of(actor))
    if actor in in_step(standing, policy, asked, step.key).barred:
        raise Refused("APP-77", name=person.name)
    _decides(signer, verb)
    rule = find_step(policy, step.key)
    _allowed(rule, verb)
    _said_why(rule, verb, comment)
    must_have_attached(rule, verb, files)
    return step, signer


def still_open(standing: Standing, step: StepNow, signer: Signer) -> None:
    """APP-3: a task that is not open cannot be acted upon; the answer says what stands."""
    if standing.state is not RequestState.PENDING or step.state is not StepState.OPEN:
        raise Refused("APP-3", request=standing.state.value, step=step.state.value, task=signer.state.value)
    if signer.state is not TaskState.OPEN:
        raise Refused("APP-3", request=standing.state.value, step=step.state.value, task=signer.state.value)


def _decides(signer: Signer, verb: str) -> None:
    """APP-60: a question is answered, never decided; a copy is only read."""
    if signer.kind is TaskKind.QUESTION:
        raise Refused("APP-60", verb=verb)


def _allowed(step: Step, verb: str) -> None:
    """APP-6: only the verbs that the policy allows at this step."""
    if verb not in step.may and not (verb == "edit" and step.may_edit):
        raise Refused("APP-6", verb=verb, step=step.step)


def _said_why(step: Step, verb: str, comment: str) -> None:
    """APP-5: some verbs need a word of reason: a no and a return, unless the policy says otherwise."""
    if verb in step.comment_required and not comment:
        raise Refused("APP-5", verb=verb)
