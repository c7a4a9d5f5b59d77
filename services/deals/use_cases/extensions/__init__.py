"""What can be done about prolonging a protection?"""

from services.deals.use_cases.extensions.apply_extension import apply_extension
from services.deals.use_cases.extensions.decide_extension import (
    reject_extension,
    return_extension,
    withdraw_extension,
)
from services.deals.use_cases.extensions.list_extensions import (
    list_extensions,
    show_approval_subject,
    show_extension,
)
from services.deals.use_cases.extensions.request_extension import request_extension, resubmit_extension

__all__ = [
    "apply_extension",
    "list_extensions",
    "reject_extension",
    "request_extension",
    "resubmit_extension",
    "return_extension",
    "show_approval_subject",
    "show_extension",
    "withdraw_extension",
]
