"""At which node of collection 回款流程 is each debt, whose is it, and until when?"""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from console.pages.parts.lists import ListWanted
from console.pages.parts.responses import address, list_page, more
from console.service_gateway import Gateway
from console.session import Person, Reader
from console.view_models import Cell, Link, Listing, Worded
from console.wording.nodes import day_of, owner_said, what_of
from messages.base import Page
from messages.collections.cases.process import CollectionProcessLine

router = APIRouter()

PATH = "/collection-process"
COLUMNS = ("deadline", "node", "node_owner", "receivable", "customer", "open", "due_on", "days_late")
ROLES = ("finance", "director", "legal")
TABS = ("collection_cases", "collection_process")


def tabs(chosen: str) -> list[tuple[str, str, bool]]:
    """The lists of collecting."""
    return [(f"nav.{name}", f"/{name.replace('_', '-')}", name == chosen) for name in TABS]


@router.get(PATH)
async def collection_process(
    request: Request,
    person: Reader,
    gateway: Gateway,
    asked: ListWanted,
    late: Annotated[bool, Query()] = False,
    role: Literal["finance", "director", "legal"] | None = None,
    owner: UUID | None = None,
) -> Response:
    """What is over its deadline first, then what comes next; everybody's, one's own, a role's, or one person's."""
    query = asked.query(person) | {"late": True if late else None, "role": role}
    query["owner_id"] = query["owner_id"] or owner
    found = await gateway.get("collections", PATH, Page[CollectionProcessLine], **query)
    kept = asked.kept(late="true" if late else "", role=role or "", owner=str(owner) if owner else "")
    plain = asked.kept(mine="")
    listing = Listing(
        "nav.collection_process",
        COLUMNS,
        [_row(one, person) for one in found.items],
        more(found, PATH, **kept),
        filters=[
            ("filter.all", address(PATH, {**kept, "late": ""}), not late),
            ("filter.over_deadline", address(PATH, {**kept, "late": "true"}), late),
        ],
        tabs=tabs("collection_process"),
        empty="empty.collection_process",
        search=asked.q,
        hint="search.records",
        owners=[
            ("filter.everybody", address(PATH, plain), not (asked.mine or role or owner)),
            ("filter.mine", address(PATH, {**plain, "mine": "true"}), asked.mine),
            *((f"filter.of_{one}", address(PATH, {**plain, "role": one}), role == one) for one in ROLES),
        ],
        kept=[(name, str(value)) for name, value in kept.items() if value and name != "q"],
        all=PATH if any(kept.values()) else "",
    )
    return list_page(request, person, listing)


def _row(one: CollectionProcessLine, person: Person) -> tuple[Cell, ...]:
    owner: Cell = owner_said(one.node, person.lang)
    if one.node.owner.person_id is not None and isinstance(owner, str):
        owner = Link(owner, address(PATH, {"owner": one.node.owner.person_id}))
    deadline = day_of(one.node, one.tz)
    return (
        Worded("console.over_deadline", {"day": deadline}, "bad") if one.node.is_late else deadline,
        what_of(one.node),
        owner,
        Link(one.number, f"/receivables/{one.receivable_id}"),
        Link(one.customer_name, f"/collection-cases/{one.customer_id}"),
        one.open,
        one.due_on,
        one.days_late or None,
    )
