"""What does a customer owe?"""

from services.collections.use_cases.credit.show_credit import show_credit

__all__ = ["show_credit"]
