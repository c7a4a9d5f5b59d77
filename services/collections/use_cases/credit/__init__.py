"""What can be done with a customer's credit?"""

from services.collections.use_cases.credit.set_credit_limit import set_credit_limit
from services.collections.use_cases.credit.show_credit import show_credit

__all__ = [
    "set_credit_limit",
    "show_credit",
]
