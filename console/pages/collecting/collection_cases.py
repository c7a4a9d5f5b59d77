"""Which customers owe, and what is known, agreed and done about it? (collection cases 催收案件)"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from console.pages.collecting.collection_process import tabs
from console.pages.parts.authority import may_act
from console.pages.parts.collecting import (
    acts_on,
    contacting,
    nodes_of_customer,
    pausing,
    planning,
    plans_of,
    promising,
    tables_of,
    thread,
)
from console.pages.parts.lists import ListWanted
from console.pages.parts.responses import address, done, list_page, more, record_page
from console.pages.parts.waiting import waits
from console.service_gateway import Gateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Field, Input, Link, Listing, Record, Table, Worded
from messages.base import Page
from messages.collections.cases.contacts import ContactView
from messages.collections.cases.views import CollectionCaseLine, CollectionCaseView
from messages.collections.receivables import ReceivableView
from messages.texts import text

router = APIRouter()

PATH = "/collection-cases"
COLUMNS = ("customer", "receivables", "open", "overdue", "oldest_due_on", "days_late", "level", "paused", "promised")
OWED = ("number", "due_on", "days_late", "level", "open", "paused_until")


@router.get(PATH)
async def collection_cases(
    request: Request, person: Reader, gateway: Gateway, asked: ListWanted, late: Annotated[bool, Query()] = False
) -> Response:
    """Who owes most that is late first; one row for each currency."""
    query = {"late": True if late else None, **asked.query(person)}
    found = await gateway.get("collections", PATH, Page[CollectionCaseLine], **query)
    kept = asked.kept(late="true" if late else "")
    listing = Listing(
        "nav.collection_cases",
        COLUMNS,
        [_line(one) for one in found.items],
        more(found, PATH, **kept),
        filters=[
            ("filter.all", address(PATH, asked.kept()), not late),
            ("filter.late_only", address(PATH, asked.kept(late="true")), late),
        ],
        tabs=tabs("collection_cases"),
        actions=[Action("see_contact_rules", "/contact-rules", page=True)],
        empty="empty.collection_cases",
        search=asked.q,
        hint="search.records",
        owners=[
            ("filter.everybody", address(PATH, {**kept, "mine": ""}), not asked.mine),
            ("filter.mine", address(PATH, {**kept, "mine": "true"}), asked.mine),
        ],
        kept=[(name, str(value)) for name, value in kept.items() if value and name != "q"],
        all=PATH if asked.q or asked.mine or late else "",
    )
    return list_page(request, person, listing)


@router.get("/contacts/{contact_id}")
async def contact(request: Request, contact_id: UUID, gateway: Gateway, person: Reader) -> Response:
    """It is dealt with on the page of its case."""
    seen = await gateway.get("collections", f"/contacts/{contact_id}", ContactView)
    return done(request, f"{PATH}/{seen.customer_id}")


@router.get(PATH + "/{customer_id}")
async def collection_case(request: Request, customer_id: UUID, person: Reader, gateway: Gateway) -> Response:
    seen = await gateway.get("collections", f"{PATH}/{customer_id}", CollectionCaseView)
    fields: list[Field] = [
        ("customer", Link(seen.customer_name, f"/customers/{customer_id}")),
        ("grade", seen.grade or Worded("console.no_grade")),
    ]
    fields += [(name, money) for one in seen.sums for name, money in (("open", one.open), ("overdue", one.overdue))]
    tables = [Table("nav.receivables", OWED, [_owed(one) for one in seen.receivables])]
    tables += await gateway.part("collections", nodes_of_customer(gateway, customer_id, person)) or []
    tables += plans_of(seen.plans)
    tables += tables_of(seen.pauses, seen.promises, seen.contacts)
    tables += [thread(seen.comments)] if seen.comments else []
    about = [*(one.id for one in seen.receivables), *(one.id for one in seen.contacts)]
    record = Record(
        "collection_case", customer_id, seen.customer_name, seen.customer_name, None, fields, tables,
        _actions(seen, person), waits=await waits(gateway, about),
    )  # fmt: skip
    return await record_page(request, person, record)


def _line(one: CollectionCaseLine) -> tuple[Cell, ...]:
    return (
        Link(one.customer_name, f"{PATH}/{one.customer_id}"), one.receivables, one.open, one.overdue or None,
        one.oldest_due_on, one.days_late or None, one.level, one.paused or None, one.promised or None,
    )  # fmt: skip


def _owed(one: ReceivableView) -> tuple[Cell, ...]:
    number = Link(one.number, f"/receivables/{one.id}")
    return number, one.due_on, one.days_late or None, one.level, one.open, one.paused_until


def _actions(seen: CollectionCaseView, person: Person) -> list[Action]:
    """On all of what he may act on, all that is late, or one."""
    mine = [one for one in seen.receivables if may_act(person, "collect", one.owner_id)]
    if not mine:
        return []
    base = f"{PATH}/{seen.customer_id}"
    late = [("late", text("value.which.late", person.lang))] if any(one.days_late > 0 for one in mine) else []
    options = [*late, ("all", text("value.which.all", person.lang)), *((str(one.id), one.number) for one in mine)]
    which = Input("which_receivables", "select", options=options)
    amount = Input("amount", "money", required=False, hint="hint.promise_amount")
    acts = [
        promising(base, amount, which),
        planning(base, which),
        contacting(base, person, which),
        pausing(base, person, which),
    ]
    return [*acts_on(seen.pauses, seen.promises, seen.contacts, person), *acts]
