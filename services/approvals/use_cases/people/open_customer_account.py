"""Who at a customer may order for himself from now on?"""

import asyncio

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.customer_accounts import CustomerAccountView, OpenCustomerAccount
from messages.errors import NotFound
from messages.roles import Role
from services.approvals.domain.people.org import must_be_free_login
from services.approvals.store.audit.directory_lines import NOTHING, record_change
from services.approvals.store.people import people as store
from services.approvals.tables.people import PersonRow, person_changed
from services.approvals.use_cases.steps.kept_customer import account_view, kept_customer
from services.approvals.use_cases.steps.verify_password import hash_password


async def open_customer_account(command: OpenCustomerAccount, uow: UnitOfWork) -> CustomerAccountView:
    """Of one customer for good. The same id again shows the account. Raises NotFound, Forbidden; APP-44."""
    password = await asyncio.to_thread(hash_password, command.password)
    async with uow.begin() as work:
        customer = await kept_customer(work, command.customer_id)
        await store.lock_org_chart(work)
        id = command.id or work.new_id()
        known = await work.session.get(PersonRow, id)
        if known is not None:
            if known.customer_id != customer.id:
                raise NotFound("customer_account", id)
            return account_view(known, customer)
        must_be_free_login(command.login, taken=await store.find_by_login(work, command.login) is not None)
        account = PersonRow(
            id=id, login=command.login, name=command.name, lang=command.lang, password_hash=password, unit="",
            roles=[Role.CUSTOMER], legal_entity_id=customer.legal_entity_id, customer_id=customer.id, tz=customer.tz,
        )  # fmt: skip
        work.session.add(account)
        work.emit(person_changed(account))
        after = account.model_dump()
        await record_change(work, "customer_account", id, named=account.login, before=NOTHING, after=after)
        return account_view(account, customer)
