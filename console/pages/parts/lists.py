"""How is a list of records searched, narrowed to a status or to one's own, and paged?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Query, Request

from console.pages.parts.responses import address, more, status_filters
from console.session import Person
from console.view_models import Cell, Listing
from messages.base import Page

PAGE = 50
PAGE_OF_FILE = 100  # where a whole list goes out as a file


@dataclass(frozen=True)
class Wanted:
    """What the address of the list says."""

    q: str
    mine: bool
    cursor: str | None
    limit: int = PAGE

    def query(self, person: Person) -> dict[str, Any]:
        """As the services are asked."""
        owner_id = person.id if self.mine else None
        return {"q": self.q or None, "owner_id": owner_id, "cursor": self.cursor, "limit": self.limit}

    def kept(self, **but: object) -> dict[str, object]:
        """For an address that changes only one thing of this."""
        return {"q": self.q, "mine": "true" if self.mine else "", **but}


def wanted(
    request: Request,
    q: Annotated[str, Query(max_length=200)] = "",
    mine: bool = False,
    cursor: Annotated[str | None, Query()] = None,
) -> Wanted:
    return Wanted(" ".join(q.split()), mine, cursor, page_size(request))


def page_size(request: Request) -> int:
    """Of a list that is shown, or goes out."""
    return PAGE if getattr(request.state, "listings", None) is None else PAGE_OF_FILE


BY_PARTY = "search.parties"  # what may be typed, where a list holds companies and people
ListWanted = Annotated[Wanted, Depends(wanted)]


@dataclass(frozen=True)
class RecordList:
    """Of one kind of record: where it stands, and what it is called."""

    kind: str
    path: str
    statuses: Iterable[str]
    columns: Sequence[str]

    def listing(
        self, found: Page[Any], rows: Sequence[Sequence[Cell]], asked: Wanted, status: str | None, **other: Any
    ) -> Listing:
        """`other`: filters besides the statuses, tabs."""
        extra = other.pop("extra", {})
        kept = asked.kept(status=status, **extra)
        name = self.path.removeprefix("/").replace("-", "_")
        filters = status_filters(self.kind, self.statuses, self.path, status, **asked.kept())
        return Listing(
            f"nav.{name}",
            self.columns,
            rows,
            more(found, self.path, **kept),
            other.pop("filters", filters),
            empty=f"empty.{name}",
            search=asked.q,
            hint=other.pop("hint", "search.records"),
            owners=[
                ("filter.everybody", address(self.path, {**kept, "mine": ""}), not asked.mine),
                ("filter.mine", address(self.path, {**kept, "mine": "true"}), asked.mine),
            ],
            kept=[(name, str(value)) for name, value in kept.items() if value and name != "q"],
            all=self.path if asked.q or asked.mine or status or any(extra.values()) else "",
            **other,
        )
