"""What can be done about what is spent on customers?"""

from services.deals.use_cases.expenses.add_expense import add_expense
from services.deals.use_cases.expenses.decide_customer_expense import (
    book_customer_expense,
    reject_customer_expense,
    resubmit_customer_expense,
    return_customer_expense,
    withdraw_customer_expense,
)
from services.deals.use_cases.expenses.list_customer_expenses import (
    list_customer_expenses,
    show_approval_subject,
    show_customer_costs,
    show_customer_expense,
    show_expense_file,
)

__all__ = [
    "add_expense",
    "book_customer_expense",
    "list_customer_expenses",
    "reject_customer_expense",
    "resubmit_customer_expense",
    "return_customer_expense",
    "show_approval_subject",
    "show_customer_costs",
    "show_customer_expense",
    "show_expense_file",
    "withdraw_customer_expense",
]
