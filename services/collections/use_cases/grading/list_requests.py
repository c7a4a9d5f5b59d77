"""Which requests for credit are there, and what is known of one?"""

from uuid import UUID

from chassis.db.paging import page_of
from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.collections.grading.requests import CreditRequestKind, CreditRequestStatus, CreditRequestView
from services.collections.store.grading import requests
from services.collections.tables.columns import CreditRequests


async def list_requests(
    uow: UnitOfWork,
    *,
    cursor: str | None,
    limit: int,
    customer_id: UUID | None = None,
    status: CreditRequestStatus | None = None,
    kind: CreditRequestKind | None = None,
) -> Page[CreditRequestView]:
    """The newest first."""
    async with uow.begin() as work:
        return await page_of(
            work,
            requests.query_requests(work, customer_id=customer_id, status=status, kind=kind),
            key=(CreditRequests.requested_at, CreditRequests.id),
            cursor=cursor,
            limit=limit,
            descending=True,
            view=lambda row: row[0].view(row[1]),
        )


async def show_request(id: UUID, uow: UnitOfWork) -> CreditRequestView:
    """Raises NotFound."""
    async with uow.begin() as work:
        found, customer = await requests.get_visible_request(work, id)
        return found.view(customer)
