"""May what was approved be revoked, and what was withdrawn be reopened: by whom, and until when?"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from messages.approvals.states import Outcome, RequestState
from messages.business_time import Calendar, Duration, add
from messages.errors import Forbidden, RuleViolation
from services.approvals.domain.acts.returns import must_have_a_round_left
from services.approvals.domain.policies.policy import Power
from services.approvals.domain.requests.context import Context
from services.approvals.domain.requests.events import Reopened, Revoked, RoundBegun, Transition, Undone
from services.approvals.domain.requests.progress import RequestProgress
from services.approvals.domain.routing.next_step import advance

LIVE = (RequestState.PENDING, RequestState.RETURNED)


def revoke(progress: RequestProgress, context: Context, actor_id: UUID, comment: str) -> Transition:
    """APP-124: what was approved is revoked by a role that the policy names, within its time, with a reason. Its owner
    hears of it, and undoes what came of it where that can be done."""
    power = context.policy.revoke
    must_hold(power, context, actor_id, "revoke")
    if progress.state is RequestState.REVOKED:
        return Transition(progress)
    if progress.state is not RequestState.APPROVED or not comment or _is_over(power, progress, context):
        raise RuleViolation("APP-124", state=progress.state.value, until=_until(power, progress, context))
    revoked = replace(progress, state=RequestState.REVOKED, outcome=Outcome.REVOKED, comment=comment)
    return Transition(revoked, (Revoked(comment),))


def reopen(progress: RequestProgress, context: Context, actor_id: UUID, comment: str) -> Transition:
    """APP-125: what was withdrawn is reopened by a role that the policy names, within its time, with a reason: a new
    round with the same content, in which everybody is asked again."""
    power = context.policy.reopen
    must_hold(power, context, actor_id, "reopen")
    if progress.state is not RequestState.WITHDRAWN or not comment or _is_over(power, progress, context):
        raise RuleViolation("APP-125", state=progress.state.value, until=_until(power, progress, context))
    must_have_a_round_left(progress, context.policy)
    anew = replace(
        progress, steps=(), round=progress.round + 1, state=RequestState.PENDING, outcome=None, comment="",
        settled_at=None, resume=None,
    )  # fmt: skip
    begun = Transition(anew, (Reopened(comment), RoundBegun(anew.round, comment)), progress.steps)
    return begun.then(advance(anew, context))


def note_undone(progress: RequestProgress, *, undone: bool, comment: str) -> Transition:
    """APP-127: the owner of what was revoked says whether it is undone, and why not where it cannot be."""
    if progress.state is not RequestState.REVOKED:
        raise RuleViolation("APP-127", state=progress.state.value)
    return Transition(progress, (Undone(undone, comment),))


def may(progress: RequestProgress, context: Context, actor_id: UUID) -> list[str]:
    """Which of the powers this one may use now."""
    policy, state = context.policy, progress.state
    ways = (
        ("revoke", policy.revoke, state is RequestState.APPROVED),
        ("reopen", policy.reopen, state is RequestState.WITHDRAWN),
        ("cancel", policy.cancel, state in LIVE and actor_id != progress.requester_id),
    )
    return [
        verb
        for verb, power, fits in ways
        if fits and holds(power, context, actor_id) and not _is_over(power, progress, context)
    ]


def has_power(context: Context, actor_id: UUID) -> bool:
    """Does the policy let this one do anything? Then he may see the request too."""
    policy = context.policy
    return any(holds(power, context, actor_id) for power in (policy.revoke, policy.reopen, policy.cancel))


def must_hold(power: Power | None, context: Context, actor_id: UUID, verb: str) -> None:
    if not holds(power, context, actor_id):
        raise Forbidden(verb)


def holds(power: Power | None, context: Context, actor_id: UUID) -> bool:
    """Of the role, working here, in the legal entity of the one who asked."""
    person = context.people.persons.get(actor_id)
    if power is None or person is None or not person.active:
        return False
    return power.role in person.roles and person.legal_entity_id == context.requester.legal_entity_id


def _is_over(power: Power | None, progress: RequestProgress, context: Context) -> bool:
    end = _end(power, progress, context)
    return end is not None and context.now > end


def _until(power: Power | None, progress: RequestProgress, context: Context) -> str:
    end = _end(power, progress, context)
    return end.isoformat() if end else ""


def _end(power: Power | None, progress: RequestProgress, context: Context) -> datetime | None:
    """In the time of the requester's calendar, or that of the policy."""
    if power is None or power.within is None or progress.settled_at is None:
        return None
    calendar = context.people.calendar_for(context.requester, context.policy.calendar) or Calendar(tz="UTC")
    return add(progress.settled_at, Duration.parse(power.within), calendar)
