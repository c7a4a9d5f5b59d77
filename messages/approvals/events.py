"""Which events does the approvals service publish?"""

from datetime import date, datetime, time
from typing import Any, ClassVar
from uuid import NAMESPACE_URL, UUID, uuid5

from messages.approvals.parts import About, Clock
from messages.approvals.states import Outcome, StepState, TaskKind, Verdict
from messages.base import Event
from messages.money import Money


class RequestEvent(Event):
    """What every event of a request carries: who submitted it (`process_id` is the workflow that did), about what."""

    request_id: UUID
    process_id: str | None
    policy: str
    about: About
    requester_id: UUID
    legal_entity_id: str
    round: int


class RequestOpened(RequestEvent):
    """Submitted, or resubmitted (a higher round)."""

    subject: ClassVar[str] = "approvals.request.opened.v1"
    content_hash: str


class RequestSettled(RequestEvent):
    """RETURNED: the requester has to mend it and resubmit; all other outcomes are final."""

    subject: ClassVar[str] = "approvals.request.settled.v1"
    outcome: Outcome
    comment: str = ""
    actor_id: UUID | None = None
    edited: dict[str, Any] = {}  # what signers have changed since it was submitted: the owner's record takes it over


class RequestRevoked(RequestEvent):
    """What was approved no longer is. The owner of the record undoes what came of it, or says that it cannot."""

    subject: ClassVar[str] = "approvals.request.revoked.v1"
    comment: str
    actor_id: UUID | None = None


class StepEvent(RequestEvent):
    """`round` is the round in which this step was opened; clocks belong to (request_id, round, step)."""

    step_id: UUID
    step: str
    step_name: dict[str, str] = {}  # what the policy calls it, by language


class StepOpened(StepEvent):
    subject: ClassVar[str] = "approvals.step.opened.v1"
    signers: list[UUID]
    due_at: datetime | None = None
    remind_at: datetime | None = None
    next_clock: Clock | None = None
    with_request: bool = False  # in the act that opened the round


class StepSettled(StepEvent):
    subject: ClassVar[str] = "approvals.step.settled.v1"
    state: StepState
    actor_id: UUID | None = None
    with_request: bool = False  # in the act that settled the round


class TaskEvent(RequestEvent):
    task_id: UUID
    step: str
    step_name: dict[str, str] = {}  # what the policy calls it, by language


class TaskOpened(TaskEvent):
    """Somebody's turn has come in a step that was open already: the next of a sequence, one who was added, one
    whose vote was taken back. Who is asked when the step opens is in StepOpened, to whom it was reassigned in
    TaskTransferred.
    """

    subject: ClassVar[str] = "approvals.task.opened.v1"
    person_id: UUID | None  # None: anybody of the rescue role
    kind: TaskKind = TaskKind.APPROVAL
    due_at: datetime | None = None


class TaskDecided(TaskEvent):
    subject: ClassVar[str] = "approvals.task.decided.v1"
    person_id: UUID
    on_behalf_of: UUID | None = None
    verdict: Verdict
    comment: str = ""


class TaskTransferred(TaskEvent):
    """Reassigned: by a person, or by a timer (escalated)."""

    subject: ClassVar[str] = "approvals.task.transferred.v1"
    from_id: UUID | None
    to_id: UUID
    actor_id: UUID | None = None
    escalated: bool = False
    comment: str = ""
    reason: str = ""  # transferred, escalated, handed_over (leaver), substituted (absence), superior


class TaskAdded(TaskEvent):
    """Somebody was added: before, after, beside, delegate, ask, copy, or resolved (by an operator)."""

    subject: ClassVar[str] = "approvals.task.added.v1"
    person_id: UUID
    actor_id: UUID | None = None
    how: str
    comment: str = ""


class TaskRemoved(TaskEvent):
    """Nobody has to act on it any more, though its step goes on."""

    subject: ClassVar[str] = "approvals.task.removed.v1"
    person_id: UUID | None = None
    actor_id: UUID | None = None
    comment: str = ""


class TaskTakenBack(TaskEvent):
    """The person's own vote no longer counts; he is asked again."""

    subject: ClassVar[str] = "approvals.task.taken_back.v1"
    person_id: UUID
    comment: str = ""


