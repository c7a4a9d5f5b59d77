"""Which deadlines of leads did nobody keep in time, and why?"""

from collections.abc import Sequence

from fastapi import APIRouter, Request, Response

from console.pages.parts.responses import page
from console.pages.pools.responses import minutes
from console.service_gateway import Gateway
from console.session import Reader
from console.view_models import Cell, Link, Table, Worded
from messages.leads.deadlines import LateDeadlines, LateDeadlineView

router = APIRouter(prefix="/late-deadlines")
COLUMNS = ("number", "pool", "deadline", "due_since", "late_by", "why_late")


@router.get("")
async def late_deadlines(request: Request, person: Reader, gateway: Gateway) -> Response:
    found = await gateway.get("leads", "/deadlines/late", LateDeadlines)
    keepers: list[tuple[Cell, ...]] = [
        (Link(one.pool, f"/pools/{one.pool_id}"), one.looked_at or Worded("late.never"), one.waiting)
        for one in found.keepers
    ]
    tables = [
        Table("late.waiting", COLUMNS, _rows(found.waiting)),
        *([Table("late.keepers", ("pool", "looked_at", "late_leads"), keepers)] if keepers else []),
        Table("late.over", COLUMNS, _rows(found.over)),
    ]
    beside = [("nav.operation", "/operation"), ("nav.pools", "/pools")]
    return page(
        request, "pools/rules.html", person, title="nav.late_deadlines", tables=tables, actions=[], beside=beside
    )


def _rows(late: Sequence[LateDeadlineView]) -> list[tuple[Cell, ...]]:
    return [
        (
            Link(one.number, f"/leads/{one.lead_id}"), Link(one.pool, f"/pools/{one.pool_id}"),
            Worded(f"late.deadline.{one.deadline}"), one.due_at, minutes(one.late_minutes),
            Worded(f"late.why.{one.why}"),
        )
        for one in late
    ]  # fmt: skip
