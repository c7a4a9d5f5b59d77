"""Who owes what, as it is looked for by number, name and amount?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from messages.matching.characters import letters, plain
from messages.matching.companies import CompanyName, Match, company_name, match_names, pairs_of

SHORTEST_NUMBER = 5  # letters and digits of a number that is looked for in a text
RAREST = 3  # pairs of characters by which names are looked for that are alike
MOST_OF_A_PAIR = 300
MOST_ALIKE = 3


@dataclass(frozen=True)
class OpenDebt:
    """A receivable with what nobody has paid or recorded yet; `names` are its numbers, the order's, its invoices'."""

    id: UUID
    number: str
    customer_id: UUID
    customer_name: str
    room: Decimal
    due_on: date | None = None
    order_id: UUID | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class RecordedPayment:
    """A payment that no entry stands behind yet."""

    id: UUID
    number: str
    customer_id: UUID
    customer_name: str
    amount: Decimal
    reference: str = ""
    reference_key: str | None = None


class Debts:
    """Of one legal entity in one currency. Built once, asked for each entry; some hundred bytes a debt."""

    def __init__(self, debts: Iterable[OpenDebt], recorded: Iterable[RecordedPayment] = ()) -> None:
        self.of_customer: dict[UUID, list[OpenDebt]] = {}
        self.of_amount: dict[Decimal, list[OpenDebt]] = {}
        self.recorded: dict[Decimal, list[RecordedPayment]] = {}
        self._of_number: dict[str, tuple[str, list[OpenDebt]]] = {}
        self._names: dict[UUID, CompanyName] = {}
        self._of_name: dict[str, list[UUID]] = {}
        self._of_pair: dict[str, list[UUID]] = {}
        for debt in sorted(debts, key=lambda debt: (debt.due_on or date.max, debt.id)):
            self._add(debt)
        for payment in recorded:
            self.recorded.setdefault(payment.amount, []).append(payment)
        self._lengths = sorted({len(key) for key in self._of_number}, reverse=True)

    def named_in(self, text: str) -> Iterator[tuple[str, list[OpenDebt]]]:
        """The numbers that stand in a text, whatever stands between their letters; none that is the beginning of a
        longer number."""
        joined, starts = _joined(text)
        taken = [False] * len(joined)
        for length in self._lengths:
            for at in range(len(joined) - length + 1):
                found = self._of_number.get(joined[at : at + length])
                if found and not taken[at] and _stands_alone(joined, starts, at, at + length):
                    taken[at : at + length] = [True] * length
                    yield found

    def has_word(self, text: str, key: str) -> bool:
        """Does this reference, in its normal form, stand in the text?"""
        joined, starts = _joined(text)
        at = joined.find(key.casefold())
        return at >= 0 and _stands_alone(joined, starts, at, at + len(key))

    def called(self, name: str, *, wide: bool) -> Iterator[tuple[UUID, Match]]:
        """Customers of this name; with `wide`, where there is none, those whose name is alike."""
        if not name:
            return
        asked = company_name(name)
        same = self._of_name.get(asked.key, [])
        yield from ((customer, Match.SAME) for customer in same)
        if not same and wide:
            pairs = sorted(pairs_of(asked.core), key=lambda pair: len(self._of_pair.get(pair, ())))
            near = dict.fromkeys(
                customer for pair in pairs[:RAREST] for customer in self._of_pair.get(pair, [])[:MOST_OF_A_PAIR]
            )
            alike = (one for one in near if match_names(asked, self._names[one]) is Match.ALIKE)
            yield from ((customer, Match.ALIKE) for customer, _ in zip(alike, range(MOST_ALIKE), strict=False))

    def is_called(self, name: str, other: str) -> bool:
        return bool(other) and match_names(company_name(name), company_name(other)) is Match.SAME

    def _add(self, debt: OpenDebt) -> None:
        if debt.customer_id not in self.of_customer:
            self._add_name(debt.customer_id, debt.customer_name)
        self.of_customer.setdefault(debt.customer_id, []).append(debt)
        self.of_amount.setdefault(debt.room, []).append(debt)
        for name in dict.fromkeys((debt.number, *debt.names)):
            key = letters(name)
            if len(key) >= SHORTEST_NUMBER and any(char.isdigit() for char in key):
                self._of_number.setdefault(key, (name, []))[1].append(debt)

    def _add_name(self, customer: UUID, name: str) -> None:
        found = company_name(name)
        self._names[customer] = found
        if found.core:
            self._of_name.setdefault(found.key, []).append(customer)
            for pair in pairs_of(found.core):
                self._of_pair.setdefault(pair, []).append(customer)


def _joined(text: str) -> tuple[str, set[int]]:
    """The letters and digits of a text, and the places among them before which something else stood."""
    found: list[str] = []
    starts: set[int] = set()
    gap = True
    for char in plain(text):
        if char.isalnum():
            if gap:
                starts.add(len(found))
            found.append(char)
            gap = False
        else:
            gap = True
    starts.add(len(found))
    return "".join(found), starts


def _stands_alone(joined: str, starts: set[int], begin: int, end: int) -> bool:
    """No digit goes on before or after it, unless something stood between."""
    before = begin in starts or not (joined[begin].isdigit() and joined[begin - 1].isdigit())
    after = end in starts or not (joined[end - 1].isdigit() and joined[end].isdigit())
    return before and after
