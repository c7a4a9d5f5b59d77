"""How is an opportunity won?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.deals.contracts import ContractDrafted, ContractStatus
from messages.deals.opportunities import OpportunityStatus, OpportunityView, OpportunityWon, WinOpportunity
from messages.money import Money
from services.deals.domain.authority import must_act_for
from services.deals.domain.contracts import must_add_up, preparers, priced, totals, usual_terms
from services.deals.domain.lifecycle import must_be_live, must_be_open
from services.deals.domain.opportunities import Drafted, id_in_use, must_be_what_stands
from services.deals.domain.registrations import must_be_protected
from services.deals.store import contracts, opportunities, projections, registrations
from services.deals.tables import Contract, Opportunity
from services.deals.use_cases.opportunities.lose_opportunity import close, close_registration
from services.deals.use_cases.steps.customer_clock import note_deal
from services.deals.use_cases.steps.free_project import must_be_free
from services.deals.use_cases.steps.progress import must_leave, stages_for

SERIES = "CT"


async def win_opportunity(id: UUID, command: WinOpportunity, uow: UnitOfWork) -> OpportunityView:
    """Its draft contract is made and its registration closed, once. Winning again changes nothing; DEA-37 with other
    content."""
    async with uow.begin() as work:
        row, customer = await opportunities.lock_with_customer(work, id)
        must_act_for(work.actor, row, "win")
        if work.repeated:
            return await opportunities.view(work, row)
        if row.status is OpportunityStatus.WON and row.contract_id is not None:
            must_be_what_stands(command, await _drafted(work, row.contract_id))
            return await opportunities.view(work, row)
        must_be_live(row.history)
        must_be_open(row.status)
        await must_be_free(work, row)
        registration = await registrations.lock_registration_of(work, row.registration_id)
        must_be_protected(registration.status if registration else None)
        await must_leave(work, row, None, await stages_for(work, row))
        contract = await _draft(work, row, command)
        row.status = OpportunityStatus.WON
        row.won_amount, row.won_currency, row.contract_id = contract.total, contract.currency, contract.id
        await close(work, row)
        await note_deal(work, customer)
        work.emit(_won(row, contract))
        if registration is not None:
            close_registration(work, registration)
        work.emit(ContractDrafted.model_validate(contract.event_args()))
        return await opportunities.view(work, row)


async def _draft(work: Work, row: Opportunity, command: WinOpportunity) -> Contract:
    products = await projections.list_products(work, [line.product_id for line in command.lines])
    lines = priced(command.lines, products, command.currency)
    total, list_total = totals(lines, command.currency)
    offer = await projections.find_offer(work, row.customer_id)
    terms = command.terms or usual_terms(offer)
    must_add_up(terms)
    id = command.contract_id or work.new_id()
    contract = Contract(
        **row.model_dump(include={"customer_id", "owner_id", "owner_unit", "legal_entity_id"}),
        id=id,
        number=await work.next_number(SERIES, row.legal_entity_id),
        status=ContractStatus.DRAFT,
        opportunity_id=row.id,
        currency=command.currency,
        total=total.amount,
        list_total=list_total.amount,
        terms=[term.model_dump(mode="json") for term in terms],
        offer=offer.model_dump(mode="json") if offer else None,
        clauses=command.clauses,
        prepared_by=preparers([row.owner_id], work.actor),
        created_at=work.now,
    )
    added = await contracts.add_contract(work, contract, lines)
    if added is None:
        raise id_in_use(id)
    return added


async def _drafted(work: Work, contract_id: UUID) -> Drafted:
    contract, lines = await contracts.find_whole(work, contract_id)
    return Drafted(
        **contract.model_dump(include={"id", "number", "currency", "clauses"}),
        terms=contract.instalments,
        lines=[(line.product_id, line.quantity, line.price) for line in lines],
    )


def _won(row: Opportunity, contract: Contract) -> OpportunityWon:
    return OpportunityWon.model_validate(
        {
            **row.event_args(),
            "amount": Money.of(contract.total, contract.currency),
            "contract_id": contract.id,
            "registration_id": row.registration_id,
        }
    )
