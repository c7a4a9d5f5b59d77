"""What can be done with orders that are not placed yet?"""

from services.orders.use_cases.drafts.draft_reorder import draft_reorder
from services.orders.use_cases.drafts.import_orders import import_orders
from services.orders.use_cases.drafts.preview_order import preview_order
from services.orders.use_cases.drafts.preview_resubmission import preview_resubmission

__all__ = ["draft_reorder", "import_orders", "preview_order", "preview_resubmission"]
