"""What may a link decide, and what does one say that decides no more?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from messages.approvals.notices import LinkState
from messages.approvals.parts import Why
from messages.approvals.states import RequestState, StepState, TaskKind, TaskState, Verdict
from messages.errors import RuleViolation
from services.approvals.domain.policies.policy import find_step
from services.approvals.domain.requests.progress import Signer, StepNow
from services.approvals.domain.requests.request import Request

VALID_FOR = timedelta(hours=72)


@dataclass(frozen=True)
class Limit:
    """Up to which amount a link decides; zero: none does."""

    amount: Decimal
    currency: str


@dataclass(frozen=True)
class Link:
    """For whom, about what, and until when. The token itself is nowhere kept."""

    task_id: UUID
    person_id: UUID
    content_hash: str
    expires_at: datetime
    used_at: datetime | None = None
    verdict: Verdict | None = None


def link_state(link: Link, request: Request, now: datetime, limit: Limit | None) -> tuple[LinkState, Why | None]:
    """APP-85: a link decides once, within 72 hours, for the one it was sent to, and only on the content it was sent
    with."""
    if link.used_at is not None:
        return LinkState.USED, None
    if now >= link.expires_at:
        return LinkState.EXPIRED, None
    found = _find(request, link.task_id)
    if found is None or not _is_open(request, *found):
        return LinkState.CLOSED, current_state_of(request, link.task_id)
    if link.content_hash != request.progress.content_hash:
        return LinkState.STALE, None
    if not may_link_decide(request, link.task_id, limit):
        return LinkState.SIGN_IN, None
    return LinkState.OPEN, None


def must_decide(state: LinkState) -> None:
    """The content is judged by the decision itself, which says what has changed."""
    if state is LinkState.SIGN_IN:
        raise RuleViolation("APP-86")
    if state not in (LinkState.OPEN, LinkState.STALE):
        raise RuleViolation("APP-85", state=state.value)


def must_be_reader(link: Link, reader: UUID | None) -> None:
    """Somebody else is signed in here: the link is not for him."""
    if reader not in (None, link.person_id):
        raise RuleViolation("APP-85", state="OTHER")


def may_link_decide(request: Request, task_id: UUID, limit: Limit | None) -> bool:
    """APP-86: above the limit of the settings, or in another currency, a link only leads to signing in; so does one to
    a step that allows neither yes nor no."""
    found = _find(request, task_id)
    if found is None or found[1].kind is not TaskKind.APPROVAL:
        return False
    allowed = {"approve", "reject"} & set(find_step(request.policy, found[0].key).may)
    requester = request.people.persons.get(request.header.requester_id)
    usual = request.people.currency_of(requester) if requester else ""
    return bool(allowed) and within(request.progress.facts, usual, limit)


def within(facts: Mapping[str, Any], usual: str, limit: Limit | None) -> bool:
    """No limit: any amount. An amount that cannot be read, or not be compared, is too much. `usual`: the currency of
    an amount that does not say one."""
    if limit is None:
        return True
    if "amount" not in facts or limit.amount <= 0:
        return limit.amount > 0
    try:
        amount = abs(Decimal(str(facts["amount"])))  # what is paid back is as much
        return amount <= limit.amount and (facts.get("currency") or usual) == limit.currency
    except InvalidOperation:  # also where it is no number (NaN)
        return False


def current_state_of(request: Request, task_id: UUID) -> Why:
    progress = request.progress
    found = _find(request, task_id)
    if progress.state not in (RequestState.PENDING, RequestState.RETURNED) and progress.outcome:
        return Why(code="link.ended", params={"outcome": progress.outcome.value})
    if found is not None and found[1].state is TaskState.DONE and found[1].verdict:
        return Why(code="link.decided", params={"verdict": found[1].verdict.value})
    if found is not None and found[1].state is TaskState.CLOSED:
        now = [signer for signer in found[0].open_signers() if signer.position == found[1].position]
        if now:
            return Why(code="link.handed", params={"name": request.people.name_of(now[-1].person_id)})
    return Why(code="link.closed")


def _find(request: Request, task_id: UUID) -> tuple[StepNow, Signer] | None:
    pairs = ((step, signer) for step in request.progress.steps for signer in step.signers)
    return next((pair for pair in pairs if pair[1].task_id == task_id), None)


def _is_open(request: Request, step: StepNow, signer: Signer) -> bool:
    pending = request.progress.state is RequestState.PENDING and step.state is StepState.OPEN
    return pending and signer.state is TaskState.OPEN
