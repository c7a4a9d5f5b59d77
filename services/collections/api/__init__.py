"""How is collections asked?"""

from services.collections.api import (
    accounts,
    advances,
    bank,
    commission,
    corrections,
    credit,
    dunning,
    exchange,
    filings,
    grading,
    invoices,
    ledger,
    mails,
    overview,
    payments,
    portal,
    providers,
    receivables,
    refunds,
    titles,
    write_offs,
)
from services.collections.api.cases import COLLECTING
from services.collections.api.dunning import shards
from services.collections.api.grading import offers

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
    dunning,
    grading,
    offers,
    ledger,
    overview,
    commission,
    portal,
)
ROUTERS = [one.router for one in (*OF_MONEY, *COLLECTING, shards, bank, providers)]

__all__ = ["ROUTERS"]
