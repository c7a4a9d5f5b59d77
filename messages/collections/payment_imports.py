"""How are payments of before written in the rows of a file, and which of them wait for finance?"""

from datetime import date, datetime
from uuid import UUID

from messages.base import Command, View
from messages.money import Amount, Currency, Money
from messages.text import Code, ShortStr


class ImportPaymentRow(Command):
    """Money that came before it was recorded here: it keeps its number and its day.

    `number` is what makes the row one: sent again it changes nothing. Whose money it is says `customer`, by the number,
    tax id or name of one of ours or by his id in another system; or the `order` or `receivable` that it pays, by its
    number. Where it pays none of them, it settles what was due first. It counts once finance confirms it, as all money.
    """

    line: int
    number: ShortStr
    received_on: date
    amount: Amount
    currency: Currency
    customer: ShortStr | None = None
    order: ShortStr | None = None
    receivable: ShortStr | None = None
    reference: ShortStr | None = None  # the bank's
    method: ShortStr = "bank transfer"
    legal_entity_id: Code | None = None


class WaitingImport(View):
    """The payments of one file that wait for finance, in one currency."""

    source: str
    recorded_by: UUID
    recorded_at: datetime  # the first of them
    count: int
    amount: Money
