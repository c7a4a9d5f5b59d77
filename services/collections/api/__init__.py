"""How is collections asked?"""

from services.collections.api import credits, invoices, orders, payments, receivables, shards

ROUTERS = [receivables.router, payments.router, invoices.router, orders.router, credits.router, shards.router]

__all__ = ["ROUTERS"]
