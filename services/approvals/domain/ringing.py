"""What happens when a bell of a step rings?"""

from dataclasses import replace
from uuid import UUID

from messages.approvals.parts import Why
from messages.approvals.states import Outcome, RequestState, StepState, TaskKind, TaskState
from services.approvals.domain.adding import without_delegates
from services.approvals.domain.opening import advance, close, end
from services.approvals.domain.policy import Policy, SignerRule
from services.approvals.domain.resolving import Asked, signers_of
from services.approvals.domain.segregating import in_step
from services.approvals.domain.standing import Bell, Reminded, Ruling, Signer, Standing, StepEnded, StepNow
from services.approvals.domain.verbs import hand_on, is_asked, onward, settle


def ring(standing: Standing, policy: Policy, asked: Asked, key: str, round: int, rung: int) -> Ruling:
    """APP-33: a bell rings once, when its time has come, for the step as it was entered; else nothing changes."""
    ruling = Ruling(standing)
    while (bell := _due(ruling.standing, key, round, rung, asked)) is not None:
        step = ruling.standing.step(key)
        assert step is not None
        step = replace(step, rung=step.rung + 1)
        rung_once = Ruling(ruling.standing.with_step(step), ruling.acts, ruling.gone)
        ruling = rung_once.then(_act(rung_once.standing, policy, asked, step, bell))
    return ruling


def _due(standing: Standing, key: str, round: int, rung: int, asked: Asked) -> Bell | None:
    step = standing.step(key)
    if standing.state is not RequestState.PENDING or step is None:
        return None
    if step.state is not StepState.OPEN or step.round != round or step.rung > rung or step.rung >= len(step.bells):
        return None
    bell = step.bells[step.rung]
    return bell if bell.at <= asked.now else None


def _act(standing: Standing, policy: Policy, asked: Asked, step: StepNow, bell: Bell) -> Ruling:
    if bell.does == "escalate":
        return _escalate(standing, policy, asked, step, bell)
    if bell.does == "remind":
        return Ruling(standing, (Reminded(step, step.rung - 1, step.open_signers()),))
    state = StepState.PASSED if bell.does == "pass" else StepState.REJECTED
    shut = replace(close(step, state, asked), why=Why(code=f"timeout.{bell.does}"))
    ruling = Ruling(standing.with_step(shut), (StepEnded(shut),))
    if state is StepState.REJECTED:
        return ruling.then(end(ruling.standing, Outcome.REJECTED, "", asked))
    return ruling.then(advance(ruling.standing, policy, asked))


def _escalate(standing: Standing, policy: Policy, asked: Asked, step: StepNow, bell: Bell) -> Ruling:
    """APP-34: who has not answered in time is replaced by the superior, or by whom the policy names."""
    step = without_delegates(step, policy, asked)
    ruling = Ruling(standing.with_step(step))
    for signer in step.open_signers():
        if signer.kind is TaskKind.QUESTION:
            continue
        to = _taker(signer, policy, in_step(ruling.standing, policy, asked, step.key), bell)
        now = ruling.standing.step(step.key)
        assert now is not None
        if to is None or signer.person_id is None:
            ruling = ruling.then(Ruling(ruling.standing, (Reminded(now, now.rung - 1, (signer,)),)))
        elif is_asked(now, to):
            joined = now.with_signer(replace(signer, state=TaskState.CLOSED, decided_at=asked.now))
            ruling = ruling.then(Ruling(ruling.standing.with_step(joined)))
        else:
            ruling = ruling.then(hand_on(ruling.standing, policy, asked, now, signer, to, "", reason="escalated"))
    return onward(ruling.then(settle(ruling.standing, policy, asked, step.key)), policy, asked)


def _taker(signer: Signer, policy: Policy, asked: Asked, bell: Bell) -> UUID | None:
    if bell.to is not None:
        named = signers_of((SignerRule.model_validate(bell.to),), policy, asked).chosen
        return named[0].person_id if named else None
    person = asked.people.persons.get(signer.person_id) if signer.person_id else None
    above = asked.people.managers_above(person) if person else []
    return next((each.id for each in above if asked.may_sign(each, policy)), None)
