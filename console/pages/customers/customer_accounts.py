"""Who at a customer orders for himself, and how is that begun and ended?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.pages.parts.responses import Key, done, page
from console.service_gateway import Gateway
from console.session import Person, Reader
from console.view_models import Action, Input
from messages.approvals.customer_accounts import CustomerAccountView, OpenCustomerAccount, ResetPassword
from messages.deals.customers import CustomerView
from messages.texts import LANGUAGES, text

router = APIRouter(prefix="/customers/{customer_id}/accounts")


@router.get("")
async def customer_accounts(request: Request, customer_id: UUID, person: Reader, gateway: Gateway) -> Response:
    """Also those that have ended; for who keeps them."""
    query = {"customer_id": str(customer_id)}
    found = await gateway.get("approvals", "/customer-accounts", list[CustomerAccountView], **query)
    customer = await gateway.part("deals", gateway.find("deals", f"/customers/{customer_id}", CustomerView))
    inputs = (
        Input("login", hint="hint.customer_login"),
        Input("name", label=text("field.buyer_name", person.lang)),
        _password(person),
        Input("lang", "select", person.lang, [(one, text(f"value.lang.{one}", person.lang)) for one in LANGUAGES]),
    )
    add = Action("open_customer_account", f"/customers/{customer_id}/accounts/open", inputs, "primary")
    return page(
        request, "customers/customer_accounts.html", person, add=add, customer_id=customer_id,
        customer_name=customer.name if customer else "", accounts=[(one, _actions(one, person)) for one in found],
    )  # fmt: skip


@router.post("/open")
async def open_account(
    request: Request,
    customer_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    login: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    lang: Annotated[str, Form()] = "zh",
) -> Response:
    typed = {"customer_id": customer_id, "login": login, "name": name, "password": password, "lang": lang}
    await gateway.post("approvals", "/customer-accounts", OpenCustomerAccount.model_validate(typed), key=key)
    return done(request, f"/customers/{customer_id}/accounts", text("message.customer_account_opened", person.lang))


@router.post("/{account_id}/end")
async def end(
    request: Request, customer_id: UUID, account_id: UUID, gateway: Gateway, person: Reader, key: Key
) -> Response:
    await gateway.post("approvals", f"/customer-accounts/{account_id}/end", None, key=key)
    return done(request, f"/customers/{customer_id}/accounts", text("message.customer_account_ended", person.lang))


@router.post("/{account_id}/reset-password")
async def reset_password(
    request: Request,
    customer_id: UUID,
    account_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    password: Annotated[str, Form()] = "",
) -> Response:
    path = f"/customer-accounts/{account_id}/reset-password"
    await gateway.post("approvals", path, ResetPassword(password=password), key=key)
    return done(request, f"/customers/{customer_id}/accounts", text("message.saved", person.lang))


def _actions(account: CustomerAccountView, person: Person) -> list[Action]:
    if not account.active:
        return []
    here = f"/customers/{account.customer_id}/accounts/{account.id}"
    return [
        Action("reset_password", f"{here}/reset-password", (_password(person),)),
        Action("end_customer_account", f"{here}/end", weight="danger", sure="sure.end_customer_account"),
    ]


def _password(person: Person) -> Input:
    label = text("field.first_password", person.lang)
    return Input("password", "password", label=label, hint="hint.first_password")
