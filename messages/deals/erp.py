"""What does an ERP say of customers? Rows come in an ImportBatch, each is taken or refused."""

from pydantic import AwareDatetime

from messages.base import Command
from messages.text import Code, ShortStr


class ErpCustomerRow(Command):
    """A customer of the ERP, as it was at `as_of`; what is not given stays. It is found by the ERP's number of it; at
    the first time by ours, where the ERP heard of it from here, or else by its tax id or name."""

    line: int
    external_id: ShortStr  # the ERP's number of it
    number: ShortStr | None = None  # ours
    name: ShortStr
    tax_id: ShortStr | None = None
    sector: ShortStr | None = None
    region: ShortStr | None = None
    country: ShortStr | None = None
    tz: ShortStr | None = None
    legal_entity_id: Code | None = None
    as_of: AwareDatetime
