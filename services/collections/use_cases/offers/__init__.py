"""What can be done about the terms that customers are offered?"""

from services.collections.use_cases.offers.process_due_offers import process_due_offers
from services.collections.use_cases.offers.publish_collection_policy import (
    list_collection_policies,
    preview_collection_policy,
    publish_collection_policy,
)
from services.collections.use_cases.offers.show_terms_offer import show_terms_offer

__all__ = [
    "list_collection_policies",
    "preview_collection_policy",
    "process_due_offers",
    "publish_collection_policy",
    "show_terms_offer",
]
