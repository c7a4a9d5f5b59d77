"""How is deals asked about customers that may be one?"""

from uuid import UUID

from fastapi import APIRouter

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.deals.customer_care.merging import CustomerMergesView, MergeCustomer, TellCustomersApart
from messages.deals.customers import CustomerView
from services.deals.api.parameters import GIVERS, READERS
from services.deals.use_cases import merging

router = APIRouter(prefix="/customers/{customer_id}", tags=["merging"])


@router.get("/merges", dependencies=[needs(*READERS)])
async def list_merges(customer_id: UUID, uow: Uow) -> CustomerMergesView:
    return await merging.list_merges(customer_id, uow)


@router.post("/merge", dependencies=[needs(*GIVERS)])
async def merge_customer(customer_id: UUID, command: MergeCustomer, uow: Uow) -> CustomerView:
    return await merging.merge_customer(customer_id, command.into_id, uow)


@router.post("/unmerge", dependencies=[needs(*GIVERS)])
async def unmerge_customer(customer_id: UUID, uow: Uow) -> CustomerView:
    return await merging.unmerge_customer(customer_id, uow)


@router.post("/tell-apart", dependencies=[needs(*GIVERS)])
async def tell_customers_apart(customer_id: UUID, command: TellCustomersApart, uow: Uow) -> CustomerView:
    return await merging.tell_customers_apart(customer_id, command.other_id, uow)
