"""How old is what customers owe?"""

from itertools import groupby
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from console.pages.money.payments import tabs
from console.pages.parts.responses import list_page
from console.service_gateway import Gateway
from console.session import Reader
from console.view_models import Cell, Link, Listing, Worded
from messages.collections.receivables import Age, Ageing, AgeingBucket
from messages.money import total

router = APIRouter(prefix="/ageing")

COLUMNS = ("age", "count", "open")
ORDER = list(Age)


@router.get("")
async def ageing(request: Request, person: Reader, gateway: Gateway) -> Response:
    """Per currency, each class leads to its receivables; their sum follows them."""
    seen = await gateway.get("collections", "/ageing", Ageing)
    buckets = sorted(seen.buckets, key=lambda one: (one.open.currency, ORDER.index(Age(one.bucket))))
    rows: list[tuple[Cell, ...]] = []
    for currency, found in groupby(buckets, key=lambda one: one.open.currency):
        of_currency = list(found)
        rows += [_row(one) for one in of_currency]
        opened = total([one.open for one in of_currency], currency)
        rows.append((Worded("console.sum"), sum(one.count for one in of_currency), opened))
    listing = Listing("nav.ageing", COLUMNS, rows, tabs=tabs("ageing"), empty="empty.ageing")
    return list_page(request, person, listing)


def _row(one: AgeingBucket) -> tuple[Cell, ...]:
    query = urlencode({"age": one.bucket, "currency": one.open.currency})
    return Link(Worded(f"ageing.{one.bucket}"), f"/receivables?{query}"), one.count, one.open
