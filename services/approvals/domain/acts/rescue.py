"""How does an operator free a request that is stuck?"""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from messages.approvals.parts import Why
from messages.approvals.states import RequestState, StepState, TaskState
from messages.errors import RuleViolation
from services.approvals.domain.policies import route
from services.approvals.domain.policies.policy import Step, find_step, names_of, steps_of
from services.approvals.domain.requests.context import Context
from services.approvals.domain.requests.events import (
    DomainEvent,
    Removed,
    Rescued,
    RoundBegun,
    SignersAdded,
    StepEnded,
    Transition,
)
from services.approvals.domain.requests.progress import LIVE, YES, RequestProgress, Signer, StepNow
from services.approvals.domain.requests.voting import VOTED, is_asked
from services.approvals.domain.routing.next_step import advance, close, entered, votes_given, with_vote_given
from services.approvals.domain.routing.segregation import in_step
from services.approvals.domain.routing.settlement import onward, settle
from services.approvals.domain.routing.signers import Chosen, signers_of
from services.approvals.domain.routing.vacancies import vacancies

Rescue = Callable[[RequestProgress, Context, UUID, str, str], Transition]


def resolve_again(progress: RequestProgress, context: Context, actor_id: UUID, key: str, comment: str) -> Transition:
    """APP-71: an operator has the signers of an open step found again; who has voted or was added stays."""
    _must_be_free_to_rescue(progress, context, actor_id, comment)
    step = progress.step(key)
    if step is None or step.state is not StepState.OPEN:
        raise RuleViolation("APP-71", step=key, step_name=names_of(context.policy, key))
    rule = find_step(context.policy, key)
    resolved = signers_of(rule.signers, in_step(progress, context, key), rule.quorum)
    chosen = {one.person_id: one for one in resolved.chosen}
    vacant = {vacancy.rule for vacancy in vacancies(rule, resolved)}
    replaced = [one for one in step.signers if _is_replaced(one, set(chosen)) and one.rule not in vacant]
    gone = replaced if chosen else []  # where nobody is found whoever sits there stays, in whichever group
    gone += [one for one in step.signers if _was_to_report(one, {signer.position for signer in gone})]
    for signer in gone:
        step = step.with_signer(replace(signer, state=TaskState.CLOSED, decided_at=context.now))
    step = replace(step, signers=tuple(_reseated(one, chosen, rule) for one in step.signers))
    free = 1 + max(signer.position for signer in step.signers)
    new = []
    given = votes_given(progress, context.policy)
    for position, one in enumerate((o for o in chosen.values() if not is_asked(step.signers, o.person_id)), free):
        signer = Signer(
            task_id=step.next_task_id(position), person_id=one.person_id, position=position, state=TaskState.WAITING,
            why=one.why, opened_at=context.now, on_behalf_of=one.on_behalf_of, weight=one.weight, rule=one.rule,
            need=one.need,
        )  # fmt: skip
        new.append(with_vote_given(signer, given[one.person_id], context) if one.person_id in given else signer)
    step = replace(step, signers=(*step.signers, *new))
    events: list[DomainEvent] = [Rescued("resolved", key, comment), *(Removed(step, one, "left") for one in gone)]
    settled = settle(progress.with_step(step), context, key)
    now = settled.progress.step(key) or step
    known = {one.task_id for one in new}
    events += [SignersAdded(now, "resolved", tuple(s for s in now.signers if s.task_id in known))] if new else []
    return onward(Transition(settled.progress, (*events, *settled.events)), context)


def _reseated(signer: Signer, chosen: dict[UUID, Chosen], step: Step) -> Signer:
    """He counts in the group where he is needed now: else the group whose rescue is closed would be without anybody."""
    one = chosen.get(signer.person_id) if signer.person_id and signer.added is None else None
    if one is None or step.quorum is None or step.quorum.each is None:
        return signer
    return replace(signer, rule=one.rule, need=one.need)


def _was_to_report(signer: Signer, positions: set[int]) -> bool:
    """He was to handle it for one who is asked no more."""
    delegated = signer.added is not None and signer.added.how == "delegate"
    return delegated and signer.state in LIVE and signer.position in positions


def _is_replaced(signer: Signer, chosen: set[UUID]) -> bool:
    fixed = signer.added is not None or signer.verdict in VOTED
    return signer.state in LIVE and not fixed and signer.person_id not in chosen


def move(progress: RequestProgress, context: Context, actor_id: UUID, key: str, comment: str) -> Transition:
    """APP-72: an operator moves a stuck request to a step; what lies before it counts as passed, and it is written."""
    _must_be_free_to_rescue(progress, context, actor_id, comment)
    steps = list(steps_of(context.policy.route))
    if key not in {step.step for _, step in steps}:
        raise RuleViolation("APP-72", step=key)
    redone = route.from_step(context.policy.route, key)
    progress = replace(progress, round=progress.round + 1)
    why = Why(code="rescue.moved", params={"name": context.people.name_of(actor_id)})
    events: list[DomainEvent] = [Rescued("moved", key, comment), RoundBegun(progress.round, comment)]
    gone: list[StepNow] = []
    for step in progress.steps:
        if step.key in redone:
            shut = close(step, StepState.CLOSED, context) if step.state is StepState.OPEN else step
            events += [StepEnded(shut)] if shut is not step else []
            gone.append(shut)
    progress = replace(progress, steps=tuple(step for step in progress.steps if step.key not in redone))
    for branch, rule in steps:
        if not route.precedes(context.policy.route, rule.step, key):
            continue
        now = progress.step(rule.step)
        if now is None or now.state not in YES:
            now = now or entered(rule, branch, progress, context)
            passed = replace(close(now, StepState.PASSED, context), why=why)
            progress = progress.with_step(passed)
            events.append(StepEnded(passed))
    transition = Transition(progress, tuple(events), tuple(gone))
    return transition.then(advance(transition.progress, context))


def _must_be_free_to_rescue(progress: RequestProgress, context: Context, actor_id: UUID, comment: str) -> None:
    """APP-73: an operator frees only what is pending and not his own, and says why."""
    person = context.people.persons.get(actor_id)
    own = actor_id == progress.requester_id or actor_id in progress.prepared_by
    if person is None or own or not comment or progress.state is not RequestState.PENDING:
        raise RuleViolation("APP-73", request=progress.state.value)
