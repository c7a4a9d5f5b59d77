"""What is said of accounts with which customers order for themselves?"""

from typing import Literal
from uuid import UUID

from pydantic import Field

from messages.base import Command, View
from messages.text import Code, ShortStr


class OpenCustomerAccount(Command):
    """For one person at one customer; the legal entity is the customer's."""

    id: UUID | None = None
    customer_id: UUID
    login: Code
    name: ShortStr
    lang: Literal["zh", "en"] = "zh"
    password: str = Field(min_length=8, max_length=200, repr=False)


class ResetPassword(Command):
    """For who has forgotten it; all sessions end."""

    password: str = Field(min_length=8, max_length=200, repr=False)


class CustomerAccountView(View):
    id: UUID
    login: str
    name: str
    customer_id: UUID
    customer_name: str
    legal_entity_id: str
    active: bool
    lang: str
    version: int
