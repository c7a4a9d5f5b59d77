"""What does a page show: a record with its fields and what one may do with it, or a list of them?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID
from zlib import crc32

from messages.approvals.requests import RequestView
from messages.money import Money, UnitPrice

Shown = str | int | bool | Decimal | Money | UnitPrice | datetime | date | UUID | None
SUMMED = ("amount", "paid", "total", "shipped", "received", "waiting", "invoiced", "discount", "share", "net", "tax")
VOID = (".REJECTED", ".CANCELLED", ".REVERSED", ".RETURNED", ".VOIDED")  # these rows do not stand


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


@dataclass(frozen=True)
class Share:
    """How much of the whole it is: a figure and a bar."""

    part: Money
    whole: Money
    brief: bool = False  # in a long list: the percentage stands for the figure

    @property
    def permille(self) -> int:
        """Never 1000 of what is not whole."""
        return min(1000, int(self.part.amount * 1000 // self.whole.amount)) if self.whole else 0


Cell = Shown | Link | Worded | Share
Field = tuple[str, Cell]  # the code `field.<name>`, the value


@dataclass(frozen=True)
class Input:
    """One field of a form; its label is `field.<name>`, or `label` where the company has given it."""

    name: str
    kind: str = "text"  # text, number, date, area, select, hidden, money
    value: str = ""
    options: Sequence[tuple[str, str]] = ()
    required: bool = True
    hint: str = ""  # a code
    label: str = ""
    row: int = 0  # where fields of one name repeat


@dataclass(frozen=True)
class Action:
    """Something one may do: a button, or a form that a button opens. Its label is `button.<name>`.

    With `page` the button leads to a page of its own, which has the form. With `sure` (a code) it says first what will
    happen, with `figures` what one should know to fill it in.
    """

    name: str
    path: str
    inputs: Sequence[Input] = ()
    weight: str = "plain"  # primary, plain, danger
    page: bool = False
    sure: str = ""
    figures: Sequence[Field] = ()

    @property
    def which(self) -> str:
        """What tells two forms apart that go to the same address: a mark of what each says without being asked."""
        unseen = "\n".join(f"{one.name}={one.value}" for one in self.inputs if one.kind == "hidden")
        return f"{crc32(unseen.encode()):08x}" if unseen else ""


def _money(cell: Cell) -> Money | None:
    found = cell.part if isinstance(cell, Share) else cell
    return found if isinstance(found, Money) else None


def _is_void(cell: Cell) -> bool:
    return isinstance(cell, Worded) and cell.code.startswith("status.") and cell.code.endswith(VOID)


@dataclass(frozen=True)
class Table:
    """Rows under column codes (`field.<column>`)."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    all: str = ""  # where the rest of the rows is, when these are not all: no sum is said of a part

    @property
    def sums(self) -> dict[str, Money]:
        """Of the columns that add up, where there are several rows in one currency: of the rows that stand."""
        found: dict[str, Money] = {}
        if self.all:
            return found
        standing = [row for row in self.rows if not any(_is_void(cell) for cell in row)]
        for place, column in enumerate(self.columns):
            amounts = [one for row in standing if (one := _money(row[place])) is not None]
            adds_up = len(amounts) == len(standing) and len({amount.currency for amount in amounts}) == 1
            if column in SUMMED and len(self.rows) > 1 and adds_up:
                found[column] = sum(amounts[1:], amounts[0])
        return found


@dataclass(frozen=True)
class Wait:
    """What keeps a record waiting: a text or the name of a step (per language), by whom, since when, until when."""

    what: Worded | Mapping[str, str]
    who: Sequence[str] = ()
    role: str = ""  # anybody who has it, where nobody is named
    since: datetime | None = None
    until: datetime | date | None = None
    href: str = ""
    number: str = ""
    seen_by: Sequence[str] = ()  # the roles that may follow `href`; none: everybody


@dataclass(frozen=True)
class Record:
    """One business record as a page."""

    kind: str
    id: UUID
    number: str
    title: str
    status: Worded | None
    fields: Sequence[Field]
    tables: Sequence[Table] = ()
    actions: Sequence[Action] = ()
    note: Worded | None = None  # what the reader should know first: a guidance, a reason, what it waits for
    path: Sequence[tuple[str, str]] = ()  # stations of its life as (code, done | now | ahead)
    request: RequestView | None = None  # who has to agree, and who has it now
    waits: Sequence[Wait] = ()
    standing: Sequence[tuple[str, Cell]] = ()  # the sums of what stands, `field.<name>`


@dataclass(frozen=True)
class Listing:
    """A page of a list."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    next: str | None = None
    filters: Sequence[tuple[str, str, bool]] = ()  # code, href, chosen
    tabs: Sequence[tuple[str, str, bool]] = ()  # the lists beside this one
    actions: Sequence[Action] = ()
    empty: str = "empty.list"
    search: str | None = None  # what is looked for now; None: this list cannot be searched
    hint: str = "button.search"  # by what it can be searched
    owners: Sequence[tuple[str, str, bool]] = ()  # everybody's, or one's own
    kept: Sequence[tuple[str, str]] = ()  # of the address, when something else is looked for
    all: str = ""  # the list without search and filters, when it has any
