"""Keep what deals tells of contracts."""

from chassis.directory import hold_person
from chassis.subscriptions import NotYet
from chassis.unit_of_work import UnitOfWork, Work
from messages.deals.contracts import ContractCancelled, ContractCancelRequested, ContractEffective, ContractFact
from messages.orders.call_offs import CallOffsClosed, CallOffsKept, call_offs_of
from services.orders.domain.call_off import may_close
from services.orders.store import contracts as store
from services.orders.store import orders
from services.orders.tables import ContractLineRow, ContractRow


async def note_effective(event: ContractEffective, uow: UnitOfWork) -> None:
    """From now on it may be called off. One that is known (also as cancelled: facts may come late) stays as it is."""
    async with uow.begin() as work:
        if await store.find_contract(work, event.contract_id) is not None:
            return
        contract = await _contract(work, event)
        contract.effective = True
        contract.customer_name = event.customer_name
        contract.instalments = len(event.terms)
        work.session.add(contract)
        await work.session.flush()
        for number, line in enumerate(event.lines, start=1):
            agreed = line.model_dump(include={"product_id", "quantity", "price"})
            work.session.add(ContractLineRow(contract_id=event.contract_id, line=number, **agreed))


async def answer_cancelling(event: ContractCancelRequested, uow: UnitOfWork) -> None:
    """The contract's row, which everybody who orders locks, decides between an order and the cancellation."""
    async with uow.begin() as work:
        contract = await store.find_contract(work, event.contract_id)
        if contract is None:
            raise NotYet("contract", event.contract_id)
        told = {
            "calloffs_id": call_offs_of(contract.id),
            "contract_id": contract.id,
            "number": contract.number,
            "legal_entity_id": contract.legal_entity_id,
            "version": event.version,
        }
        standing = await orders.list_standing(work, contract.id)
        if may_close(standing):
            contract.effective = False
            work.emit(CallOffsClosed.model_validate(told))
        else:
            work.emit(CallOffsKept.model_validate(told | {"orders": standing}))


async def note_cancelled(event: ContractCancelled, uow: UnitOfWork) -> None:
    """Nothing more may be called off, also when the news that it was effective is still under way."""
    async with uow.begin() as work:
        contract = await store.find_contract(work, event.contract_id)
        if contract is None:
            work.session.add(await _contract(work, event))
        else:
            contract.effective = False


async def _contract(work: Work, event: ContractFact) -> ContractRow:
    owner = await hold_person(work, event.owner_id)
    if owner is None:
        raise NotYet("person", event.owner_id)
    return ContractRow(
        id=event.contract_id,
        number=event.number,
        effective=False,
        customer_id=event.customer_id,
        customer_name="",
        owner_id=owner.id,
        owner_name=owner.name,
        owner_unit=owner.unit,
        legal_entity_id=event.legal_entity_id,
        total=event.total.amount,
        currency=event.total.currency,
        instalments=0,
    )
