"""How is collections asked?"""

from services.collections.api import (
    accounts,
    advances,
    bank,
    commission,
    corrections,
    credit,
    exchange,
    filings,
    invoices,
    ledger,
    mails,
    overview,
    payments,
    portal,
    providers,
    receivables,
    refunds,
    shards,
    titles,
    write_offs,
)

OF_MONEY = (
    receivables,
    advances,
    payments,
    exchange,
    refunds,
    corrections,
    write_offs,
    invoices,
    filings,
    mails,
    titles,
    accounts,
    credit,
    ledger,
    overview,
    commission,
    portal,
)
ROUTERS = [one.router for one in (*OF_MONEY, shards, bank, providers)]

__all__ = ["ROUTERS"]
