"""What can be done when a confirmed payment was wrong?"""

from services.collections.use_cases.corrections.confirm_correction import confirm_correction
from services.collections.use_cases.corrections.list_corrections import list_corrections
from services.collections.use_cases.corrections.reject_correction import reject_correction
from services.collections.use_cases.corrections.request_correction import request_correction
from services.collections.use_cases.corrections.show_correction import show_correction
from services.collections.use_cases.corrections.withdraw_correction import withdraw_correction

__all__ = [
    "confirm_correction",
    "list_corrections",
    "reject_correction",
    "request_correction",
    "show_correction",
    "withdraw_correction",
]
