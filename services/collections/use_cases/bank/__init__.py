"""What can be done with bank statements?"""

from services.collections.use_cases.bank.accept_entry import accept_entry
from services.collections.use_cases.bank.import_statement import import_statement, preview_statement
from services.collections.use_cases.bank.list_entries import list_entries
from services.collections.use_cases.bank.list_provider_transactions import list_provider_transactions
from services.collections.use_cases.bank.list_statements import list_statements
from services.collections.use_cases.bank.receive_provider_notice import receive_provider_notice
from services.collections.use_cases.bank.reopen_entry import reopen_entry
from services.collections.use_cases.bank.set_aside_entry import set_aside_entry
from services.collections.use_cases.bank.show_entry import show_entry
from services.collections.use_cases.bank.suggest_matches import suggest_matches

__all__ = [
    "accept_entry",
    "import_statement",
    "list_entries",
    "list_provider_transactions",
    "list_statements",
    "preview_statement",
    "receive_provider_notice",
    "reopen_entry",
    "set_aside_entry",
    "show_entry",
    "suggest_matches",
]
