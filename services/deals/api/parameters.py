"""What do the routes share: roles, parameters, custom fields?"""

from typing import Annotated

from fastapi import Query
from pydantic import Field

from chassis.records.custom_fields import CustomField
from messages.base import Command
from messages.roles import Role
from messages.text import ShortStr

SELLERS = (Role.SALES, Role.SALES_MANAGER, Role.DIRECTOR)
IMPORTERS = (Role.SALES, Role.SALES_MANAGER, Role.DIRECTOR, Role.ORDER_ADMIN, Role.OPS, Role.ADMIN)
GIVERS = (Role.SALES_MANAGER, Role.DIRECTOR, Role.OPS, Role.ADMIN)
KEEPERS = (Role.OPS, Role.ADMIN)  # bring in what was decided elsewhere
PARTNERS = (*SELLERS, Role.PARTNER)
TALKERS = (*SELLERS, Role.LEGAL, Role.FINANCE, Role.ORDER_ADMIN, Role.SHIPPER)
READERS = (*IMPORTERS, Role.LEGAL, Role.FINANCE, Role.SHIPPER, Role.PROCESS)
PARTNER_READERS = (*READERS, Role.PARTNER)

Search = Annotated[ShortStr | None, Query()]
Cursor = Annotated[str | None, Query(max_length=500)]
Limit = Annotated[int, Query(ge=1, le=100)]


class SetFields(Command):
    """The custom fields a kind of record may have from now on."""

    fields: Annotated[list[CustomField], Field(max_length=100)]
