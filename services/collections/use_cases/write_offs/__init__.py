"""What can be done with write-offs?"""

from services.collections.use_cases.write_offs.apply_write_off import apply_write_off
from services.collections.use_cases.write_offs.list_tolerances import list_tolerances
from services.collections.use_cases.write_offs.list_write_offs import list_write_offs
from services.collections.use_cases.write_offs.reject_write_off import reject_write_off
from services.collections.use_cases.write_offs.request_write_off import request_write_off
from services.collections.use_cases.write_offs.resubmit_write_off import resubmit_write_off
from services.collections.use_cases.write_offs.return_write_off import return_write_off
from services.collections.use_cases.write_offs.set_tolerance import set_tolerance
from services.collections.use_cases.write_offs.show_approval_subject import show_approval_subject
from services.collections.use_cases.write_offs.show_write_off import show_write_off
from services.collections.use_cases.write_offs.take_back_write_off import take_back_write_off
from services.collections.use_cases.write_offs.withdraw_write_off import withdraw_write_off

__all__ = [
    "apply_write_off",
    "list_tolerances",
    "list_write_offs",
    "reject_write_off",
    "request_write_off",
    "resubmit_write_off",
    "return_write_off",
    "set_tolerance",
    "show_approval_subject",
    "show_write_off",
    "take_back_write_off",
    "withdraw_write_off",
]
