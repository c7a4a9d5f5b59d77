"""What can be done about the admission 准入 of customers?"""

from services.deals.use_cases.admissions.admit_customer import admit_customer
from services.deals.use_cases.admissions.decide_admission import (
    reject_admission,
    resubmit_admission,
    return_admission,
    withdraw_admission,
)
from services.deals.use_cases.admissions.list_admissions import list_admissions, show_admission, show_approval_subject
from services.deals.use_cases.admissions.register_customer import register_customer
from services.deals.use_cases.admissions.set_customer_rules import set_customer_rules, show_customer_rules

__all__ = [
    "admit_customer",
    "list_admissions",
    "register_customer",
    "reject_admission",
    "resubmit_admission",
    "return_admission",
    "set_customer_rules",
    "show_admission",
    "show_approval_subject",
    "show_customer_rules",
    "withdraw_admission",
]
