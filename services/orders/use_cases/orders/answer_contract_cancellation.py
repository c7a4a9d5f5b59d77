"""May a contract be cancelled, as far as its orders are concerned?"""

from chassis.db.unit_of_work import UnitOfWork
from chassis.events.subscriptions import NotYet
from messages.deals.contracts import ContractCancelRequested
from messages.orders.call_offs import CallOffsClosed, CallOffsKept, call_offs_of
from services.orders.domain.call_offs import may_close
from services.orders.store import orders
from services.orders.store import projections as store


async def answer_contract_cancellation(event: ContractCancelRequested, uow: UnitOfWork) -> None:
    """The contract's row, which everybody who orders locks, decides between an order and the cancellation."""
    async with uow.begin() as work:
        contract = await store.find_and_lock_contract(work, event.contract_id)
        if contract is None:
            raise NotYet("contract", event.contract_id)
        event_args = {
            "calloffs_id": call_offs_of(contract.id),
            "contract_id": contract.id,
            "number": contract.number,
            "legal_entity_id": contract.legal_entity_id,
            "version": event.version,
        }
        open_orders = await orders.list_open_orders_of_contract(work, contract.id)
        if may_close(open_orders):
            contract.effective = False
            work.emit(CallOffsClosed.model_validate(event_args))
        else:
            work.emit(CallOffsKept.model_validate(event_args | {"orders": open_orders}))
