"""How are requests for credit found, locked and listed?"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, select

from chassis.db.database import in_scope
from chassis.db.unit_of_work import Work
from messages.collections.grading.requests import CreditRequestKind, CreditRequestStatus
from messages.errors import NotFound
from services.collections.store.customers.joined import is_of_customer
from services.collections.tables import CreditRequest, Customer
from services.collections.tables.columns import Accounts, CreditRequests, Customers


def query_requests(
    work: Work,
    *,
    customer_id: UUID | None = None,
    status: CreditRequestStatus | None = None,
    kind: CreditRequestKind | None = None,
) -> Select[Any]:
    """With their customers: of customers, and of orders, in the actor's scope."""
    scope = work.actor.scope
    order = exists().where(Accounts.order_id == CreditRequests.order_id, in_scope(Accounts, scope))
    query = (
        select(CreditRequests, Customers)
        .join(Customers, Customers.id == CreditRequests.customer_id)
        .where(in_scope(Customers, scope) | order)
    )
    if customer_id is not None:
        query = query.where(is_of_customer(CreditRequests.customer_id, customer_id))
    if status is not None:
        query = query.where(CreditRequests.status == status)
    return query if kind is None else query.where(CreditRequests.kind == kind)


async def requests_of(work: Work, customer: Customer, most: int) -> Sequence[CreditRequest]:
    """All of a customer who may be seen; the newest first."""
    query = select(CreditRequests).where(CreditRequests.customer_id == customer.id)
    newest = query.order_by(CreditRequests.requested_at.desc(), CreditRequests.id.desc()).limit(most)
    return (await work.session.execute(newest)).scalars().all()


async def find_request(work: Work, id: UUID) -> CreditRequest | None:
    """Whoever's it is."""
    return (await work.session.execute(select(CreditRequests).where(CreditRequests.id == id))).scalar_one_or_none()


async def get_visible_request(work: Work, id: UUID) -> tuple[CreditRequest, Customer]:
    """In the actor's scope. Raises NotFound."""
    found = (await work.session.execute(query_requests(work).where(CreditRequests.id == id))).one_or_none()
    if found is None:
        raise NotFound("credit_request", id)
    return found[0], found[1]


async def lock_request(work: Work, id: UUID) -> CreditRequest:
    """Whoever's it is, locked until the end; its customer is locked before it."""
    query = select(CreditRequests).where(CreditRequests.id == id).with_for_update()
    found: CreditRequest = (await work.session.execute(query.execution_options(populate_existing=True))).scalar_one()
    return found


async def has_waiting_one(
    work: Work, kind: CreditRequestKind, *, customer_id: UUID, currency: str, order_id: UUID | None = None
) -> bool:
    """Is one asked for, for the same thing, and not decided? The customer is locked."""
    same = [CreditRequests.kind == kind, CreditRequests.status == CreditRequestStatus.REQUESTED]
    if order_id is not None:
        same.append(CreditRequests.order_id == order_id)
    else:
        same += [CreditRequests.customer_id == customer_id, CreditRequests.currency == currency]
    return bool((await work.session.execute(select(exists().where(*same)))).scalar_one())
