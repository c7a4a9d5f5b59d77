"""What can be done about customers that may be one?"""

from services.deals.use_cases.merging.list_merges import list_merges
from services.deals.use_cases.merging.merge_customer import merge_customer, unmerge_customer
from services.deals.use_cases.merging.tell_customers_apart import tell_customers_apart

__all__ = ["list_merges", "merge_customer", "tell_customers_apart", "unmerge_customer"]
