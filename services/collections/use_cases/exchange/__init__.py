"""What can be done with exchange rates?"""

from services.collections.use_cases.exchange.import_exchange_rates import import_exchange_rates
from services.collections.use_cases.exchange.list_books_currencies import list_books_currencies
from services.collections.use_cases.exchange.list_exchange_rates import list_exchange_rates
from services.collections.use_cases.exchange.set_books_currency import set_books_currency
from services.collections.use_cases.exchange.set_exchange_rate import set_exchange_rate

__all__ = [
    "import_exchange_rates",
    "list_books_currencies",
    "list_exchange_rates",
    "set_books_currency",
    "set_exchange_rate",
]
