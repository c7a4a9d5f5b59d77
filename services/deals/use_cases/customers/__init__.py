"""What can be done with customers?"""

from services.deals.use_cases.customers.add_customer import add_customer
from services.deals.use_cases.customers.edit_customer import edit_customer
from services.deals.use_cases.customers.flag_hot import clear_hot, flag_hot
from services.deals.use_cases.customers.hand_over_customer import hand_over_customer
from services.deals.use_cases.customers.import_customers import import_customers
from services.deals.use_cases.customers.import_erp_customers import import_erp_customers
from services.deals.use_cases.customers.list_customers import list_customers
from services.deals.use_cases.customers.move_phase import list_customer_phases, move_phase
from services.deals.use_cases.customers.set_fields import CUSTOMER, OPPORTUNITY, set_fields, show_fields
from services.deals.use_cases.customers.show_customer import show_customer
from services.deals.use_cases.customers.show_overview import show_overview

__all__ = [
    "CUSTOMER",
    "OPPORTUNITY",
    "add_customer",
    "clear_hot",
    "edit_customer",
    "flag_hot",
    "hand_over_customer",
    "import_customers",
    "import_erp_customers",
    "list_customer_phases",
    "list_customers",
    "move_phase",
    "set_fields",
    "show_customer",
    "show_fields",
    "show_overview",
]
