"""How is a contract of another system written in a row of a file?"""

from datetime import date

from pydantic import Field

from messages.base import Command
from messages.money import Amount, Currency
from messages.text import Code, LongStr, ShortStr


class ImportContractRow(Command):
    """One line of a contract that was signed before it came here. `external_id` is the contract's number in the other
    system: rows with the same one are its lines, and a file that is sent again makes none twice. It is effective from
    its day on, nobody is asked, and orders may be called off it; what was delivered of it is brought in with its
    orders."""

    line: int
    external_id: ShortStr
    number: ShortStr | None = None  # without it: the next one of the series
    customer: ShortStr  # its number
    seller: ShortStr  # the login, or a name that only one bears
    title: ShortStr = ""
    effective_on: date
    product_code: ShortStr
    quantity: int = Field(ge=1, le=1_000_000)
    price: Amount = Field(ge=0)
    currency: Currency
    terms: LongStr = Field(min_length=1)  # as people write them: 30% 预付; 余款 收货后30天
    clauses: LongStr = ""
    legal_entity_id: Code | None = None
