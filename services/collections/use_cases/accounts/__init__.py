"""What can be asked of an order's account?"""

from services.collections.use_cases.accounts.close_account import close_account
from services.collections.use_cases.accounts.list_order_accounts import list_order_accounts
from services.collections.use_cases.accounts.open_account import open_account
from services.collections.use_cases.accounts.show_order_account import show_order_account
from services.collections.use_cases.accounts.show_portal_statement import list_portal_accounts, show_portal_statement
from services.collections.use_cases.accounts.snapshot_account import snapshot_account

__all__ = [
    "close_account",
    "list_order_accounts",
    "list_portal_accounts",
    "open_account",
    "show_order_account",
    "show_portal_statement",
    "snapshot_account",
]
