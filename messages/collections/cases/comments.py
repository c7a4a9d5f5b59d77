"""What do sales and finance say to each other about one receivable?"""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, View
from messages.collections.receivables import ReceivableEvent
from messages.text import LongStr

MOST_MENTIONED = 20


class CommentOnReceivable(Command):
    """`mentions`: colleagues who are told of it, beside the owner."""

    text: LongStr = Field(min_length=1)
    mentions: list[UUID] = Field(default=[], max_length=MOST_MENTIONED)


class ReceivableCommentView(View):
    id: UUID
    receivable_id: UUID
    author_id: UUID
    author_name: str
    text: str
    mentions: list[UUID]
    written_at: datetime


class ReceivableCommented(ReceivableEvent):
    """Somebody wrote into its thread."""

    subject: ClassVar[str] = "collections.receivable.commented.v1"
    comment_id: UUID
    author_id: UUID
    author_name: str
    comment: str
    mentions: list[UUID] = []
