"""What is known of a customer who owes: what is open, agreed, said and done?"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from chassis.db.paging import page_of
from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.cases.views import CollectionCaseView
from services.collections.store import projections
from services.collections.store.cases import cases, links
from services.collections.tables import Receivable
from services.collections.tables.columns import Contacts, DunningPauses, Promises, ReceivableComments, RepaymentPlans
from services.collections.use_cases.cases.list_collection_cases import line_of

View = Callable[[Any, list[Receivable]], Any]
MOST = 100
SHOWN = 50


async def show_collection_case(customer_id: UUID, uow: UnitOfWork) -> CollectionCaseView:
    """Of what is in the actor's scope; the newest of what was agreed. Raises NotFound."""
    async with uow.begin() as work:
        customer = await projections.get_visible_customer(work, customer_id)
        query, _ = cases.query_cases(work, customer_id=customer_id, owner_id=None, q=None, late=None)
        comments = cases.query_comments(work, customer_id=customer_id)
        said = await page_of(
            work, comments, key=(ReceivableComments.written_at, ReceivableComments.id), limit=SHOWN, descending=True
        )

        def with_moment(record: Any, rows: list[Receivable]) -> Any:
            return record.view(rows, work.now)

        def plainly(record: Any, rows: list[Receivable]) -> Any:
            return record.view(rows)

        return CollectionCaseView(
            customer_id=customer.id,
            customer_name=customer.name,
            grade=customer.grade,
            sums=[line_of(row, work.now) for row in await work.session.execute(query)],
            receivables=[row.view(work.now) for row in await cases.open_of_customer(work, customer_id, MOST)],
            pauses=await _records(work, DunningPauses, customer_id, DunningPauses.paused_at, with_moment),
            promises=await _records(work, Promises, customer_id, Promises.made_at, plainly),
            plans=await _records(work, RepaymentPlans, customer_id, RepaymentPlans.requested_at, plainly),
            contacts=await _records(work, Contacts, customer_id, Contacts.due_on, plainly),
            comments=said.items,
        )


async def _records(work: Work, table: Any, customer_id: UUID, moment: Any, view: View) -> list[Any]:
    """The newest."""
    query = links.query_records(work, table, customer_id=customer_id, receivable_id=None)
    key = (moment, table.id)
    return (await links.page_of_records(work, query, key=key, view=view, cursor=None, limit=SHOWN)).items
