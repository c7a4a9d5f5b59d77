"""What can be done with plans to repay?"""

from services.collections.use_cases.repayments.apply_repayment_plan import apply_repayment_plan
from services.collections.use_cases.repayments.decide_repayment_plan import (
    reject_repayment_plan,
    return_repayment_plan,
    withdraw_repayment_plan,
)
from services.collections.use_cases.repayments.list_repayment_plans import list_repayment_plans, show_repayment_plan
from services.collections.use_cases.repayments.request_repayment_plan import (
    request_repayment_plan,
    resubmit_repayment_plan,
)
from services.collections.use_cases.repayments.show_approval_subject import show_approval_subject

__all__ = [
    "apply_repayment_plan",
    "list_repayment_plans",
    "reject_repayment_plan",
    "request_repayment_plan",
    "resubmit_repayment_plan",
    "return_repayment_plan",
    "show_approval_subject",
    "show_repayment_plan",
    "withdraw_repayment_plan",
]
