"""How is collections asked for what stands in its ledger?"""

from datetime import date
from uuid import UUID

from fastapi import APIRouter

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.collections.statements import Statement
from messages.money import Currency
from services.collections.api.paging import Cursor, Limit
from services.collections.api.roles import READERS
from services.collections.use_cases import ledger

router = APIRouter(tags=["ledger"])


@router.get("/statements/{customer_id}", dependencies=[needs(*READERS)])
async def show_statement(
    customer_id: UUID,
    uow: Uow,
    currency: Currency,
    first_on: date,
    last_on: date,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Statement:
    return await ledger.show_statement(
        customer_id, uow, currency=currency, first_on=first_on, last_on=last_on, cursor=cursor, limit=limit
    )
