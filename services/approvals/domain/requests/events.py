"""What has happened to a request? Domain events, and a transition: the progress after them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from messages.approvals.parts import Why
from messages.approvals.states import Outcome
from messages.files import Attachment
from services.approvals.domain.requests.progress import RequestProgress, Signer, StepNow


@dataclass(frozen=True)
class StepStarted:
    step: StepNow


@dataclass(frozen=True)
class StepSkipped:
    key: str
    why: Why


@dataclass(frozen=True)
class Voted:
    """A person's own decision. `again`: the policy asks a person more than once in a round."""

    step: StepNow
    signer: Signer
    again: bool = False


@dataclass(frozen=True)
class Reassigned:
    step: StepNow
    before: Signer
    after: Signer
    reason: str  # transferred, escalated, handed_over, substituted, superseded


@dataclass(frozen=True)
class SignersAdded:
    """Signers added, or somebody asked, delegated to, or given a copy."""

    step: StepNow
    how: str
    signers: tuple[Signer, ...]
    comment: str = ""


@dataclass(frozen=True)
class Removed:
    step: StepNow
    signer: Signer
    why: str  # removed, left


@dataclass(frozen=True)
class TakenBack:
    step: StepNow
    signer: Signer
    comment: str = ""


@dataclass(frozen=True)
class Answered:
    step: StepNow
    signer: Signer


@dataclass(frozen=True)
class Claimed:
    step: StepNow
    signer: Signer
    claimed: bool


@dataclass(frozen=True)
class Nudged:
    step: StepNow
    signers: tuple[Signer, ...]
    comment: str = ""


@dataclass(frozen=True)
class Commented:
    person_id: UUID
    comment: str
    mentions: tuple[UUID, ...] = ()
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True)
class Edited:
    """`changes`: field, seen, now. The round it begins is that of the progress."""

    step: StepNow
    signer: Signer
    changes: tuple[Mapping[str, Any], ...]
    comment: str = ""
    content_hash: str = ""  # of the content afterwards


@dataclass(frozen=True)
class Rescued:
    how: str  # resolved, moved
    step: str
    comment: str


@dataclass(frozen=True)
class Revoked:
    comment: str


@dataclass(frozen=True)
class Reopened:
    comment: str


@dataclass(frozen=True)
class CancelledForRequester:
    comment: str


@dataclass(frozen=True)
class Undone:
    """What the owner of a revoked record has done about it."""

    undone: bool
    comment: str


@dataclass(frozen=True)
class DecidedByRule:
    step: StepNow
    then: str  # approve, reject
    when: str


@dataclass(frozen=True)
class Reminded:
    step: StepNow
    level: int
    signers: tuple[Signer, ...]


@dataclass(frozen=True)
class StepEnded:
    step: StepNow


@dataclass(frozen=True)
class RoundEnded:
    outcome: Outcome
    comment: str


@dataclass(frozen=True)
class RoundBegun:
    round: int
    comment: str = ""


DomainEvent = (
    StepStarted | StepSkipped | Voted | Reassigned | Reminded | StepEnded | RoundEnded | RoundBegun
    | SignersAdded | Answered | Edited | Removed | TakenBack | Claimed | Nudged | Commented | Rescued
    | Revoked | Reopened | CancelledForRequester | Undone | DecidedByRule
)  # fmt: skip


@dataclass(frozen=True)
class Transition:
    """The progress after an act, and what happened, in order. Nothing happened: the act was stale or repeated."""

    progress: RequestProgress
    events: tuple[DomainEvent, ...] = ()
    gone: tuple[StepNow, ...] = field(default=())  # steps that are no longer on the live route

    def then(self, later: "Transition") -> "Transition":
        return Transition(later.progress, self.events + later.events, self.gone + later.gone)
