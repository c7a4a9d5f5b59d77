"""What does a page show: a record with its facts and what one may do with it, or a list of them?"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from messages.approvals.requests import RequestView
from messages.money import Money

Shown = str | int | bool | Decimal | Money | datetime | date | UUID | None
SUMMED = ("amount", "paid", "total")


@dataclass(frozen=True)
class Worded:
    """A value that is a code of the catalogues, such as `status.order.CONFIRMED`."""

    code: str
    params: dict[str, object] = field(default_factory=dict)
    tone: str = "plain"  # plain, good, busy, bad: how it is coloured


@dataclass(frozen=True)
class Link:
    """A value that leads somewhere."""

    text: Shown | Worded
    href: str


Cell = Shown | Link | Worded
Fact = tuple[str, Cell]  # the code `field.<name>`, the value


@dataclass(frozen=True)
class Input:
    """One field of a form; its label is `field.<name>`."""

    name: str
    kind: str = "text"  # text, number, date, area, select, hidden, money
    value: str = ""
    options: Sequence[tuple[str, str]] = ()
    required: bool = True
    hint: str = ""  # a code


@dataclass(frozen=True)
class Act:
    """Something one may do: a button, or a form that a button opens. Its label is `button.<name>`.

    With `page` the button leads to a page of its own, which has the form.
    """

    name: str
    path: str
    inputs: Sequence[Input] = ()
    weight: str = "plain"  # primary, plain, danger
    page: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under column codes (`field.<column>`)."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]

    @property
    def sums(self) -> dict[str, Money]:
        """Of the columns that add up, where there are several rows in one currency."""
        found = {}
        for place, column in enumerate(self.columns):
            money = [row[place] for row in self.rows]
            if column in SUMMED and len(money) > 1 and all(isinstance(one, Money) for one in money):
                amounts = [one for one in money if isinstance(one, Money)]
                if len({one.currency for one in amounts}) == 1:
                    found[column] = sum(amounts[1:], amounts[0])
        return found


@dataclass(frozen=True)
class Record:
    """One business record as a page."""

    kind: str
    id: UUID
    number: str
    title: str
    status: Worded | None
    facts: Sequence[Fact]
    tables: Sequence[Table] = ()
    acts: Sequence[Act] = ()
    note: Worded | None = None  # what the reader should know first: a guidance, a reason, what it waits for
    path: Sequence[tuple[str, str]] = ()  # stations of its life as (code, done | now | ahead)
    request: RequestView | None = None  # who has to agree, and who has it now


@dataclass(frozen=True)
class Listing:
    """A page of a list."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    next: str | None = None
    filters: Sequence[tuple[str, str, bool]] = ()  # code, href, chosen
    tabs: Sequence[tuple[str, str, bool]] = ()  # the lists beside this one
    acts: Sequence[Act] = ()
    empty: str = "empty.list"
    search: str | None = None  # what is looked for now; None: this list cannot be searched
