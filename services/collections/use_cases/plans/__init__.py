"""What can be done with payment plans?"""

from services.collections.use_cases.plans.change_payment_plan import change_payment_plan
from services.collections.use_cases.plans.fields import set_fields, show_fields
from services.collections.use_cases.plans.list_payment_plans import list_payment_plans, show_payment_plan
from services.collections.use_cases.plans.make_payment_plan import make_payment_plan

__all__ = [
    "change_payment_plan",
    "list_payment_plans",
    "make_payment_plan",
    "set_fields",
    "show_fields",
    "show_payment_plan",
]
