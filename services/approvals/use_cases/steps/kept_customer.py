"""Of which customer does the actor keep the accounts? Part of opening, ending and listing them."""

from uuid import UUID

from chassis.auth.reach import has_reach, must_see
from chassis.db.unit_of_work import Work
from messages.approvals.customer_accounts import CustomerAccountView
from messages.errors import Forbidden, NotFound
from services.approvals.domain.people.customer_accounts import may_keep_accounts
from services.approvals.store.people.customer_accounts import find_customer, lock_account
from services.approvals.store.people.directory import find_directory
from services.approvals.tables.people import CustomerRow, PersonRow


async def kept_customer(work: Work, customer_id: UUID) -> CustomerRow:
    """Customers are open to their legal entity, their accounts are not. Raises NotFound, Forbidden."""
    customer = await find_customer(work, customer_id)
    if customer is None:
        raise NotFound("customer", customer_id)
    must_see(work.actor, customer.legal_entity_id, kind="customer", id=customer_id)
    if not await _may_keep(work, customer):
        raise Forbidden("keep the accounts of this customer")
    return customer


async def lock_kept_account(work: Work, account_id: UUID) -> tuple[PersonRow, CustomerRow]:
    """Locked until the commit. Raises NotFound, also for one that the actor does not keep."""
    account = await lock_account(work, account_id)
    customer = await find_customer(work, account.customer_id) if account.customer_id else None
    if customer is None or not has_reach(work.actor, customer.legal_entity_id) or not await _may_keep(work, customer):
        raise NotFound("customer_account", account_id)
    return account, customer


async def _may_keep(work: Work, customer: CustomerRow) -> bool:
    people = await find_directory(work)
    owner = people.persons.get(customer.owner_id) if customer.owner_id else None
    return may_keep_accounts(actor_id=work.actor.id, roles=work.actor.roles, unit=work.actor.unit, owner=owner)


def account_view(account: PersonRow, customer: CustomerRow) -> CustomerAccountView:
    said = account.model_dump(include={"id", "login", "name", "legal_entity_id", "active", "lang", "version"})
    return CustomerAccountView(**said, customer_id=customer.id, customer_name=customer.name)
