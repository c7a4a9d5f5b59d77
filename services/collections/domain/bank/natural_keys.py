"""When is an entry of a file one that is kept already?"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from messages.matching.characters import letters
from messages.matching.identifiers import reference_key
from messages.matching.searches import search_text
from services.collections.domain.bank.decisions import payer_key
from services.collections.domain.bank.entries import BankFile, Entry, account_key
from services.collections.domain.shards import derived_id


@dataclass(frozen=True)
class KeyedEntry:
    """An entry with all by which it is known: its id follows from its legal entity, account, key and number."""

    id: UUID
    entry: Entry
    account: str
    account_key: str
    key: str
    occurrence: int
    payer_key: str | None
    reference_key: str | None
    search: str


def keyed(file: BankFile, legal_entity_id: str) -> list[KeyedEntry]:
    """All entries of a file, in its order; they are counted by account, whatever statement of it they stand in."""
    found: list[KeyedEntry] = []
    for account in dict.fromkeys(account_key(statement.account) for statement in file.statements):
        own = [one for one in file.statements if account_key(one.account) == account]
        entries = (entry for statement in own for entry in statement.entries)
        for entry, key, occurrence in counted(account, entries):
            found.append(
                KeyedEntry(
                    id=derived_id("bank entry", legal_entity_id, account, key, occurrence),
                    entry=entry,
                    account=own[0].account,
                    account_key=account,
                    key=key,
                    occurrence=occurrence,
                    payer_key=payer_key(entry.counterparty_account, entry.counterparty),
                    reference_key=reference_key(entry.reference),
                    search=search_text(entry.counterparty, entry.remittance, entry.reference, str(abs(entry.amount))),
                )
            )
    return found


def counted(account: str, entries: Iterable[Entry]) -> Iterator[tuple[Entry, str, int]]:
    """COL-86: entries are counted, not looked up: the second of a file with the same day, amount, payer, text and
    reference is the second of its kind, and the same file again brings none. `(entry, key, occurrence)`."""
    seen: Counter[str] = Counter()
    for entry in entries:
        key = natural_key(account, entry)
        seen[key] += 1
        yield entry, key, seen[key]


def natural_key(account: str, entry: Entry) -> str:
    """64 characters; blanks, width and signs between letters do not matter."""
    parts = (
        account_key(account),
        entry.booked_on.isoformat(),
        str(entry.amount),
        entry.currency,
        reference_key(entry.reference) or "",
        letters(entry.counterparty),
        letters(entry.remittance),
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
