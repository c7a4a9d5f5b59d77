"""What can be asked of the ledger?"""

from services.collections.use_cases.ledger.show_statement import show_statement

__all__ = ["show_statement"]
