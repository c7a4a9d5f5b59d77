"""May this be asked for, by this one, now?"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from messages.errors import Forbidden, RuleViolation
from services.approvals.domain.policies.policy import TAKEN_OVER, FactType, Policy

OF_PROCESSES = frozenset(TAKEN_OVER)
PREPARERS = ("prepared_by", "priced_by", "recorded_by")  # facts of type person


def requester_for(named: UUID | None, actor_id: UUID, *, is_process: bool) -> UUID:
    """APP-38: a person asks for himself; only a process asks for somebody else, and it names him."""
    if not is_process and named not in (None, actor_id):
        raise Forbidden("ask for somebody else")
    return named or actor_id


def must_be_its_process(policy: str, process_id: str | None, *, is_process: bool) -> None:
    """APP-55: a registration, contract or order is put before approvers by its process, with its owner's facts."""
    if not is_process and (process_id is not None or policy in OF_PROCESSES):
        raise RuleViolation("APP-55")


def preparers(named: Iterable[UUID], facts: Mapping[str, Any], policy: Policy) -> frozenset[UUID]:
    """Who has prepared, priced or recorded it, as the owner says, or as a fact of that name does (APP-1)."""
    people = [name for name in PREPARERS if policy.facts.get(name) is FactType.PERSON]
    return frozenset({*named, *(UUID(str(facts[name])) for name in people)})


def must_be_published(policy: str, *, found: bool) -> None:
    """APP-12: nothing is asked for under a policy that nobody has published."""
    if not found:
        raise RuleViolation("APP-12", policy=policy)


def must_be_only_live_one(live: UUID | None, id: UUID, number: str) -> None:
    """APP-14: a record has one live request under a policy."""
    if live is not None and live != id:
        raise RuleViolation("APP-14", number=number, request_id=str(live))
