"""What is in the one inbox: tasks of approvals, and plain to-dos?"""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import AliasChoices, AwareDatetime, Field

from messages.approvals.parts import About
from messages.approvals.requests import FieldChange, RequestView
from messages.approvals.states import TaskKind, Verdict
from messages.base import Command, Page, View
from messages.money import Money
from messages.text import Code, LongStr, SafeStr, ShortStr

Link = Annotated[SafeStr, Field(max_length=200)]


class OpenTodo(Command):
    """Ask a person, or anyone of a role (in a unit), to do something. Done with one verb."""

    id: UUID | None = None
    kind: Code  # its words are in the catalogue: `todo.<kind>`
    about: About
    amount: Money | None = None  # that it is about: of the payment, the invoice, the goods
    person_id: UUID | None = None
    role: Code | None = None
    unit: Code | None = None  # only people under this unit path; None = everybody with the role in the legal entity
    legal_entity_id: Code | None = None
    process_id: ShortStr | None = None
    within: ShortStr | None = None  # "2 business days"
    due_at: AwareDatetime | None = None  # instead of it: a moment that somebody has named
    link: Link = ""


class CloseTodo(Command):
    comment: LongStr = ""


class SetTodos(Command):
    """Of a process, in one act: these are open from now on, and nobody has to do those any more."""

    open: list[OpenTodo] = Field(default=[], max_length=500)
    close: list[UUID] = Field(default=[], max_length=500)
    only_of: ShortStr | None = None  # a process that was begun anew: whatever else it had open is over, too


class TodosSet(View):
    """Those of the wanted that are not open all the same: they were done or closed before."""

    ended: list[UUID] = []


class FinishTodo(Command):
    comment: LongStr = ""


class PendingTodo(View):
    """What a record waits for: who has to do what, since when and until when. Nothing of the record itself."""

    kind: Code
    about_kind: Code
    about_id: UUID
    number: str
    person_name: str = ""  # else anybody of the role
    role: str = ""
    opened_at: datetime
    due_at: datetime | None = None


class Glance(View):
    """The little that decides. Of a request: as it was written in what is signed, and in the facts of its policy; of a
    to-do: its amount."""

    amount: str = ""
    discount_percent: Decimal | None = None  # the largest, of a line or of the whole
    conflict_with: str = ""  # the number of what it stands against
    conflict_owner: str = ""


class InboxItem(View):
    task_id: UUID | None  # None in the list of what I started
    kind: TaskKind
    todo: str = ""  # the kind of to-do
    request_id: UUID | None = None
    about: About
    process_id: str | None = None
    requester_id: UUID | None = None
    requester_name: str = ""
    step: str = ""
    step_name: dict[str, str] = {}
    round: int = 0
    state: str
    verdict: Verdict | None = None
    decided: int = 0  # signers of the step who have decided
    positions: int = Field(default=0, validation_alias=AliasChoices("positions", "asked"))
    opened_at: datetime
    due_at: datetime | None = None
    link: str = ""
    glance: Glance | None = None


class InboxCounts(View):
    open: int
    overdue: int
    todos: int
    mine: int = 0  # as `open`
    groups: int = 0  # one of several may claim it
    substitute: int = 0  # held for somebody who is away
    copied: int = 0


class InboxPage(Page[InboxItem]):
    counts: InboxCounts | None = None  # on the first page


class TaskView(InboxItem):
    may: list[str]
    attachment_for: list[str] = []  # the verbs of `may` that must carry a file
    comment_for: list[str] = []  # the verbs of `may` that must say why
    comment: str = ""
    request: RequestView | None = None
    changes: list[FieldChange] = []  # since my own last decision in this request
    editable: list[str] = []  # fields that I may change here, with the verb `edit`
