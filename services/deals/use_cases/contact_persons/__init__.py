"""What can be done with the people and addresses of customers?"""

from services.deals.use_cases.contact_persons.keep_address import (
    add_customer_address,
    change_customer_address,
    remove_customer_address,
)
from services.deals.use_cases.contact_persons.keep_contact_person import (
    add_contact_person,
    change_contact_person,
    remove_contact_person,
)
from services.deals.use_cases.contact_persons.list_contact_persons import (
    list_contact_persons,
    list_customer_addresses,
    list_customer_owners,
)

__all__ = [
    "add_contact_person",
    "add_customer_address",
    "change_contact_person",
    "change_customer_address",
    "list_contact_persons",
    "list_customer_addresses",
    "list_customer_owners",
    "remove_contact_person",
    "remove_customer_address",
]
