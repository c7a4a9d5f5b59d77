"""What is said in the thread of an opportunity?"""

from datetime import datetime
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.deals.follow_ups import MOST_FILES, GivenFile
from messages.files import AttachedFile
from messages.text import LongStr

MOST_MENTIONS = 20
Said = Annotated[LongStr, Field(min_length=1)]


class CommentOnOpportunity(Command):
    text: Said
    mentions: list[UUID] = Field(default=[], max_length=MOST_MENTIONS)
    files: list[GivenFile] = Field(default=[], max_length=MOST_FILES)


class OpportunityCommentView(View):
    id: UUID
    opportunity_id: UUID
    author_id: UUID
    author_name: str
    text: str
    mentions: list[UUID]
    written_at: datetime
    files: list[AttachedFile]


class OpportunityCommented(Event):
    """Somebody wrote into its thread: its owner and who is mentioned are told."""

    subject: ClassVar[str] = "deals.opportunity.commented.v1"
    opportunity_id: UUID
    number: str
    customer_name: str
    owner_id: UUID
    comment_id: UUID
    author_id: UUID
    author_name: str
    comment: str
    mentions: list[UUID] = []
