"""Which customers may be this one, what does a person say about it, and what was joined?"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.form_input import Unreadable
from console.pages.parts.authority import may_act
from console.pages.parts.responses import Key, done, page
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Input, Link, Table, Worded
from messages.base import Page
from messages.deals.customer_care.merging import CustomerMergesView, MergeCustomer, TellCustomersApart
from messages.deals.customer_care.overview import CustomerOverview
from messages.deals.customers import CustomerView
from messages.leads.leads import DuplicateCandidate, FindDuplicates
from messages.texts import text

router = APIRouter(prefix="/customers/{customer_id}/duplicates")
PATH = "/customers/{}/duplicates"
THIS, OTHER = "this", "other"
Text = Annotated[str, Form()]


@router.get("")
async def duplicates(request: Request, customer_id: UUID, person: Reader, gateway: Gateway) -> Response:
    """By the index that leads, customers and people at customers have in common; without those told apart."""
    whole = await gateway.get("deals", f"/customers/{customer_id}/overview", CustomerOverview)
    seen = await gateway.get("deals", f"/customers/{customer_id}", CustomerView)
    past = await gateway.get("deals", f"/customers/{customer_id}/merges", CustomerMergesView)
    alike = [] if seen.merged_into else await _alike(seen, whole, past, gateway)
    tables = [*_candidates(alike), *_merges(past)]
    actions = _actions(seen, alike, past, person) if may_act(person, "judge_customers") else []
    return page(request, "customers/duplicates.html", person, customer=seen, tables=tables, actions=actions)


@router.post("/merge")
async def merge(
    request: Request, customer_id: UUID, gateway: Gateway, person: Reader, key: Key,
    other_id: Text = "", other_number: Text = "", keep: Text = THIS,
) -> Response:  # fmt: skip
    other = UUID(other_id) if other_id else await _numbered(other_number, gateway)
    one, into = (other, customer_id) if keep == THIS else (customer_id, other)
    await gateway.post("deals", f"/customers/{one}/merge", MergeCustomer(into_id=into), CustomerView, key=key)
    return done(request, f"/customers/{into}", text("message.merge_customer", person.lang))


@router.post("/unmerge")
async def unmerge(
    request: Request, customer_id: UUID, gateway: Gateway, person: Reader, key: Key, joined_id: Annotated[UUID, Form()]
) -> Response:
    await gateway.post("deals", f"/customers/{joined_id}/unmerge", None, CustomerView, key=key)
    return done(request, PATH.format(customer_id), text("message.unmerge_customer", person.lang))


@router.post("/tell-apart")
async def tell_apart(
    request: Request, customer_id: UUID, gateway: Gateway, person: Reader, key: Key, other_id: Annotated[UUID, Form()]
) -> Response:
    path = f"/customers/{customer_id}/tell-apart"
    await gateway.post("deals", path, TellCustomersApart(other_id=other_id), CustomerView, key=key)
    return done(request, PATH.format(customer_id), text("message.tell_customers_apart", person.lang))


async def _alike(
    seen: CustomerView, whole: CustomerOverview, past: CustomerMergesView, gateway: ServiceGateway
) -> list[DuplicateCandidate]:
    """One line for each customer, the likest."""
    phone = next((one.phones[0] for one in whole.contact_persons if one.phones and not one.masked), None)
    email = next((one.emails[0] for one in whole.contact_persons if one.emails and not one.masked), None)
    asked: dict[str, Any] = {"company": seen.name, "phone": phone, "email": email, "customers_only": True}
    command = FindDuplicates.model_validate(asked | {"legal_entity_id": seen.legal_entity_id})
    asking = gateway.post("leads", "/leads/duplicates", command, list[DuplicateCandidate])
    found = await gateway.part("leads", asking) or []
    not_it = {seen.id, None, *past.apart, *(one.customer_id for one in past.merges if one.undone_at is None)}
    return list({one.customer_id: one for one in reversed(found) if one.customer_id not in not_it}.values())[::-1]


async def _numbered(number: str, gateway: ServiceGateway) -> UUID:
    """By the number that somebody has typed."""
    typed = number.strip()
    found = await gateway.get("deals", "/customers", Page[CustomerView], q=typed or None, limit=2)
    ids = [one.id for one in found.items if one.number == typed.upper()]
    if not ids:
        raise Unreadable("other_number", "input.no_customer")
    return ids[0]


def _candidates(alike: list[DuplicateCandidate]) -> list[Table]:
    rows: list[tuple[Cell, ...]] = [
        (
            Link(one.number, f"/customers/{one.customer_id}"), one.company, one.contact, Worded(f"match.{one.match}"),
            f"{one.score:.0%}", Worded(f"duplicate.{one.rule}"), one.owner_name,
        )
        for one in alike
    ]  # fmt: skip
    columns = ("number", "company", "contact", "match", "score", "reason", "owner")
    return [Table("console.duplicates_of_customer", columns, rows)] if rows else []


def _merges(past: CustomerMergesView) -> list[Table]:
    rows: list[tuple[Cell, ...]] = [
        (
            Link(one.number, f"/customers/{one.customer_id}"), one.name, one.by_name, one.at,
            one.undone_by_name, one.undone_at,
        )
        for one in past.merges
    ]  # fmt: skip
    columns = ("joined_customer", "name", "by", "at", "undone_by", "undone_at")
    return [Table("console.merges", columns, rows)] if rows else []


def _actions(
    seen: CustomerView, alike: list[DuplicateCandidate], past: CustomerMergesView, person: Person
) -> list[Action]:
    """What was joined is taken out; who stands for himself is joined, or told apart."""
    path = PATH.format(seen.id)
    joined = [(str(one.customer_id), f"{one.number} {one.name}") for one in past.merges if one.undone_at is None]
    undo = [Action("unmerge_customer", f"{path}/unmerge", (Input("joined_id", "select", options=joined),))]
    if seen.merged_into:
        return undo if joined else []
    options = [(str(one.customer_id), f"{one.number} {one.company or ''}".strip()) for one in alike]
    keeps = [(one, text(f"choice.keep.{one}", person.lang)) for one in (THIS, OTHER)]
    other = Input("other_id", "select", options=[("", "—"), *options], required=False)
    number = Input("other_number", required=False, hint="hint.other_number")
    inputs = (other, number, Input("keep", "select", THIS, keeps))
    actions = [Action("merge_customer", f"{path}/merge", inputs, sure="sure.merge_customer")]
    if options:
        choose = (Input("other_id", "select", options=options),)
        actions.append(Action("tell_customers_apart", f"{path}/tell-apart", choose))
    return actions + (undo if joined else [])
