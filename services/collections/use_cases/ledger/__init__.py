"""What can be asked of the ledger?"""

from services.collections.use_cases.ledger.print_statement import print_statement
from services.collections.use_cases.ledger.show_statement import show_statement

__all__ = ["print_statement", "show_statement"]
