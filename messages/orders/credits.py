"""What is said of pieces that the customer does not pay for after all?"""

from messages.base import View
from messages.money import Money


class CreditedLine(View):
    """`position`: of the line among those by which the order is invoiced."""

    position: int
    product_code: str
    quantity: int
    credit: Money
