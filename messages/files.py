"""How is a file described that belongs to a record?"""

from typing import Annotated

from pydantic import Field

from messages.base import Command, View
from messages.text import ShortStr


class Attachment(Command):
    """A file of a record, as it is signed: its content is known by its hash."""

    name: ShortStr
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    size: int = Field(ge=0, le=10**12)


class AttachedFile(View):
    """A file of a record, as its owner shows it."""

    name: str
    sha256: str
    size: int
    media_type: str
