"""What do people see of their commission 提成, month by month and line by line?"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from chassis.base.clock import now
from chassis.records.spreadsheets import XLSX, workbook
from console.pages.parts.downloads import rows_of_all
from console.pages.parts.responses import page
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Cell, Link, Worded
from messages.collections.commission import CommissionLineView, CommissionStatement, CommissionSum, CommissionSums
from messages.money import Money
from messages.roles import Role
from messages.texts import text

router = APIRouter(prefix="/commission")

OVER_OTHERS = (Role.SALES_MANAGER, Role.DIRECTOR, Role.FINANCE)
SUMS = ("accrued", "clawed_back", "payable", "not_payable")
LINES = (
    "happened_on", "commission_kind", "component", "order", "shipment", "payment", "basis",
    "commission_rate", "commission_share",
    "accrued", "payable",
)  # fmt: skip
BY_DAYS = ("received_on", "due_on", "days_early", "day_count")
BY_QUOTA = ("quota", "attained")
IN_FILE = (
    "happened_on", "commission_kind", "component", "order", "customer", "shipment", "payment", "receivable",
    "returned_by", "plan", "commission_mode", "basis", "commission_rate", "commission_share", *BY_DAYS, *BY_QUOTA,
    "accrued", "payable", "currency",
)  # fmt: skip
PERCENTS = ("commission_rate", "commission_share")
MOST_ROWS = 20_000  # of a file


@router.get("")
async def commission(request: Request, person: Reader, gateway: Gateway, month: str = "") -> Response:
    """Of everybody whom the reader may see; who may see nobody else's sees his own."""
    wanted = month or _this_month(person)
    if not person.may(*OVER_OTHERS):
        return RedirectResponse(f"/commission/{person.id}?{urlencode({'month': wanted})}", 303)
    seen = await gateway.get("collections", "/commission-sums", CommissionSums, month=wanted)
    rows = [
        (Link(one.person_name, f"/commission/{one.person_id}?{urlencode({'month': wanted})}"), *_sums(one))
        for one in seen.sums
    ]
    shown: dict[str, Any] = {"columns": ("person", *SUMS), "rows": rows, "here": "/commission"}
    shown |= {"of": None, "lines": [], "file": None, "next": None}
    return page(request, "money/commission.html", person, seen=seen, **shown, tools=_tools(person))


@router.get("/{person_id}")
async def commission_statement(
    request: Request, person_id: UUID, person: Reader, gateway: Gateway, month: str = "", cursor: str | None = None
) -> Response:
    """Each line with what it is computed from."""
    query = {"month": month or _this_month(person)}
    seen = await _get(gateway, person_id, query, cursor)
    here = f"/commission/{person_id}"
    columns = columns_of(seen.lines)
    shown: dict[str, Any] = {
        "columns": SUMS,
        "rows": [_sums(one) for one in seen.sums],
        "line_columns": columns,
        "lines": [tuple(cell_of(line, column) for column in columns) for line in seen.lines],
        "here": here,
        "of": seen.person_name,
        "file": f"{here}/export?{urlencode(query)}",
        "next": f"{here}?{urlencode({**query, 'cursor': seen.next})}" if seen.next else None,
    }
    return page(request, "money/commission.html", person, seen=seen, **shown, tools=_tools(person))


@router.get("/{person_id}/export")
async def export_commission(person_id: UUID, person: Reader, gateway: Gateway, month: str) -> Response:
    """The whole month as a spreadsheet, with all inputs."""
    query = {"month": month}
    seen = await _get(gateway, person_id, query, None, limit=100)
    lines = await rows_of_all(
        seen, lambda page: page.lines, lambda next: _get(gateway, person_id, query, next, limit=100), most=MOST_ROWS
    )
    head = [text(f"field.{name}", person.lang) for name in IN_FILE]
    rows: list[tuple[Any, ...]] = [tuple(file_cell(line, name, person.lang) for name in IN_FILE) for line in lines]
    rows += [_file_sum(one, person.lang) for one in seen.sums]
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(f'{seen.person_name}-{month}.xlsx')}"}
    return Response(workbook(month, head, rows), media_type=XLSX, headers=headers)


def columns_of(lines: Sequence[CommissionLineView]) -> list[str]:
    """Days and quotas only where a line has them."""
    found = list(LINES)
    if any(line.days is not None for line in lines):
        found[9:9] = BY_DAYS
    if any(line.quota is not None for line in lines):
        found[-2:-2] = BY_QUOTA
    return found


def cell_of(line: CommissionLineView, column: str) -> Cell:
    if column == "order":
        return Link(line.order_number, f"/orders/{line.order_id}")
    if column in ("commission_kind", "component", "commission_mode"):
        return Worded(f"commission_{_coded(column)}.{getattr(line, _coded(column))}")
    found: Cell = _plain(line, column)
    return found


def _coded(column: str) -> str:
    return column.removeprefix("commission_")


def _plain(line: CommissionLineView, column: str) -> Any:
    names = {"shipment": "shipment_number", "payment": "payment_number", "receivable": "receivable_number",
             "returned_by": "source_number", "customer": "customer_name", "commission_rate": "rate",
             "commission_share": "share", "days_early": "days"}  # fmt: skip
    if column == "plan":
        return f"{line.plan_name} {line.plan_version}"
    if column == "currency":
        return line.basis.currency
    value = getattr(line, names.get(column, column))
    if column in BY_QUOTA and value is not None:
        return Money(amount=value, currency=line.basis.currency)
    return value.normalize() if column in PERCENTS else value


def file_cell(line: CommissionLineView, column: str, lang: str) -> str | int | Decimal | date | None:
    """As a spreadsheet keeps it: texts, numbers and days; the currency has a column of its own."""
    shown = cell_of(line, column)
    if isinstance(shown, Worded):
        return text(shown.code, lang)
    plain = shown.text if isinstance(shown, Link) else shown
    if column in PERCENTS:
        return f"{plain:f}"
    if isinstance(plain, Money):
        return plain.amount
    return plain if isinstance(plain, str | int | Decimal | date) else None


def _file_sum(one: CommissionSum, lang: str) -> tuple[Any, ...]:
    """What the month comes to: accrued less clawed back, and payable."""
    net = one.accrued.amount - one.clawed_back.amount
    return (
        None,
        text("console.sum", lang),
        *(None,) * (len(IN_FILE) - 5),
        net,
        one.payable.amount,
        one.payable.currency,
    )


def _sums(one: CommissionSum) -> tuple[Cell, ...]:
    return tuple(getattr(one, name) for name in SUMS)


def _tools(person: Person) -> list[tuple[str, str]]:
    """The pages beside it."""
    quotas = [("button.see_commission_quotas", "/commission-quotas")] if person.may(Role.FINANCE, Role.DIRECTOR) else []
    return [("button.see_commission_plans", "/commission-plans"), *quotas]


def _this_month(person: Person) -> str:
    return f"{now().astimezone(person.zone):%Y-%m}"


async def _get(
    gateway: ServiceGateway, person_id: UUID, query: dict[str, Any], cursor: str | None, limit: int = 50
) -> CommissionStatement:
    asked = {**query, "cursor": cursor, "limit": limit}
    return await gateway.get("collections", f"/commission-statements/{person_id}", CommissionStatement, **asked)
