"""What can be done with the public pools of customers 客户公海池?"""

from services.deals.use_cases.customer_pools.claim_customer import claim_customer
from services.deals.use_cases.customer_pools.define_customer_pool import (
    define_customer_pool,
    list_customer_pools,
    preview_customer_pool,
)
from services.deals.use_cases.customer_pools.release_customer import release_customer

__all__ = [
    "claim_customer",
    "define_customer_pool",
    "list_customer_pools",
    "preview_customer_pool",
    "release_customer",
]
