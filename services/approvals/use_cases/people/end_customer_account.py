"""Who at a customer no longer orders for himself, or has forgotten his password?"""

import asyncio
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.customer_accounts import CustomerAccountView, ResetPassword
from services.approvals.store.audit.directory_lines import record_act, record_change
from services.approvals.use_cases.people.end_sessions import end_tokens
from services.approvals.use_cases.steps.kept_customer import account_view, lock_kept_account
from services.approvals.use_cases.steps.verify_password import hash_password


async def end_customer_account(account_id: UUID, uow: UnitOfWork) -> CustomerAccountView:
    """For good, and every token of it. Ending it again changes nothing."""
    async with uow.begin() as work:
        account, customer = await lock_kept_account(work, account_id)
        if account.active:
            before = account.model_dump()
            account.active = False
            await end_tokens(work, account)
            after = account.model_dump()
            await record_change(work, "customer_account", account_id, named=account.login, before=before, after=after)
        return account_view(account, customer)


async def reset_password(account_id: UUID, command: ResetPassword, uow: UnitOfWork) -> CustomerAccountView:
    """Of an account that has ended it opens nothing."""
    password = await asyncio.to_thread(hash_password, command.password)
    async with uow.begin() as work:
        account, customer = await lock_kept_account(work, account_id)
        if not work.repeated:
            account.password_hash = password
            await end_tokens(work, account)
            await record_act(work, "customer_account", account_id, "password", named=account.login)
        return account_view(account, customer)
