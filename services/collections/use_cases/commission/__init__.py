"""What can be done with commission?"""

from services.collections.use_cases.commission.list_commission_plans import list_commission_plans
from services.collections.use_cases.commission.list_commission_quotas import list_commission_quotas
from services.collections.use_cases.commission.publish_commission_plan import publish_commission_plan
from services.collections.use_cases.commission.set_commission_quota import set_commission_quota
from services.collections.use_cases.commission.set_commission_split import set_commission_split
from services.collections.use_cases.commission.show_commission_split import show_commission_split
from services.collections.use_cases.commission.show_commission_statement import show_commission_statement
from services.collections.use_cases.commission.sum_commission import sum_commission

__all__ = [
    "list_commission_plans",
    "list_commission_quotas",
    "publish_commission_plan",
    "set_commission_quota",
    "set_commission_split",
    "show_commission_split",
    "show_commission_statement",
    "sum_commission",
]