class TaskNudged(TaskEvent):
    """Reminded by hand."""

    subject: ClassVar[str] = "approvals.task.nudged.v1"
    person_id: UUID | None = None
    actor_id: UUID | None = None
    comment: str = ""


class RequestCommented(RequestEvent):
    subject: ClassVar[str] = "approvals.request.commented.v1"
    person_id: UUID
    comment: str
    mentions: list[UUID] = []
    attachments: list[str] = []  # the names of files


class RequestEdited(RequestEvent):
    """A signer has changed fields while it was pending: a new round with a new content. The requester is notified."""

    subject: ClassVar[str] = "approvals.request.edited.v1"
    person_id: UUID
    step: str
    step_name: dict[str, str] = {}
    changes: dict[str, Any]  # the new values, by field
    content_hash: str
    comment: str = ""


class RequestRescued(RequestEvent):
    """By an operator. `how`: resolved (its signers were found again) or moved (to the step)."""

    subject: ClassVar[str] = "approvals.request.rescued.v1"
    how: str
    step: str
    actor_id: UUID | None = None
    comment: str = ""


class TaskReminded(TaskEvent):
    """Once per (request, round, step, level) and signer."""

    subject: ClassVar[str] = "approvals.task.reminded.v1"
    person_id: UUID | None
    level: int  # which timer of the step, counted from 0


class TodoEvent(Event):
    todo_id: UUID
    kind: str
    about: About
    process_id: str | None
    legal_entity_id: str
    person_id: UUID | None
    role: str | None


class TodoOpened(TodoEvent):
    subject: ClassVar[str] = "approvals.todo.opened.v1"
    due_at: datetime | None = None
    amount: Money | None = None  # that it is about


class TodoDone(TodoEvent):
    subject: ClassVar[str] = "approvals.todo.done.v1"
    actor_id: UUID
    comment: str = ""


class TodoClosed(TodoEvent):
    """Nobody has to do it any more."""

    subject: ClassVar[str] = "approvals.todo.closed.v1"
    comment: str = ""


class PersonChanged(Event):
    """The whole of what other services may know of a person; also when added."""

    subject: ClassVar[str] = "approvals.person.changed.v1"
    person_id: UUID
    login: str
    name: str
    unit: str
    manager_id: UUID | None
    roles: list[str]
    active: bool
    tz: str
    lang: str
    legal_entity_id: str
    other_entities: list[str] = []
    valid_after: datetime | None = None  # no token that was given before it holds any more


class OrgUnitChanged(Event):
    subject: ClassVar[str] = "approvals.org_unit.changed.v1"
    org_unit_id: UUID
    path: str
    name: str
    legal_entity_id: str


class LegalEntityChanged(Event):
    """The id of a legal entity is its short code."""

    subject: ClassVar[str] = "approvals.legal_entity.changed.v1"
    legal_entity_id: str
    name: str
    currency: str
    calendar: str
    tz: str

    @property
    def aggregate_id(self) -> UUID:
        return uuid5(NAMESPACE_URL, f"legal-entity/{self.legal_entity_id}")


class CalendarChanged(Event):
    """The whole working time, so that every service can compute business time by it."""

    subject: ClassVar[str] = "approvals.calendar.changed.v1"
    calendar_id: UUID
    code: str
    tz: str = "Asia/Shanghai"
    hours: list[tuple[time, time]] = [(time(9), time(12)), (time(13), time(18))]
    weekdays: list[int] = [1, 2, 3, 4, 5]
    holidays: list[date] = []
    makeup_days: list[date] = []


class AbsenceAdded(Event):
    subject: ClassVar[str] = "approvals.absence.added.v1"
    absence_id: UUID
    person_id: UUID
    substitute_id: UUID
    starts_at: datetime
    ends_at: datetime


class AbsenceEnded(Event):
    """He is back early, or does not go after all."""

    subject: ClassVar[str] = "approvals.absence.ended.v1"
    absence_id: UUID
    person_id: UUID
    ended_at: datetime


class PolicyPublished(Event):
    subject: ClassVar[str] = "approvals.policy.published.v1"
    policy_id: UUID
    key: str
    hash: str
