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
from services.approvals.domain.people import Directory
from services.approvals.domain.policy import Policy
from services.approvals.domain.resolving import Asked
from services.approvals.domain.standing import Standing


@dataclass(frozen=True)
class Record:
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
        return signed(self.content, [each.model_dump() for each in self.attachments])


@dataclass(frozen=True)
class Case:
    """Everything an act needs, read under the request's lock: the record, its standing, its policy, the people."""

    record: Record
    standing: Standing
    policy: Policy
    people: Directory

    def asked(self, now: datetime) -> Asked:
        requester = self.people.persons[self.record.requester_id]
        return Asked(requester, self.standing.prepared_by, self.standing.facts, self.people, now.astimezone(UTC))

    def takes_part(self, person_id: UUID) -> bool:
        """Has asked, or is or was asked to sign or answer; a copy is not enough."""
        signers = (s for step in self.standing.steps for s in step.signers if s.kind is not TaskKind.COPY)
        return person_id == self.record.requester_id or any(one.person_id == person_id for one in signers)

    def concerns(self, person_id: UUID) -> bool:
        """Has asked, or is or was asked to sign."""
        signers = (signer.person_id for step in self.standing.steps for signer in step.signers)
        return person_id == self.record.requester_id or person_id in signers
