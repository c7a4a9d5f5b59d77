"""How is a draft contract changed?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work, must_match
from messages.deals.contracts import ContractEdited, ContractLine, ContractView, EditContract
from services.deals.domain.authority import must_act_for
from services.deals.domain.contracts import must_add_up, must_be_editable, preparers, priced, totals
from services.deals.store import contracts, projections
from services.deals.tables import Contract


async def edit_contract(id: UUID, command: EditContract, uow: UnitOfWork, *, expected: int) -> ContractView:
    """Only what is given changes, and only of the version that was read."""
    async with uow.begin() as work:
        row = await contracts.lock_contract(work, id)
        must_act_for(work.actor, row, "edit")
        if work.repeated:
            return await contracts.view(work, row)
        must_match("contract", row.id, current=row.version, expected=expected)
        must_be_editable(row.status)
        if command.terms is not None:
            must_add_up(command.terms)
            row.terms = [term.model_dump(mode="json") for term in command.terms]
            offer = await projections.find_offer(work, row.customer_id)
            row.offer = offer.model_dump(mode="json") if offer else None
        if command.clauses is not None:
            row.clauses = command.clauses
        if command.lines is not None:
            await _replace_lines(work, row, command.lines)
        row.risk_score, row.risk_factors, row.risk_by = None, [], None  # of the contract as it was
        row.prepared_by = preparers(row.prepared_by, work.actor)
        row.version += 1
        work.emit(ContractEdited.model_validate(row.event_args()))
        return await contracts.view(work, row)


async def _replace_lines(work: Work, row: Contract, requested: list[ContractLine]) -> None:
    products = await projections.list_products(work, [line.product_id for line in requested])
    lines = priced(requested, products, row.currency)
    total, list_total = totals(lines, row.currency)
    row.total, row.list_total = total.amount, list_total.amount
    await contracts.replace_lines(work, row.id, lines)
