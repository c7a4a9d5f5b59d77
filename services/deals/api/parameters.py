"""What do the routes share: roles, parameters, custom fields?"""

from typing import Annotated

from fastapi import Query
from pydantic import Field

from chassis.custom_fields import CustomField
from messages.base import Command
from messages.text import ShortStr

SELLERS = ("sales", "sales_manager", "director")
IMPORTERS = ("sales", "sales_manager", "director", "order_admin", "ops", "admin")
READERS = (*IMPORTERS, "legal", "finance", "shipper", "process")

Search = Annotated[ShortStr | None, Query()]
Cursor = Annotated[str | None, Query(max_length=500)]
Limit = Annotated[int, Query(ge=1, le=100)]


class SetFields(Command):
    """The custom fields a kind of record may have from now on."""

    fields: Annotated[list[CustomField], Field(max_length=100)]
