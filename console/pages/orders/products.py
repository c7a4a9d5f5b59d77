"""What do people see of products: price, free stock, and how low the price may go?"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response

from console.form_input import amount
from console.pages.parts.authority import may_act
from console.pages.parts.responses import Key, done, list_page, more, record_page
from console.service_gateway import Gateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Field, Input, Link, Listing, Record, Worded
from messages.base import Page
from messages.orders.products import BelowFloor, ChangeProduct, ProductView
from messages.texts import text

router = APIRouter(prefix="/products")

NEEDED = ("name", "tax_rate")
COLUMNS = ("product_code", "product_name", "series", "list_price", "tax_rate", "in_stock")


@router.get("")
async def products(
    request: Request,
    person: Reader,
    gateway: Gateway,
    q: Annotated[str, Query(max_length=200)] = "",
    cursor: str | None = None,
) -> Response:
    found = await gateway.get("orders", "/products", Page[ProductView], q=q.strip() or None, cursor=cursor, limit=50)
    rows: list[tuple[Cell, ...]] = [
        (Link(one.code, f"/products/{one.id}"), one.name, one.series, one.price, one.tax_rate, _free(one))
        for one in found.items
    ]
    following, every = more(found, "/products", q=q), "/products" if q else ""
    listing = Listing(
        "nav.products", COLUMNS, rows, following, empty="empty.products", search=q, hint="search.products", all=every
    )
    return list_page(request, person, listing)


@router.get("/{product_id}")
async def product(request: Request, product_id: UUID, person: Reader, gateway: Gateway) -> Response:
    seen = await gateway.get("orders", f"/products/{product_id}", ProductView)
    fields: list[Field] = [("series", seen.series), ("list_price", seen.price), ("tax_rate", seen.tax_rate)]
    guarded = [(name, value) for name in ("floor_price", "cost", "min_margin") if (value := getattr(seen, name))]
    if guarded:
        fields += [*guarded, ("below_floor", Worded(f"value.below_floor.{seen.below_floor}"))]
    fields += [("on_hand", seen.on_hand if seen.stocked else None), ("in_stock", _free(seen))]
    record = Record("product", seen.id, seen.code, seen.name, None, fields, actions=_actions(seen, person))
    return await record_page(request, person, record)


@router.post("/{product_id}/change")
async def change(
    request: Request,
    product_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    version: Annotated[int, Form()],
    name: Annotated[str, Form()] = "",
    below_floor: Annotated[str, Form()] = "",
    tax_rate: Annotated[str, Form()] = "",
    min_margin: Annotated[str, Form()] = "",
) -> Response:
    """Of what may be left empty nothing is changed then; a floor price of nothing is none."""
    form = await request.form()
    said: dict[str, Any] = {"name": name, "below_floor": below_floor, "tax_rate": tax_rate, "min_margin": min_margin}
    money = {money: str(form.get(money) or "").strip() for money in ("price", "floor_price", "cost")}
    said |= {field: amount(field, typed) for field, typed in money.items() if typed or field == "price"}
    command = ChangeProduct.model_validate(
        {field: value for field, value in said.items() if value != "" or field in NEEDED}
    )
    await gateway.patch("orders", f"/products/{product_id}", command, ProductView, version=version, key=key)
    return done(request, f"/products/{product_id}", text("message.saved", person.lang))


def _free(seen: ProductView) -> int | None:
    return seen.on_hand - seen.reserved if seen.stocked else None


def _actions(seen: ProductView, person: Person) -> list[Action]:
    if not may_act(person, "change_product"):
        return []
    money = {name: getattr(seen, name) for name in ("floor_price", "cost")}
    inputs = (
        Input("version", "hidden", str(seen.version)),
        Input("name", value=seen.name),
        Input("price", "money", str(seen.price.amount)),
        Input("tax_rate", "money", str(seen.tax_rate)),
        *(Input(name, "money", str(value.amount) if value else "", required=False) for name, value in money.items()),
        Input("min_margin", "money", "" if seen.min_margin is None else str(seen.min_margin), required=False),
        Input(
            "below_floor", "select", seen.below_floor.value,
            options=[(one.value, text(f"value.below_floor.{one}", person.lang)) for one in BelowFloor],
        ),
    )  # fmt: skip
    return [Action("change_product", f"/products/{seen.id}/change", inputs)]
