"""What is due, late and expected, and what did control before, until and after the due day achieve?"""

from asyncio import gather
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from fastapi import APIRouter, Request, Response

from console.pages.parts.responses import page
from console.service_gateway import Gateway
from console.session import Reader
from console.view_models import Cell, Link, Table, Worded
from messages.collections.overview import REFERENCE, CollectionOverview, Owed
from messages.orders.credit_stops import CreditStop
from messages.texts import text

router = APIRouter(prefix="/collection-overview")

PATH = "/collection-overview"
TONES = {"HELD": "busy", "PREVENTED": "good", "RELEASED": "plain"}


@router.get("")
async def collection_overview(request: Request, person: Reader, gateway: Gateway, currency: str = "") -> Response:
    """The picture is of one currency, the one that is owed most often unless another is chosen."""
    seen, stops = await gather(
        gateway.get("collections", PATH, CollectionOverview),
        gateway.part("orders", gateway.get("orders", "/orders/credit-stops", list[CreditStop])),
    )
    currencies = _currencies(seen)
    chosen = currency if currency in currencies else next(iter(currencies), "")
    values: dict[str, Any] = {
        "seen": seen,
        "first": [(name, getattr(seen, name)) for name in ("due_this_week", "promised", "beyond_habit", "disputed")],
        "chart": _chart(seen, chosen, person.lang),
        "currencies": [(one, f"{PATH}?currency={one}", one == chosen) for one in currencies],
        "overdue": _overdue(seen),
        "expected": _expected(seen, chosen),
        "past": _past(seen, chosen),
        "before": _before(stops),
        "until": _until(seen),
        "after": _after(seen),
        "recovered": _recovered(seen),
        "reference": REFERENCE,
    }
    return page(request, "money/collection_overview.html", person, **values)


def _currencies(seen: CollectionOverview) -> list[str]:
    """The one with the most receivables first."""
    owed: Sequence[Owed] = [*seen.due_this_week, *seen.overdue]
    counts: dict[str, int] = {}
    for one in owed:
        counts[one.open.currency] = counts.get(one.open.currency, 0) + one.count
    others = {week.expected.currency for week in seen.expected} | {week.expected.currency for week in seen.past}
    for other in sorted(others):
        counts.setdefault(other, 0)
    return sorted(counts, key=lambda name: (-counts[name], name))


def _chart(seen: CollectionOverview, currency: str, lang: str) -> dict[str, Any]:
    """Weeks that are over, then those to come: of these nothing has been received yet."""
    past = [one for one in seen.past if one.expected.currency == currency]
    ahead = [one for one in seen.expected if one.expected.currency == currency]
    expected = [float(one.expected.amount) for one in past] + [float(one.expected.amount) for one in ahead]
    came = [float(one.came.amount) for one in past] + [0.0] * len(ahead)
    return {
        "weeks": [f"{week:%m-%d}" for week in [*(one.week for one in past), *(one.week for one in ahead)]],
        "counts": [
            {"label": text("overview.chart_expected", lang), "values": expected},
            {"label": text("overview.chart_came", lang), "values": came},
        ],
        "week": text("overview.week", lang),
    }


def _overdue(seen: CollectionOverview) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            _level(one.level),
            Link(one.owner_name or "—", "/receivables?overdue=true"),
            one.count,
            one.open,
            one.days_late,
        )
        for one in seen.overdue
    ]
    return Table("overview.overdue", ("level", "owner", "receivables_count", "open", "longest_late"), rows)


def _level(level: int | None) -> Cell:
    return Worded("overview.level", {"level": level}) if level else Worded("overview.no_level")


def _expected(seen: CollectionOverview, currency: str) -> Table:
    weeks = [one for one in seen.expected if one.expected.currency == currency]
    rows: list[tuple[Cell, ...]] = [(one.week, one.due, one.expected) for one in weeks]
    return Table("overview.expected", ("week_of", "due_in_week", "expected_in_week"), rows)


def _past(seen: CollectionOverview, currency: str) -> Table:
    """Without those of which nothing was expected and in which nothing came."""
    weeks = [one for one in seen.past if one.expected.currency == currency and (one.expected or one.came)]
    rows: list[tuple[Cell, ...]] = [(one.week, one.expected, one.came, _percent(one.accuracy)) for one in weeks]
    return Table("overview.past", ("week_of", "expected_in_week", "came_in_week", "accuracy"), rows)


def _before(stops: Sequence[CreditStop] | None) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (Worded(f"status.credit_stop.{one.outcome}", tone=TONES[one.outcome]), one.count, one.total)
        for one in stops or ()
    ]
    return Table("overview.before_delivery", ("outcome_of_stop", "orders_stopped", "total"), rows)


def _until(seen: CollectionOverview) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (one.due, one.paid, _percent(one.share), one.reminded, one.reminded_paid) for one in seen.until_due
    ]
    columns = ("fell_due", "paid_by_due", "share_of", "reminded_due", "reminded_paid")
    return Table("overview.until_due", columns, rows)


def _after(seen: CollectionOverview) -> Table:
    rows: list[tuple[Cell, ...]] = [(one.late, one.recovered, _percent(one.share)) for one in seen.after_due]
    return Table("overview.after_due", ("was_late", "recovered", "share_of"), rows)


def _recovered(seen: CollectionOverview) -> Table:
    rows: list[tuple[Cell, ...]] = [(_level(one.level), one.recovered) for one in seen.recovered]
    return Table("overview.recovered", ("level", "recovered"), rows)


def _percent(share: Decimal | None) -> str:
    return "—" if share is None else f"{share * 100:.1f} %"
