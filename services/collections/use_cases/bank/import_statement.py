"""A file of a bank or payment provider is brought in: which of its entries are new?"""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.auth.reach import must_reach
from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.bank import StatementReport
from services.collections.domain.bank.entries import BankFile, Wanted
from services.collections.domain.bank.natural_keys import KeyedEntry, keyed
from services.collections.domain.bank.reading import read_bank_file
from services.collections.store import bank
from services.collections.tables import BankStatement
from services.collections.use_cases.steps.reconcile_provider import reconcile_provider
from services.collections.use_cases.steps.report_statement import FoundEntry, follow_statement, report_statement


@dataclass(frozen=True)
class Upload:
    """A file as it came, and for which legal entity."""

    name: str
    legal_entity_id: str
    content: bytes
    wanted: Wanted


async def preview_statement(upload: Upload, uow: UnitOfWork) -> StatementReport:
    """What the file has, and what would be kept. Raises Malformed when it cannot be read whole."""
    must_reach(uow.actor, upload.legal_entity_id, verb="POST /bank-statements/import/preview")
    file, entries = await asyncio.to_thread(_read, upload)
    async with uow.begin() as work:
        found = await _found(work, upload, file, entries)
        return report_statement(file, found, upload.name, upload.legal_entity_id, work.actor.lang)


async def import_statement(upload: Upload, uow: UnitOfWork) -> StatementReport:
    """Each entry once: the same file again adds none. A row that cannot be kept is told, the others are kept; of a file
    that cannot be read whole nothing is. Raises Malformed."""
    must_reach(uow.actor, upload.legal_entity_id, verb="POST /bank-statements/import")
    file, entries = await asyncio.to_thread(_read, upload)
    async with uow.begin_import() as work:
        id = work.new_id()
        found = await _found(work, upload, file, entries)
        report = report_statement(file, found, upload.name, upload.legal_entity_id, work.actor.lang)
        if (before := await bank.find_statement(work, id)) is not None:  # the same request again
            told = before.view().model_dump(include={"accepted", "duplicate", "invalid", "skipped"})
            return report.model_copy(update={"id": id, **told})
        statement = _statement(work, id, upload, report)
        work.session.add(statement)
        await work.write()
        wanted = [one.keyed for one in found if not one.is_known and not one.other_kind]
        new = await bank.add_entries(work, statement, wanted)
        statement.accepted, statement.duplicate = len(new), report.duplicate + len(wanted) - len(new)
        added = [one for one in wanted if one.id in new]
        told_before = await reconcile_provider(work, upload.legal_entity_id, added)
        if new:
            await follow_statement(work, id)
        counts = {"accepted": statement.accepted, "duplicate": statement.duplicate, "transactions": told_before}
        return report.model_copy(update={"id": id, **counts})


def _read(upload: Upload) -> tuple[BankFile, list[KeyedEntry]]:
    """In a thread of its own, before the transaction: a large file takes seconds."""
    file = read_bank_file(upload.content, upload.wanted)
    return file, keyed(file, upload.legal_entity_id)


async def _found(work: Work, upload: Upload, file: BankFile, entries: Sequence[KeyedEntry]) -> list[FoundEntry]:
    """Which of them are kept already, or have a day that is known from another kind of file."""
    known = await bank.known_entries(work, [one.id for one in entries])
    others = {
        account: await bank.days_of_other_kinds(
            work,
            legal_entity_id=upload.legal_entity_id,
            account_key=account,
            kind=file.kind,
            days={one.entry.booked_on for one in entries if one.account_key == account},
        )
        for account in {one.account_key for one in entries}
    }
    return [
        FoundEntry(one, True) if one.id in known
        else FoundEntry(one, False, others[one.account_key].get(one.entry.booked_on, ""))
        for one in entries
    ]  # fmt: skip


def _statement(work: Work, id: UUID, upload: Upload, report: StatementReport) -> BankStatement:
    return BankStatement(
        id=id,
        legal_entity_id=upload.legal_entity_id,
        name=upload.name,
        kind=report.kind,
        sha256=hashlib.sha256(upload.content).hexdigest(),
        accepted=report.accepted,
        duplicate=report.duplicate,
        invalid=report.invalid,
        skipped=report.skipped,
        imported_by=work.actor.id,
        imported_at=work.now,
    )
