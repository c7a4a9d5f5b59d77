"""What do people see of a customer's invoice titles 抬头, and how do they keep them?"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.pages.money.dunning_address import TypedAddress, address_actions, address_of, set_address
from console.pages.parts.authority import may_act
from console.pages.parts.responses import Key, done, page
from console.service_gateway import Gateway
from console.session import Person, Reader
from console.view_models import Action, Field, Input, Worded
from messages.collections.invoice_titles import (
    AddInvoiceTitle,
    ChangeInvoiceTitle,
    InvoiceKind,
    InvoiceTitleView,
    TitleTerms,
)
from messages.deals.customers import CustomerView
from messages.texts import text

router = APIRouter(prefix="/invoice-titles")

LINES = ("tax_id", "registered_address", "country", "registered_phone", "bank_name", "bank_account", "mail_to", "email")
ANSWERS = ("mail_when_issued", "is_default")


@router.get("/{customer_id}")
async def invoice_titles(request: Request, customer_id: UUID, person: Reader, gateway: Gateway) -> Response:
    found = await gateway.get("collections", "/invoice-titles", list[InvoiceTitleView], customer_id=customer_id)
    customer = await gateway.part("deals", gateway.find("deals", f"/customers/{customer_id}", CustomerView))
    may = may_act(person, "keep_invoice_titles")
    shown = [(one, _fields(one), _actions(one, person) if may else []) for one in found]
    add = Action("add_invoice_title", f"/invoice-titles/{customer_id}/add", _inputs(person), "primary")
    known = await address_of(gateway, customer_id)
    of: dict[str, Any] = {
        "customer_id": customer_id,
        "customer_name": customer.name if customer else "",
        "dunning_address": known,
        "set_address": address_actions(known, f"/invoice-titles/{customer_id}/dunning-address", person),
    }
    return page(request, "money/invoice_titles.html", person, titles=shown, add=add if may else None, **of)


@router.post("/{customer_id}/dunning-address")
async def set_dunning_address(
    request: Request, customer_id: UUID, gateway: Gateway, person: Reader, key: Key, typed: TypedAddress
) -> Response:
    await set_address(gateway, customer_id, typed, key)
    return done(request, f"/invoice-titles/{customer_id}", text("message.saved", person.lang))


@router.post("/{customer_id}/add")
async def add(request: Request, customer_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    command = AddInvoiceTitle(customer_id=customer_id, **(await _typed(request)).model_dump())
    await gateway.post("collections", "/invoice-titles", command, key=key)
    return done(request, f"/invoice-titles/{customer_id}", text("message.saved", person.lang))


@router.post("/{customer_id}/{title_id}/change")
async def change(
    request: Request,
    customer_id: UUID,
    title_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    version: Annotated[int, Form()],
) -> Response:
    command = ChangeInvoiceTitle(**(await _typed(request)).model_dump())
    address = f"/invoice-titles/{title_id}"
    await gateway.patch("collections", address, command, InvoiceTitleView, version=version, key=key)
    return done(request, f"/invoice-titles/{customer_id}", text("message.saved", person.lang))


@router.post("/{customer_id}/{title_id}/remove")
async def remove(
    request: Request, customer_id: UUID, title_id: UUID, gateway: Gateway, person: Reader, key: Key
) -> Response:
    await gateway.post("collections", f"/invoice-titles/{title_id}/remove", None, key=key)
    return done(request, f"/invoice-titles/{customer_id}", text("message.saved", person.lang))


async def _typed(request: Request) -> TitleTerms:
    """Raises ValidationError."""
    form = await request.form()
    typed = {name: str(form.get(name) or "") for name in ("name", "kind", *LINES)}
    return TitleTerms.model_validate({**typed, **{name: form.get(name) == "true" for name in ANSWERS}})


def _fields(title: InvoiceTitleView) -> list[Field]:
    said = [(name, getattr(title, name)) for name in LINES]
    return [
        ("invoice_kind", Worded(f"value.invoice_kind.{title.kind}")),
        *said,
        *_mails(title),
        ("changed_at", title.changed_at),
    ]


def _mails(title: InvoiceTitleView) -> list[Field]:
    return [("mail_when_issued", Worded("value.yes"))] if title.mail_when_issued else []


def _actions(title: InvoiceTitleView, person: Person) -> list[Action]:
    here = f"/invoice-titles/{title.customer_id}/{title.id}"
    version = Input("version", "hidden", str(title.version))
    return [
        Action("change_invoice_title", f"{here}/change", (version, *_inputs(person, title))),
        Action("remove_invoice_title", f"{here}/remove", weight="danger", sure="sure.remove_invoice_title"),
    ]


def _inputs(person: Person, title: InvoiceTitleView | None = None) -> list[Input]:
    """As it stands; a default stays one until another becomes it."""
    kinds = [(kind.value, text(f"value.invoice_kind.{kind}", person.lang)) for kind in InvoiceKind]
    answers = [(value, text(f"value.{word}", person.lang)) for value, word in (("false", "no"), ("true", "yes"))]
    return [
        Input("name", value=title.name if title else ""),
        Input(
            "kind", "select", title.kind if title else InvoiceKind.GENERAL, kinds, label=_label("invoice_kind", person)
        ),
        *(Input(name, value=getattr(title, name) if title else "", required=False) for name in LINES),
        *(Input(name, "select", "true" if title and getattr(title, name) else "false", answers) for name in ANSWERS),
    ]


def _label(name: str, person: Person) -> str:
    words = text(f"field.{name}", person.lang)
    return words[:1].upper() + words[1:]
