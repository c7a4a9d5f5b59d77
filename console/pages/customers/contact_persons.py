"""What do people see of a customer's people, addresses and owners, and how do they keep them?"""

from asyncio import gather
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.pages.parts.responses import Key, done, page
from console.service_gateway import Gateway
from console.session import Person, Reader
from console.view_models import Action, Field, Input, Table, Worded
from messages.deals.contact_persons import (
    AddContactPerson,
    ChangeContactPerson,
    ContactPersonFields,
    ContactPersonsView,
    ContactPersonView,
    ContactRole,
)
from messages.deals.customer_addresses import (
    AddCustomerAddress,
    AddressKind,
    ChangeCustomerAddress,
    CustomerAddressFields,
    CustomerAddressView,
)
from messages.deals.customers import CustomerOwnerView, CustomerView
from messages.texts import text

router = APIRouter(prefix="/customers/{customer_id}/contact-persons")

PERSON_LINES = ("title", "department")
ADDRESS_LINES = ("country", "region", "city", "postcode", "receiver", "phone")
SEPARATORS = str.maketrans("；，;", ",,,")


@router.get("")
async def contact_persons(request: Request, customer_id: UUID, person: Reader, gateway: Gateway) -> Response:
    here = f"/customers/{customer_id}"
    customer, persons, addresses, owners = await gather(
        gateway.get("deals", here, CustomerView),
        gateway.get("deals", f"{here}/contact-persons", ContactPersonsView),
        gateway.get("deals", f"{here}/addresses", list[CustomerAddressView]),
        gateway.get("deals", f"{here}/owners", list[CustomerOwnerView]),
    )
    may = persons.may_keep
    base = f"{here}/contact-persons"
    add = [
        Action("add_contact_person", f"{base}/add", _person_inputs(person), "primary"),
        Action("add_customer_address", f"{base}/add-address", _address_inputs(person)),
    ]
    shown: dict[str, Any] = {
        "customer": customer,
        "masked": any(one.masked for one in persons.persons),
        "owners": owners_table(owners),
        "persons": [
            (one, _person_fields(one), _person_actions(one, base, person) if may else []) for one in persons.persons
        ],
        "addresses": [
            (one, _address_fields(one), _address_actions(one, base, person) if may else []) for one in addresses
        ],
    }
    return page(request, "customers/contact_persons.html", person, add=add if may else [], **shown)


