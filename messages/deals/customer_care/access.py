"""Who of a legal entity reads which of its customers 数据权限?"""

from pydantic import Field

from messages.base import Command
from messages.deals.customer_care.segments import SegmentCondition
from messages.roles import Role
from messages.text import ShortStr


class AccessGrant(Command):
    """Who has one of these roles and works in one of these units, or below it, also reads the customers of these
    departments for whom all of this holds. What is empty narrows nothing."""

    name: ShortStr
    roles: list[Role] = Field(default=[], max_length=10)
    units: list[ShortStr] = Field(default=[], max_length=50)
    departments: list[ShortStr] = Field(default=[], max_length=50)
    conditions: list[SegmentCondition] = Field(default=[], max_length=20)


class AccessRules(Command):
    """`limited`: sellers and their managers read what they look after, what they sell to, what nobody owns, and what a
    grant opens to them; else all that is of their legal entities. Others read all of their legal entities."""

    limited: bool = False
    grants: list[AccessGrant] = Field(default=[], max_length=50)
