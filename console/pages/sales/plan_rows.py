"""Which rows of a payment plan follow from a contract's terms as they are typed now?"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError

from console.form_input import Unreadable
from console.pages.parts.responses import page
from console.pages.parts.written_terms import problem_of, read_terms
from console.pages.sales.contract_terms import currency_of, typed_lines
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Cell, Table
from messages.deals.contracts import ContractLine
from messages.deals.terms import Instalment
from messages.money import Money, total
from messages.payment_terms.rows import plan_rows
from messages.payment_terms.words import plain, said_due
from messages.texts import text

router = APIRouter(prefix="/contracts")
WHOLE = Decimal(100)


@dataclass(frozen=True)
class Plan:
    """Or the reason why there is none."""

    table: Table | None = None
    problem: str = ""


@router.post("/plan-rows")
async def rows(request: Request, gateway: Gateway, person: Reader) -> Response:
    form = await request.form()
    try:
        terms = read_terms(form)
        plan = await _plan(terms, await typed_lines(form, gateway), gateway, person)
    except (Unreadable, ValidationError) as wrong:
        plan = Plan(problem=problem_of(wrong, person))
    return page(request, "sales/plan_rows.html", person, plan=plan)


async def _plan(
    terms: Sequence[Instalment], lines: Sequence[ContractLine], gateway: ServiceGateway, person: Person
) -> Plan:
    """Without lines it says when, and not yet how much."""
    share = sum((row.percent for row in terms), Decimal(0))
    if share != WHOLE:
        return Plan(problem=text("DEA-10", person.lang, percent=plain(share)))
    whole = await _whole(lines, gateway)
    table = plan_table(whole or Money.zero("CNY"), terms, person.lang)
    if whole is None:
        return Plan(Table(table.title, table.columns[:-1], [row[:-1] for row in table.rows]))
    return Plan(table)


async def _whole(lines: Sequence[ContractLine], gateway: ServiceGateway) -> Money | None:
    if not lines:
        return None
    currency = await currency_of(gateway, lines)
    return total([Money.of(line.price, currency) * line.quantity for line in lines], currency)


def plan_table(whole: Money, terms: Sequence[Instalment], lang: str) -> Table:
    """Batch, share, date or milestone, amount: to the cent the whole."""
    found: list[tuple[Cell, ...]] = [
        (row.number, row.instalment.percent, _due(row.instalment, row.part, lang), row.amount)
        for row in plan_rows(whole, terms)
    ]
    return Table("field.plan_rows", ("instalment", "percent", "due_rule", "amount"), found)


def _due(row: Instalment, part: int, lang: str) -> str:
    said = said_due(row.trigger, row.days, row.timing(), lang)
    return said if row.times == 1 else text("terms.part", lang, due=said, part=part, parts=row.times)
