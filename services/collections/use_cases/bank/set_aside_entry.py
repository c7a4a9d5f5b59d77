"""An entry is no customer's payment: why?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.bank import BankEntryStatus, BankEntryView, SetAsideBankEntry
from services.collections.domain.bank.decisions import must_be_open
from services.collections.store import bank
from services.collections.use_cases.steps.report_statement import follow_statement
from services.collections.use_cases.steps.show_suggestions import shown


async def set_aside_entry(id: UUID, command: SetAsideBankEntry, uow: UnitOfWork) -> BankEntryView:
    """A fee, a transfer of one's own, money that went. Again changes nothing. Raises NotFound, RuleViolation."""
    async with uow.begin() as work:
        entry = await bank.lock_entry(work, id)
        if not work.repeated and entry.status is not BankEntryStatus.SET_ASIDE:  # reopened since, it stays open
            must_be_open(entry.status)
            entry.status, entry.reason = BankEntryStatus.SET_ASIDE, command.reason
            entry.decided_by, entry.decided_at = work.actor.id, work.now
            entry.version += 1
            await follow_statement(work, entry.statement_id)
        return (await shown(work, [await bank.entry_and_payment(work, id)]))[0]
