"""How is collections asked for what stands in its ledger?"""

from datetime import date
from uuid import UUID

from fastapi import APIRouter, Response

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.collections.statements import Statement
from messages.money import Currency
from services.collections.api.paging import Cursor, Limit
from services.collections.api.prints import A_PDF, Lang, pdf_file
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


@router.get("/statements/{customer_id}/pdf", dependencies=[needs(*READERS)], responses=A_PDF, response_class=Response)
async def print_statement(
    customer_id: UUID, uow: Uow, currency: Currency, first_on: date, last_on: date, lang: Lang = None
) -> Response:
    period = {"first_on": first_on, "last_on": last_on}
    words = lang or uow.actor.lang
    return pdf_file(*await ledger.print_statement(customer_id, uow, currency=currency, lang=words, **period))
