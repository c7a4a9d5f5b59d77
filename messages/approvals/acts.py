"""What can be done to a task or a request besides deciding it?"""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from messages.approvals.requests import Files, RequestView
from messages.base import Command, View
from messages.text import Code, LongStr

Said = Annotated[LongStr, Field(min_length=1)]
People = Annotated[list[UUID], Field(min_length=1, max_length=20)]


class AddSigners(Command):
    """Others sign too: before me, after me, or beside me; all of them, any of them, or one after the other."""

    people: People
    how: Literal["before", "after", "beside"] = "beside"
    mode: Literal["all", "any", "sequence"] = "all"
    comment: LongStr = ""


class DelegateTask(Command):
    """Somebody handles it and gives it back; I decide."""

    to: UUID
    comment: LongStr = ""


class AskAbout(Command):
    to: UUID
    comment: Said


class AnswerTask(Command):
    comment: Said


class RemoveSigner(Command):
    comment: LongStr = ""


class TakeBack(Command):
    comment: LongStr = ""


class ClaimTask(Command):
    pass


class CommentRequest(Command):
    comment: Said
    mentions: list[UUID] = Field(default=[], max_length=50)
    attachments: Files = []


class NudgeRequest(Command):
    comment: LongStr = ""


class CopyRequest(Command):
    people: People
    comment: LongStr = ""


class ResolveAgain(Command):
    """An operator has the signers of an open step found again."""

    step: Code
    comment: Said


class RevokeRequest(Command):
    """What was approved, by a role that the policy names."""

    comment: Said


class ReopenRequest(Command):
    """What was withdrawn, by a role that the policy names."""

    comment: Said


class NoteUndone(Command):
    """The process of a revoked record says whether what came of the approval is undone, and why not."""

    undone: bool
    comment: LongStr = ""


class MoveRequest(Command):
    """An operator moves a stuck request to a step."""

    step: Code
    comment: Said


class HandOver(Command):
    """All open tasks and records of somebody who leaves; without a name they go to his superior."""

    to: UUID | None = None


class HandedOver(View):
    requests: int  # whose tasks have moved
    todos: int
    to_id: UUID | None = None  # who has it now; None: nobody, a to-do of administrators says so


class HandOverReport(View):
    """What an act moved: tasks at once, the records of each service as soon as it says so."""

    id: UUID
    person_id: UUID
    to_id: UUID
    by_id: UUID
    at: datetime
    requests: int
    todos: int
    records: dict[str, int] = {}


class DecideItem(Command):
    task_id: UUID
    content_hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class DecideMany(Command):
    verb: Literal["approve", "reject"]
    items: Annotated[list[DecideItem], Field(min_length=1, max_length=100)]
    comment: LongStr = ""


class DecidedItem(View):
    """What became of one of many; `rule` and `text` say why not."""

    task_id: UUID
    done: bool
    request: RequestView | None = None
    rule: str = ""
    text: str = ""
