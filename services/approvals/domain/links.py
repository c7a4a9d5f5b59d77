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
from messages.errors import Refused
from services.approvals.domain.policy import find_step
from services.approvals.domain.record import Case
from services.approvals.domain.standing import Signer, StepNow

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


def link_state(link: Link, case: Case, now: datetime, limit: Limit | None) -> tuple[LinkState, Why | None]:
    """APP-85: a link decides once, within 72 hours, for the one it was sent to, and only on the content it was sent
    with."""
    if link.used_at is not None:
        return LinkState.USED, None
    if now >= link.expires_at:
        return LinkState.EXPIRED, None
    found = _find(case, link.task_id)
    if found is None or not _is_open(case, *found):
        return LinkState.CLOSED, what_stands(case, link.task_id)
    if link.content_hash != case.standing.content_hash:
        return LinkState.STALE, None
    if not link_may_decide(case, link.task_id, limit):
        return LinkState.SIGN_IN, None
    return LinkState.OPEN, None


def must_decide(state: LinkState) -> None:
    """The content is judged by the decision itself, which says what has changed."""
    if state is LinkState.SIGN_IN:
        raise Refused("APP-86")
    if state not in (LinkState.OPEN, LinkState.STALE):
        raise Refused("APP-85", state=state.value)


def must_be_his(link: Link, reader: UUID | None) -> None:
    """Somebody else is signed in here: the link is not for him."""
    if reader not in (None, link.person_id):
        raise Refused("APP-85", state="OTHER")


def link_may_decide(case: Case, task_id: UUID, limit: Limit | None) -> bool:
    """APP-86: above the limit of the settings, or in another currency, a link only leads to signing in; so does one to
    a step that allows neither yes nor no."""
    found = _find(case, task_id)
    if found is None or found[1].kind is not TaskKind.APPROVAL:
        return False
    allowed = {"approve", "reject"} & set(find_step(case.policy, found[0].key).may)
    requester = case.people.persons.get(case.record.requester_id)
    usual = case.people.currency_of(requester) if requester else ""
    return bool(allowed) and within(case.standing.facts, usual, limit)


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


def what_stands(case: Case, task_id: UUID) -> Why:
    standing = case.standing
    found = _find(case, task_id)
    if standing.state not in (RequestState.PENDING, RequestState.RETURNED) and standing.outcome:
        return Why(code="link.ended", params={"outcome": standing.outcome.value})
    if found is not None and found[1].state is TaskState.DONE and found[1].verdict:
        return Why(code="link.decided", params={"verdict": found[1].verdict.value})
    if found is not None and found[1].state is TaskState.CLOSED:
        now = [one for one in found[0].open_signers() if one.position == found[1].position]
        if now:
            return Why(code="link.handed", params={"name": case.people.name_of(now[-1].person_id)})
    return Why(code="link.closed")


def _find(case: Case, task_id: UUID) -> tuple[StepNow, Signer] | None:
    pairs = ((step, one) for step in case.standing.steps for one in step.signers)
    return next((pair for pair in pairs if pair[1].task_id == task_id), None)


def _is_open(case: Case, step: StepNow, signer: Signer) -> bool:
    pending = case.standing.state is RequestState.PENDING and step.state is StepState.OPEN
    return pending and signer.state is TaskState.OPEN
