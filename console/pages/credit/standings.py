"""Which customers are trusted how far, and who is on hold?"""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from console.pages.parts.lists import PAGE
from console.pages.parts.responses import address, list_page, more
from console.service_gateway import Gateway
from console.session import Reader
from console.view_models import Cell, Link, Listing, Worded
from messages.base import Page
from messages.collections.grading.grades import CreditGrade, CreditStandingView

router = APIRouter(prefix="/credit")

COLUMNS = ("customer", "credit_grade", "credit_score", "credit_hold", "most_days", "graded_at")
TABS = ("credit", "credit_requests", "credit_policy", "collection_policies")


def tabs(chosen: str) -> list[tuple[str, str, bool]]:
    """The lists of credit."""
    return [(f"nav.{name}", f"/{name.replace('_', '-')}", name == chosen) for name in TABS]


@router.get("")
async def standings(
    request: Request,
    person: Reader,
    gateway: Gateway,
    q: Annotated[str, Query(max_length=200)] = "",
    grade: CreditGrade | None = None,
    on_hold: bool = False,
    cursor: str | None = None,
) -> Response:
    """The least trusted first."""
    held = True if on_hold else None
    query = {"q": q or None, "grade": grade, "on_hold": held, "cursor": cursor, "limit": PAGE}
    found = await gateway.get("collections", "/credit-standings", Page[CreditStandingView], **query)
    kept = {"q": q, "grade": grade or "", "on_hold": "true" if on_hold else ""}
    filters = [("filter.all", address("/credit", {"q": q}), not (grade or on_hold))]
    filters += [
        (f"filter.credit_grade_{one}", address("/credit", {"q": q, "grade": one}), one == grade) for one in CreditGrade
    ]
    filters.append(("filter.on_hold", address("/credit", {"q": q, "on_hold": "true"}), on_hold))
    listing = Listing(
        "nav.credit",
        COLUMNS,
        [_row(one) for one in found.items],
        more(found, "/credit", **kept),
        filters,
        tabs("credit"),
        empty="empty.credit",
        search=q,
        hint="search.customer",
        kept=[(name, value) for name, value in kept.items() if value and name != "q"],
        all="/credit" if any(kept.values()) else "",
    )
    return list_page(request, person, listing)


def _row(one: CreditStandingView) -> tuple[Cell, ...]:
    return (
        Link(one.customer_name, f"/credit/{one.customer_id}"),
        grade_of(one),
        one.score,
        hold_of(one),
        one.most_days,
        one.graded_at,
    )


def grade_of(one: CreditStandingView) -> Worded | None:
    return (
        Worded(f"credit_grade.{one.grade}", tone="bad" if one.grade == CreditGrade.D else "plain")
        if one.grade
        else None
    )


def hold_of(one: CreditStandingView) -> Worded | None:
    return Worded("console.on_credit_hold", tone="bad") if one.on_hold else None
