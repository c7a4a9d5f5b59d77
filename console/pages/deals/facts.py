"""What is known of what a customer needs, has, and who decides: how is it written down, and how was it before?"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.form_input import amount
from console.pages.deals.written_rows import read_rows, write_rows
from console.pages.parts.responses import Key, done, page
from console.service_gateway import Gateway, ServiceGateway
from console.session import Reader
from console.view_models import Cell, Input, Table, Worded
from messages.base import Page
from messages.deals.facts import FactsView, OpportunityFacts, RecordFacts
from messages.deals.opportunities import OpportunityView
from messages.texts import text

router = APIRouter(prefix="/opportunities/{opportunity_id}/facts")
PARTS = {
    "needs": ("what", "quantity", "unit"),
    "supporters": ("name", "title", "note"),
    "deciders": ("name", "title", "note"),
    "competitors": ("name", "strength", "weakness"),
}
Text = Annotated[str, Form()]


@router.get("")
async def facts_form(request: Request, opportunity_id: UUID, person: Reader, gateway: Gateway) -> Response:
    """As it stands, with what stood before below."""
    seen = await gateway.get("deals", f"/opportunities/{opportunity_id}", OpportunityView)
    found = await gateway.get("deals", f"/opportunities/{opportunity_id}/facts", Page[FactsView], limit=20)
    now = found.items[0].facts if found.items else OpportunityFacts()
    values: dict[str, Any] = {
        "path": f"/opportunities/{opportunity_id}/facts", "record": f"/opportunities/{opportunity_id}",
        "title": f"{seen.customer_name} · {seen.project}", "inputs": _inputs(now),
        "before": [(one, facts_table(one.facts)) for one in found.items],
    }  # fmt: skip
    return page(request, "deals/facts_form.html", person, **values)


@router.post("")
async def record_facts(
    request: Request, opportunity_id: UUID, gateway: Gateway, person: Reader, key: Key,
    needs: Text = "", budget: Text = "", currency: Text = "", supporters: Text = "", deciders: Text = "",
    competitors: Text = "",
) -> Response:  # fmt: skip
    typed = {"needs": needs, "supporters": supporters, "deciders": deciders, "competitors": competitors}
    said: dict[str, Any] = {name: read_rows(name, value, PARTS[name]) for name, value in typed.items()}
    if budget.strip():
        said["budget"] = {"amount": str(amount("budget", budget)), "currency": currency.strip().upper()}
    path = f"/opportunities/{opportunity_id}"
    await gateway.post("deals", f"{path}/record-facts", RecordFacts.model_validate(said), OpportunityView, key=key)
    return done(request, path, text("message.saved", person.lang))


async def facts_of(gateway: ServiceGateway, seen: OpportunityView) -> list[Table]:
    """The newest, where anything is known."""
    if not seen.facts_version:
        return []
    found = await gateway.get("deals", f"/opportunities/{seen.id}/facts", Page[FactsView], limit=1)
    return [facts_table(found.items[0].facts)] if found.items else []


def facts_table(facts: OpportunityFacts) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for name, parts in PARTS.items():
        for one in getattr(facts, name):
            first, second, third = (getattr(one, part) for part in parts)
            rows.append((_what(name), first, second, third))
    if facts.budget:
        rows.append((_what("budget"), facts.budget, None, None))
    return Table("console.facts", ("what_fact", "said", "quantity_or_title", "note"), rows)


def _what(name: str) -> Cell:
    return Worded(f"field.{name}")


def _inputs(now: OpportunityFacts) -> list[Input]:
    def area(name: str) -> Input:
        rows = [[getattr(one, part) for part in PARTS[name]] for one in getattr(now, name)]
        return Input(name, "area", write_rows(rows), required=False, hint=f"hint.{name}")

    budget = now.budget
    return [
        area("needs"),
        Input("budget", "money", str(budget.amount) if budget else "", required=False),
        Input("currency", value=budget.currency if budget else "CNY", required=False),
        area("supporters"),
        area("deciders"),
        area("competitors"),
    ]
