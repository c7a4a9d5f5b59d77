"""What do people see who look whether somebody is known already, 查重?"""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from console.pages.parts.responses import page
from console.pages.sales.lead_duplicates import candidates_table
from console.service_gateway import Gateway
from console.session import Reader
from console.view_models import Action, Input
from messages.leads.leads import DuplicateCandidate, FindDuplicates
from messages.roles import Role

router = APIRouter(prefix="/duplicates")
FIELDS = ("company", "contact", "phone", "email", "project", "product_line")
Typed = Annotated[str, Query(max_length=200)]


@router.get("")
async def duplicates(
    request: Request,
    person: Reader,
    gateway: Gateway,
    company: Typed = "",
    contact: Typed = "",
    phone: Typed = "",
    email: Typed = "",
    project: Typed = "",
    product_line: Typed = "",
) -> Response:
    """Asked by the address, so that what was found can be gone back to."""
    values = dict(zip(FIELDS, (company, contact, phone, email, project, product_line), strict=True))
    given = {name: value for name, value in values.items() if value}
    found: list[DuplicateCandidate] | None = None
    if given:
        command = FindDuplicates.model_validate(given)
        found = await gateway.post("leads", "/leads/duplicates", command, list[DuplicateCandidate])
    inputs = [Input(name, value=value, required=False) for name, value in values.items()]
    rules = [Action("see_match_rules", "/match-rules", page=True)] if person.may(Role.OPS, Role.ADMIN) else []
    tables = candidates_table(found) if found else []
    return page(
        request, "sales/duplicates.html", person, inputs=inputs, asked=bool(given), tables=tables, actions=rules
    )
