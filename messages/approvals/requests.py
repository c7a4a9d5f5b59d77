"""How is approval asked for, decided and shown?"""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AliasChoices, Field

from messages.approvals.parts import About, Clock, Exact, Why
from messages.approvals.states import Outcome, RequestState, StepState, TaskKind, TaskState, Verdict
from messages.base import Command, View
from messages.files import Attachment
from messages.text import Code, LongStr, SafeStr, ShortStr

# Files that were attached to the request (POST /requests/{id}/files), or are signed with it.
Files = Annotated[list[Attachment], Field(max_length=20)]


class SubmitRequest(Command):
    """Ask for approval. `content` is what signers see, and what is hashed; `facts` are what the policy may look at."""

    id: UUID | None = None
    policy: Code
    about: About
    requester_id: UUID | None = None  # a process must name it; a person asks for himself
    process_id: ShortStr | None = None  # the workflow id that waits for the outcome
    facts: Exact = {}
    content: Exact = {}
    attachments: list[Attachment] = Field(default=[], max_length=50)
    prepared_by: list[UUID] = Field(default=[], max_length=50)


class ResubmitRequest(Command):
    facts: Exact = {}
    content: Exact = {}
    attachments: list[Attachment] = Field(default=[], max_length=50)
    prepared_by: list[UUID] = Field(default=[], max_length=50)
    comment: LongStr = ""


class PreviewRequest(Command):
    """Under a published policy, or under one that is only written (`yaml`)."""

    policy: Code
    yaml: Annotated[SafeStr, Field(max_length=200_000)] | None = None
    requester_id: UUID | None = None
    facts: Exact = {}
    prepared_by: list[UUID] = Field(default=[], max_length=50)


class WithdrawRequest(Command):
    comment: LongStr = ""


class FireTimer(Command):
    """A process says that a timer of (request, round, step) is due at its own now (X-As-Of). Stale changes nothing."""

    round: int = Field(ge=1, le=1_000_000)
    kind: Literal["remind", "timeout", "rung"]
    level: int = Field(default=0, ge=0, le=1_000_000, validation_alias=AliasChoices("level", "rung"))


class Decision(Command):
    """`content_hash` is the hash of the content the person saw."""

    content_hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    comment: LongStr = ""
    attachments: Files = []


class ApproveTask(Decision):
    pass


class RejectTask(Decision):
    pass


class ReturnTask(Decision):
    """Send back: to the requester (no step named) or to an earlier step."""

    to_step: Code | None = None
    then: Literal["again", "back"] | None = None  # through all steps again, or straight back here; None: the policy's


class EditTask(Decision):
    """Change fields that the step lets its signers change, before deciding: the new values by the fields' names."""

    changes: Exact = Field(min_length=1, max_length=50)


class TransferTask(Command):
    to: UUID
    content_hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    comment: LongStr = ""


class FieldChange(View):
    """A field that is not what it was; one inside another is named by its path ("terms.days")."""

    field: str
    before: Any = None
    after: Any = None


class SignerView(View):
    task_id: UUID
    person_id: UUID | None
    name: str
    on_behalf_of: UUID | None = None
    kind: TaskKind = TaskKind.APPROVAL
    added: str = ""  # how he was added: before, after, beside, delegate, ask, copy
    claimed: bool = False
    state: TaskState
    verdict: Verdict | None = None
    comment: str = ""
    decided_at: datetime | None = None
    why: Why
    attachments: list[Attachment] = []  # that go with his vote


class StepView(View):
    step_id: UUID
    key: str
    name: dict[str, str] = {}
    branch: str = ""
    round: int
    state: StepState
    mode: str
    signers: list[SignerView]
    opened_at: datetime
    due_at: datetime | None = None
    remind_at: datetime | None = None
    next_clock: Clock | None = None
    settled_at: datetime | None = None
    why: Why | None = None  # it was settled without a vote
    avoid: list[Why] = []  # of an open step, where one request is shown: any of these would have made it unnecessary
    because: list[Why] = []  # of it too: why it is asked at all, or asked of somebody else, where that is not plain


class ComingStep(View):
    """A step of the preview: who would be asked and why, or why it would be skipped."""

    key: str
    name: dict[str, str] = {}
    branch: str = ""
    mode: str = ""
    signers: list[SignerView] = []
    skipped: Why | None = None
    skipped_people: list[Why] = Field(default=[], validation_alias=AliasChoices("skipped_people", "passed_over"))
    due_at: datetime | None = None
    avoid: list[Why] = []  # any one of these facts would make it unnecessary
    because: list[Why] = []  # why it is asked though its condition is not true of the facts


class PreviewView(View):
    policy: str
    policy_version: int
    policy_hash: str
    steps: list[ComingStep]
    outcome: Outcome | None = None  # known already when nobody would be asked


class RequestView(View):
    id: UUID
    policy: str
    policy_version: int
    about: About
    requester_id: UUID
    requester_name: str = ""
    process_id: str | None
    legal_entity_id: str
    state: RequestState
    round: int
    outcome: Outcome | None = None
    comment: str = ""  # the guidance of a return, the reason of a rejection
    steps: list[StepView]  # in the answer to an act without the signers whom nobody asks any more
    coming: list[ComingStep] = []
    content: dict[str, Any]
    content_hash: str
    attachments: list[Attachment] = []
    opened_at: datetime
    settled_at: datetime | None = None
    version: int
    changes: list[FieldChange] = []  # of the present round against the one before
    edited: dict[str, Any] = {}  # the fields that signers have changed since it was submitted
    step_names: dict[str, dict[str, str]] = {}  # of all steps of its policy, also of those that were skipped
    field_names: dict[str, dict[str, str]] = {}  # of the content, where its policy names them
    may: list[str] = []  # where one request is shown: what the policy lets the reader do, of revoke, reopen and cancel


class AuditLine(View):
    """One line of the audit chain of a request."""

    seq: int
    at: datetime
    actor_id: UUID | None
    actor_name: str
    act: Why
    hash: str
