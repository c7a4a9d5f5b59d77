"""How does a lead go to a colleague who accepts it?"""

from services.leads.use_cases.transfers.answer_transfer import accept_transfer, refuse_transfer, withdraw_transfer
from services.leads.use_cases.transfers.ask_transfer import ask_transfer
from services.leads.use_cases.transfers.list_transfers import list_transfers, show_transfer

__all__ = [
    "accept_transfer",
    "ask_transfer",
    "list_transfers",
    "refuse_transfer",
    "show_transfer",
    "withdraw_transfer",
]
