"""How is an order written in a row of a file?"""

from messages.orders.placing import LineFields
from messages.text import LongStr, ShortStr


class ImportOrderRow(LineFields):
    """One line of an order. `external_id` is the order's number in the other system: rows with the same one, in one
    batch, are the lines of one order, and a file that is sent again makes none twice. The customer, or the contract,
    is named by its number, the product by its code."""

    line: int
    external_id: ShortStr
    customer: ShortStr | None = None
    contract: ShortStr | None = None
    product_code: ShortStr
    ship_to: LongStr = ""
