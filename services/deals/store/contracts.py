"""How does deals find and keep contracts and their lines?"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from chassis.db.database import in_one_statement, in_scope
from chassis.db.paging import both, page_of
from chassis.db.search import is_found_by
from chassis.db.unit_of_work import Work
from messages.base import Page
from messages.deals.contracts import ContractStatus, ContractView
from messages.errors import NotFound
from messages.matching.searches import search_text
from services.deals.domain.contracts import PricedLine
from services.deals.domain.lifecycle import IN_PROCESS
from services.deals.domain.risk import Earlier
from services.deals.store.contract_files import list_files
from services.deals.store.customers import is_of_customer, kept_of
from services.deals.store.labels import labels_of
from services.deals.tables import Contract, ContractLineRow, Customer


async def get_contract(work: Work, id: UUID) -> Contract:
    visible = in_scope(Contract, work.actor.scope)
    found = (await work.session.scalars(select(Contract).where(col(Contract.id) == id, visible))).first()
    if found is None:
        raise NotFound("contract", id)
    return found


async def lock_contract(work: Work, id: UUID) -> Contract:
    visible = in_scope(Contract, work.actor.scope)
    found = (
        await work.session.scalars(select(Contract).where(col(Contract.id) == id, visible).with_for_update())
    ).first()
    if found is None:
        raise NotFound("contract", id)
    return found


async def find_whole(work: Work, id: UUID) -> tuple[Contract, list[ContractLineRow]]:
    """The contract of an opportunity that the actor may see, with its lines."""
    row = (await work.session.scalars(select(Contract).where(col(Contract.id) == id))).one()
    return row, (await list_lines(work, [id]))[id]


async def add_contract(work: Work, row: Contract, lines: Sequence[PricedLine]) -> Contract | None:
    """None when its id is another contract's, or the opportunity has its contract, which lives."""
    customer = select(col(Customer.name)).where(col(Customer.id) == row.customer_id)
    row.search = search_text(row.number, (await work.session.scalars(customer)).one())
    fresh = insert(Contract).values(row.model_dump()).on_conflict_do_nothing().returning(Contract)
    added = (await work.session.scalars(fresh)).first()
    if added is not None:
        await _add_lines(work, added.id, lines)
    return added


async def replace_lines(work: Work, contract_id: UUID, lines: Sequence[PricedLine]) -> None:
    await work.session.execute(delete(ContractLineRow).where(col(ContractLineRow.contract_id) == contract_id))
    await _add_lines(work, contract_id, lines)


async def list_lines(work: Work, contract_ids: Sequence[UUID]) -> dict[UUID, list[ContractLineRow]]:
    query = select(ContractLineRow).where(col(ContractLineRow.contract_id).in_(contract_ids))
    ordered = query.order_by(col(ContractLineRow.contract_id), col(ContractLineRow.position))
    found: dict[UUID, list[ContractLineRow]] = {id: [] for id in contract_ids}
    for line in await work.session.scalars(ordered):
        found[line.contract_id].append(line)
    return found


async def list_contracts(
    work: Work,
    *,
    status: ContractStatus | None = None,
    open: bool | None = None,
    owner_id: UUID | None = None,
    customer_id: UUID | None = None,
    q: str | None = None,
    cursor: str | None,
    limit: int,
) -> Page[ContractView]:
    """Newest first; `open`: those whose approval process runs."""
    running = col(Contract.status).in_(IN_PROCESS)
    where = both(
        in_scope(Contract, work.actor.scope),
        col(Contract.status) == status if status else None,
        None if open is None else running if open else ~running,
        col(Contract.owner_id) == owner_id if owner_id else None,
        is_of_customer(col(Contract.customer_id), customer_id) if customer_id else None,
        is_found_by(col(Contract.search), q),
    )
    key = (Contract.created_at, Contract.id)
    query = select(Contract).where(where)
    page = await page_of(work, query, key=key, cursor=cursor, limit=limit, descending=True, view=lambda row: row)
    return Page(items=await views(work, page.items), next=page.next)


async def earlier_contracts(work: Work, row: Contract) -> Earlier:
    """What the customer has bound itself to before, in this currency, whoever sold it."""
    his = is_of_customer(col(Contract.customer_id), await kept_of(work, row.customer_id))
    query = select(func.count(), func.coalesce(func.max(col(Contract.total)), 0)).where(
        his, col(Contract.currency) == row.currency,
        col(Contract.status) == ContractStatus.EFFECTIVE, col(Contract.id) != row.id,
    )  # fmt: skip
    return Earlier(*(await work.session.execute(query)).one())


async def views(work: Work, rows: Sequence[Contract]) -> list[ContractView]:
    if not rows:
        return []
    customers = [row.customer_id for row in rows]
    labels = await labels_of(work, customers=customers, owners=[row.owner_id for row in rows])
    lines = await list_lines(work, [row.id for row in rows])
    attached = await list_files(work, [row.id for row in rows])
    return [row.view(labels, lines[row.id], attached[row.id]) for row in rows]


async def view(work: Work, row: Contract) -> ContractView:
    return (await views(work, [row]))[0]


async def _add_lines(work: Work, contract_id: UUID, lines: Sequence[PricedLine]) -> None:
    rows = [ContractLineRow.of(contract_id, position, line) for position, line in enumerate(lines, start=1)]
    await work.session.execute(in_one_statement(insert(ContractLineRow)), [row.model_dump() for row in rows])
