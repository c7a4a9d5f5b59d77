"""What did somebody get done today or yesterday? Everybody sees the own day, a manager that of each of his people."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Request, Response

from chassis.base.clock import now
from console.pages.parts.responses import page
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Cell, Worded
from messages.approvals.people import PersonView
from messages.base import Page
from messages.insights.views import DailyReport
from messages.money import Money
from messages.roles import Role

router = APIRouter(prefix="/daily-report")

COLUMNS = ("day_item", "count", "amount")
LEADING = (Role.SALES_MANAGER, Role.DIRECTOR)
MOST_PEOPLE = 100
Which = Literal["today", "yesterday"]


@router.get("")
async def daily_report(
    request: Request, person: Reader, gateway: Gateway, day: Which = "today", person_id: UUID | None = None
) -> Response:
    """Days of the reader's own clock."""
    today = now().astimezone(person.zone).date()
    wanted = today if day == "today" else today - timedelta(days=1)
    query = {"person_id": person_id or person.id, "day": wanted}
    seen = await gateway.get("insights", "/daily-report", DailyReport, **query)
    days = [(f"console.{one}", _address(one, person_id), one == day) for one in ("today", "yesterday")]
    people = await _people(gateway, person) if person.may(*LEADING) else []
    shown: dict[str, Any] = {"columns": COLUMNS, "rows": rows_of(seen), "days": days, "day": day, "people": people}
    return page(request, "sales/daily_report.html", person, seen=seen, **shown)


def rows_of(seen: DailyReport) -> list[tuple[Cell, ...]]:
    """One per activity, and per currency of its money."""
    counts = [(name, getattr(seen, name)) for name in ("leads_claimed", "follow_ups", "registrations")]
    rows: list[tuple[Cell, ...]] = [(_activity(name), count, None) for name, count in counts]
    rows += _with_money("contracts", seen.contracts, seen.contract_amount)
    rows.append((_activity("payments"), seen.payments, None))
    for name in ("payment_amount", "payments_waiting", "payments_rejected", "refunded"):
        rows += [(_activity(name), None, money) for money in getattr(seen, name)]
    return rows


def _with_money(name: str, count: int, money: Sequence[Money]) -> list[tuple[Cell, ...]]:
    first = money[0] if money else None
    return [(_activity(name), count, first), *((_activity(name), None, one) for one in money[1:])]


def _activity(name: str) -> Worded:
    return Worded(f"activity.{name}")


def _address(day: str, person_id: UUID | None) -> str:
    query = {"day": day} | ({"person_id": str(person_id)} if person_id else {})
    return f"/daily-report?{urlencode(query)}"


async def _people(gateway: ServiceGateway, person: Person) -> list[PersonView]:
    """Of the reader's unit and those below it."""
    query = {"unit": person.unit or None, "limit": MOST_PEOPLE}
    found = await gateway.part("approvals", gateway.get("approvals", "/people", Page[PersonView], **query))
    return sorted((one for one in (found.items if found else ()) if one.active), key=lambda one: one.name)
