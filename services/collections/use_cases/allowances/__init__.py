"""What can be done with allowances?"""

from services.collections.use_cases.allowances.grant_allowance import (
    grant_allowance_for_closing,
    grant_allowance_for_difference,
    grant_allowance_for_return,
)
from services.collections.use_cases.allowances.list_allowances import list_allowances

__all__ = [
    "grant_allowance_for_closing",
    "grant_allowance_for_difference",
    "grant_allowance_for_return",
    "list_allowances",
]
