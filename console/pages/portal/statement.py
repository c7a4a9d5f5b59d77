"""What does a customer see of what he owes?"""

from fastapi import APIRouter, Request, Response

from console.pages.parts.responses import page
from console.service_gateway import Gateway
from console.session import Buyer
from console.view_models import Cell, Link, Table
from messages.collections.portal import PortalStatement

router = APIRouter(prefix="/portal")

COLUMNS = ("number", "due_on", "days_late", "amount", "own_open")


@router.get("/statement")
async def portal_statement(request: Request, person: Buyer, gateway: Gateway) -> Response:
    """Per currency, and what is open, the earliest due first; each leads to its order."""
    seen = await gateway.get("collections", "/portal/statement", PortalStatement)
    rows: list[tuple[Cell, ...]] = [
        (
            Link(one.number, f"/portal/orders/{one.order_id}") if one.order_id else one.number,
            one.due_on,
            one.days_late or None,
            one.amount,
            one.open,
        )
        for one in seen.debts
    ]
    return page(
        request, "portal/statement.html", person, balances=seen.balances, debts=Table("portal.debts", COLUMNS, rows)
    )
