"""Through which nodes does the collection of a receivable go, and what was agreed beside them?"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.cases.contacts import ContactStatus
from messages.collections.cases.process import CollectionNode, CollectionProcessView, NodeState, NodeView
from messages.collections.cases.promises import PromiseStatus
from messages.collections.cases.repayment_plans import RepaymentPlanStatus
from messages.collections.dunning.procedures import Addressee
from messages.collections.receivables import ReceivableStatus
from services.collections.domain.cases.process import Node, course_of
from services.collections.domain.due_dates import midnight
from services.collections.store.cases import links, process
from services.collections.store.dunning.procedures import procedures_of
from services.collections.store.receivables import find_receivable
from services.collections.tables import Receivable
from services.collections.tables.columns import Contacts, DunningPauses, Promises, RepaymentPlans
from services.collections.use_cases.cases.list_collection_process import debt_of, view_of

MOST = 50  # of each kind, the newest
RUNNING_PLANS = (RepaymentPlanStatus.REQUESTED, RepaymentPlanStatus.RETURNED, RepaymentPlanStatus.ACTIVE)


async def show_collection_process(receivable_id: UUID, uow: UnitOfWork) -> CollectionProcessView:
    """In the order of their deadlines; what was agreed has nodes of its own. Of what is settled all are done. Raises
    NotFound."""
    async with uow.begin() as work:
        row = await find_receivable(work, receivable_id)
        procedure = (await procedures_of(work, [row]))[row.id]
        course = [(node, "") for node in course_of(debt_of(row), procedure, work.now)]
        nodes = [*course, *await _agreed(work, row)]
        staff = await process.staff_of(work, [row.owner_id])
        shown = [view_of(node, row, staff, work.now, number) for node, number in nodes]
        if row.status is not ReceivableStatus.OPEN:
            shown = [one.model_copy(update={"state": NodeState.DONE, "is_late": False}) for one in shown if _was(one)]
        return CollectionProcessView(
            receivable_id=row.id,
            number=row.number,
            customer_id=row.customer_id,
            customer_name=row.customer_name,
            due_on=row.due_on,
            tz=row.tz,
            nodes=sorted(shown, key=lambda one: one.deadline),
        )


def _was(one: NodeView) -> bool:
    return one.state is not NodeState.AHEAD


async def _agreed(work: Work, row: Receivable) -> list[tuple[Node, str]]:
    """Contacts, promises, pauses and plans about it."""
    found: list[tuple[Node, str]] = []
    for one in await _records(work, Contacts, row, Contacts.due_on):
        found.append(_node(CollectionNode.CONTACT, one, one.due_on, row, runs=one.status is ContactStatus.PLANNED))
    for one in await _records(work, Promises, row, Promises.made_at):
        runs = one.status is PromiseStatus.OPEN
        found.append(_node(CollectionNode.PROMISE, one, one.promised_on, row, runs=runs))
    for one in await _records(work, DunningPauses, row, DunningPauses.paused_at):
        found.append(_node(CollectionNode.PAUSE, one, one.until, row, runs=one.ended_at is None))
    for one in await _records(work, RepaymentPlans, row, RepaymentPlans.requested_at):
        runs = one.status in RUNNING_PLANS
        found.append(_node(CollectionNode.REPAY, one, one.plan[-1].due_on, row, runs=runs))
    return found


async def _records(work: Work, table: Any, row: Receivable, moment: Any) -> list[Any]:
    query = links.query_records(work, table, customer_id=row.customer_id, receivable_id=row.id)
    return list((await work.session.execute(query.order_by(moment.desc(), table.id).limit(MOST))).scalars())


def _node(kind: CollectionNode, one: Any, last: date, row: Receivable, *, runs: bool) -> tuple[Node, str]:
    """Its owner keeps an eye on it to the end of its last day."""
    state = NodeState.CURRENT if runs else NodeState.DONE
    return Node(kind, None, Addressee.OWNER, _end_of(last, row.tz), state), one.number


def _end_of(day: date, tz: str) -> datetime:
    return midnight(date.fromordinal(day.toordinal() + 1), tz)
