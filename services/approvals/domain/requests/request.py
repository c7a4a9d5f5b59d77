"""What is known of a request besides how it stands?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from messages.approvals.parts import About
from messages.approvals.states import TaskKind
from messages.files import Attachment
from services.approvals.domain.canonical import signed
from services.approvals.domain.people.directory import Directory
from services.approvals.domain.policies.policy import Policy
from services.approvals.domain.requests.context import Context
from services.approvals.domain.requests.progress import RequestProgress
from services.approvals.domain.requests.seat import Seat


@dataclass(frozen=True)
class RequestHeader:
    id: UUID
    policy_id: UUID
    policy: str
    policy_version: int
    about: About
    requester_id: UUID
    process_id: str | None
    legal_entity_id: str
    owner_unit: str
    content: dict[str, Any]
    attachments: tuple[Attachment, ...]
    opened_at: datetime
    version: int
    audit_seq: int
    audit_hash: str
    edited: Mapping[str, Any] = field(default_factory=dict)  # what signers have changed since it was submitted

    @property
    def signed(self) -> dict[str, Any]:
        """What signers see: the fields, and the attachments by their hashes."""
        return signed(self.content, [attachment.model_dump() for attachment in self.attachments])


@dataclass(frozen=True)
class Request:
    """Everything an act needs, read under the request's lock: the record, its standing, its policy, the people."""

    header: RequestHeader
    progress: RequestProgress
    policy: Policy
    people: Directory

    def context(self, now: datetime) -> Context:
        requester = self.people.persons[self.header.requester_id]
        return Context(
            self.policy, requester, self.progress.prepared_by, self.progress.facts, self.people, now.astimezone(UTC)
        )

    def seat(self, task_id: UUID, actor_id: UUID, now: datetime) -> Seat:
        return Seat(self.progress, self.context(now), task_id, actor_id)

    def takes_part(self, person_id: UUID) -> bool:
        """Has asked, or is or was asked to sign or answer; a copy is not enough."""
        signers = (s for step in self.progress.steps for s in step.signers if s.kind is not TaskKind.COPY)
        return person_id == self.header.requester_id or any(signer.person_id == person_id for signer in signers)

    def concerns(self, person_id: UUID) -> bool:
        """Has asked, or is or was asked to sign."""
        signers = (signer.person_id for step in self.progress.steps for signer in step.signers)
        return person_id == self.header.requester_id or person_id in signers
