"""Under which circumstances is a request judged: who asks, on which facts, under which policy, when?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from services.approvals.domain.people.directory import Directory, Person
from services.approvals.domain.policies.policy import Policy


@dataclass(frozen=True)
class Context:
    """The policy, who asks, who prepared the thing, and the facts; with the directory as it stands now."""

    policy: Policy
    requester: Person
    prepared_by: frozenset[UUID]
    facts: Mapping[str, Any]
    people: Directory
    now: datetime
    barred: frozenset[UUID] = frozenset()  # sign another step, and so not this one

    def may_sign(self, person: Person) -> bool:
        """APP-1: who asked or prepared it does not decide it, unless the policy says so; nor one who has left."""
        if not person.active or (self.barred and person.id in self.barred):
            return False
        own = person.id == self.requester.id or (self.prepared_by and person.id in self.prepared_by)
        return self.policy.requester_is_signer == "allow" or not own
