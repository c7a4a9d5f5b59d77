"""What is said of a file that was read? (a step of bringing statements in)"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.collections.bank import (
    BankStatementCleared,
    BankStatementLeftOpen,
    EntryOfFile,
    RowOfFile,
    StatementOfFile,
    StatementReport,
)
from messages.money import Money
from messages.texts import text
from services.collections.domain.bank.entries import BankFile, Entry
from services.collections.domain.bank.natural_keys import KeyedEntry
from services.collections.store import bank

SHOWN = 200  # entries of a preview, rows that are told
ROW_RULE = "COL-85"
OTHER_KIND = "COL-93"


@dataclass(frozen=True)
class FoundEntry:
    """An entry of a file, whether it is kept already, and from which other kind of file its day is known."""

    keyed: KeyedEntry
    is_known: bool
    other_kind: str = ""


def report_statement(
    file: BankFile, found: Sequence[FoundEntry], name: str, legal_entity_id: str, lang: str
) -> StatementReport:
    bad = [_told(one.line, one.column, one.value, ROW_RULE, text(one.why, lang)) for one in file.bad]
    others = [one for one in found if one.other_kind]
    bad += [
        _told(
            one.keyed.entry.line, "", one.keyed.entry.booked_on.isoformat(), OTHER_KIND,
            text(OTHER_KIND, lang, kind=one.other_kind),
        )
        for one in others
    ]  # fmt: skip
    duplicates = [one.keyed.entry.line for one in found if one.is_known]
    return StatementReport(
        name=name,
        kind=file.kind,
        legal_entity_id=legal_entity_id,
        accepted=len(found) - len(duplicates) - len(others),
        duplicate=len(duplicates),
        invalid=len(bad),
        skipped=len(file.skipped),
        statements=[
            _summed(one.account, one.currency, one.entries, one.opening, one.closing) for one in file.statements
        ],
        entries=[_shown(one) for one in found[:SHOWN]],
        bad=bad[:SHOWN],
        closed=[_told(one.line, "", one.value, "", "") for one in file.skipped[:SHOWN]],
        duplicates=duplicates[:SHOWN],
    )


def _told(line: int, column: str, value: str, rule: str, words: str) -> RowOfFile:
    return RowOfFile(line=line, column=column, value=value, rule=rule, text=words)


def _shown(one: FoundEntry) -> EntryOfFile:
    entry = one.keyed.entry
    return EntryOfFile(
        line=entry.line,
        booked_on=entry.booked_on,
        amount=Money(amount=entry.amount, currency=entry.currency),
        counterparty=entry.counterparty,
        remittance=entry.remittance,
        reference=entry.reference,
        account=one.keyed.account,
        occurrence=one.keyed.occurrence,
        is_known=one.is_known,
    )


def _summed(
    account: str, currency: str, entries: Iterable[Entry], opening: Decimal | None, closing: Decimal | None
) -> StatementOfFile:
    amounts = [entry.amount for entry in entries]
    came = sum((amount for amount in amounts if amount > 0), Decimal(0))
    went = sum((amount for amount in amounts if amount < 0), Decimal(0))

    def money(amount: Decimal | None) -> Money | None:
        return None if amount is None else Money(amount=amount, currency=currency)

    return StatementOfFile(
        account=account,
        currency=currency,
        entries=len(amounts),
        opening=money(opening),
        closing=money(closing),
        came=Money(amount=came, currency=currency),
        went=Money(amount=-went, currency=currency),
    )


async def follow_statement(work: Work, statement_id: UUID) -> None:
    """Of two who decide about the last two entries the second sees what the first one did: the statement is locked,
    after everything else."""
    await work.write()
    statement = await bank.lock_statement(work, statement_id)
    statement.version += 1
    left = await bank.count_open(work, statement_id)
    said = {
        "bank_statement_id": statement_id, "number": statement.name, "legal_entity_id": statement.legal_entity_id,
        "version": statement.version,
    }  # fmt: skip
    if not left.many:
        work.emit(BankStatementCleared.model_validate(said))
        return
    amount = Money.of(left.came, left.currencies[0]) if len(left.currencies) == 1 else None
    account = left.accounts[0] if len(left.accounts) == 1 else ""
    said |= {"account": account, "open_entries": left.many, "amount": amount}
    work.emit(BankStatementLeftOpen.model_validate(said))
