"""How is a policy published and shown?"""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from messages.approvals.parts import Json
from messages.base import Command, View
from messages.text import SafeStr


class PublishPolicy(Command):
    """Either the YAML text as written, or its JSON equal. The same content again is the same version."""

    yaml: Annotated[SafeStr, Field(max_length=200_000)] | None = None
    policy: Json | None = None


class PolicyView(View):
    id: UUID
    key: str
    version: int
    hash: str
    name: dict[str, str]
    body: dict[str, Any]  # canonical form, English keywords
    published_at: datetime