@router.post("/add")
async def add(request: Request, customer_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    command = AddContactPerson(**(await _typed_person(request)).model_dump())
    await gateway.post("deals", f"/customers/{customer_id}/contact-persons", command, key=key)
    return _kept(request, customer_id, person)


@router.post("/{contact_person_id}/change")
async def change(
    request: Request,
    customer_id: UUID,
    contact_person_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    version: Annotated[int, Form()],
) -> Response:
    command = ChangeContactPerson(**(await _typed_person(request)).model_dump())
    path = f"/customers/{customer_id}/contact-persons/{contact_person_id}"
    await gateway.patch("deals", path, command, ContactPersonView, version=version, key=key)
    return _kept(request, customer_id, person)


@router.post("/{contact_person_id}/remove")
async def remove(
    request: Request, customer_id: UUID, contact_person_id: UUID, gateway: Gateway, person: Reader, key: Key
) -> Response:
    path = f"/customers/{customer_id}/contact-persons/{contact_person_id}/remove"
    await gateway.post("deals", path, None, key=key)
    return _kept(request, customer_id, person)


@router.post("/add-address")
async def add_address(request: Request, customer_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    command = AddCustomerAddress(**(await _typed_address(request)).model_dump())
    await gateway.post("deals", f"/customers/{customer_id}/addresses", command, key=key)
    return _kept(request, customer_id, person)


@router.post("/addresses/{address_id}/change")
async def change_address(
    request: Request,
    customer_id: UUID,
    address_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    version: Annotated[int, Form()],
) -> Response:
    command = ChangeCustomerAddress(**(await _typed_address(request)).model_dump())
    path = f"/customers/{customer_id}/addresses/{address_id}"
    await gateway.patch("deals", path, command, CustomerAddressView, version=version, key=key)
    return _kept(request, customer_id, person)


@router.post("/addresses/{address_id}/remove")
async def remove_address(
    request: Request, customer_id: UUID, address_id: UUID, gateway: Gateway, person: Reader, key: Key
) -> Response:
    await gateway.post("deals", f"/customers/{customer_id}/addresses/{address_id}/remove", None, key=key)
    return _kept(request, customer_id, person)


def persons_table(persons: Sequence[ContactPersonView]) -> list[Table]:
    """On the page of the customer; none: nobody is known."""
    rows = [
        (one.name, Worded(f"value.contact_role.{one.role}"), one.title, ", ".join(one.phones), ", ".join(one.emails))
        for one in persons
    ]
    return [Table("nav.contact_persons", ("name", "role", "job_title", "phone", "email"), rows)] if rows else []


def _kept(request: Request, customer_id: UUID, person: Person) -> Response:
    return done(request, f"/customers/{customer_id}/contact-persons", text("message.saved", person.lang))


async def _typed_person(request: Request) -> ContactPersonFields:
    """Several phones and addresses stand in one line, with commas between. Raises ValidationError."""
    form = await request.form()
    typed: dict[str, Any] = {name: str(form.get(name) or "") for name in ("name", "role", "note")}
    typed |= {name: str(form.get(name) or "") or None for name in PERSON_LINES}
    typed |= {name: _several(str(form.get(name) or "")) for name in ("phones", "emails")}
    return ContactPersonFields.model_validate(typed)


async def _typed_address(request: Request) -> CustomerAddressFields:
    """Raises ValidationError."""
    form = await request.form()
    typed: dict[str, Any] = {name: str(form.get(name) or "") for name in ("kind", "street")}
    return CustomerAddressFields.model_validate(
        typed | {name: str(form.get(name) or "") or None for name in ADDRESS_LINES}
    )


def _several(line: str) -> list[str]:
    return [part.strip() for part in line.translate(SEPARATORS).split(",") if part.strip()]


def _person_fields(one: ContactPersonView) -> list[Field]:
    return [
        ("role", Worded(f"value.contact_role.{one.role}")),
        ("job_title", one.title),
        ("department", one.department),
        ("phones", ", ".join(one.phones)),
        ("emails", ", ".join(one.emails)),
        ("note", one.note),
        ("changed_at", one.changed_at),
    ]


def _address_fields(one: CustomerAddressView) -> list[Field]:
    lines = ("street", "city", "region", "country", "postcode", "receiver", "phone")
    return [*((name, getattr(one, name)) for name in lines), ("changed_at", one.changed_at)]


def owners_table(owners: Sequence[CustomerOwnerView]) -> Table:
    rows = [
        (one.owner_name or Worded("value.nobody"), Worded(f"value.owner_cause.{one.cause}"), one.since, one.until)
        for one in owners
    ]
    return Table("console.owner_history", ("owner", "cause", "since", "until"), rows)


def _person_actions(one: ContactPersonView, base: str, person: Person) -> list[Action]:
    version = Input("version", "hidden", str(one.version))
    return [
        Action("change_contact_person", f"{base}/{one.id}/change", (version, *_person_inputs(person, one))),
        Action("remove_contact_person", f"{base}/{one.id}/remove", weight="danger", sure="sure.remove_contact_person"),
    ]


def _address_actions(one: CustomerAddressView, base: str, person: Person) -> list[Action]:
    here, version = f"{base}/addresses/{one.id}", Input("version", "hidden", str(one.version))
    return [
        Action("change_customer_address", f"{here}/change", (version, *_address_inputs(person, one))),
        Action("remove_customer_address", f"{here}/remove", weight="danger", sure="sure.remove_customer_address"),
    ]


def _person_inputs(person: Person, one: ContactPersonView | None = None) -> list[Input]:
    roles = _options(ContactRole, "contact_role", person)
    return [
        Input("name", label=text("label.contact_name", person.lang), value=one.name if one else ""),
        Input("role", "select", one.role if one else ContactRole.OTHER, roles),
        Input("title", label=text("label.job_title", person.lang), value=_of(one, "title"), required=False),
        Input("department", value=_of(one, "department"), required=False),
        *(
            Input(name, value=", ".join(getattr(one, name)) if one else "", required=False, hint="hint.several")
            for name in ("phones", "emails")
        ),
        Input("note", "area", _of(one, "note"), required=False),
    ]


def _address_inputs(person: Person, one: CustomerAddressView | None = None) -> list[Input]:
    kinds = _options(AddressKind, "address_kind", person)
    label = text("label.address_kind", person.lang)
    return [
        Input("kind", "select", one.kind if one else AddressKind.OFFICE, kinds, label=label),
        Input("street", value=_of(one, "street")),
        *(Input(name, value=_of(one, name), required=False) for name in ADDRESS_LINES),
    ]


def _options(words: type[StrEnum], name: str, person: Person) -> list[tuple[str, str]]:
    return [(one.value, text(f"value.{name}.{one}", person.lang)) for one in words]


def _of(record: object | None, name: str) -> str:
    return (getattr(record, name) or "") if record else ""
