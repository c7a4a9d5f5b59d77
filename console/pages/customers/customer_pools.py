"""Which public pools of customers are there, whom would new rules concern, and how is one claimed or given back?"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response

from console.form_input import whole
from console.pages.customers.admissions import tabs
from console.pages.customers.customer_rule_forms import read_conditions, written_conditions
from console.pages.parts.authority import may_act
from console.pages.parts.responses import Key, done, page
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Field, Input, Link, Table
from console.wording.org_unit_names import refresh_unit_names, unit_names
from messages.deals.customer_care.pools import (
    CustomerPoolRules,
    CustomerPoolView,
    DefineCustomerPool,
    PoolPreview,
    ReleaseCustomer,
)
from messages.deals.customers import CustomerStatus, CustomerView
from messages.texts import text

router = APIRouter()
PATH = "/customer-pools"
LENGTHS = ("without_follow_up", "without_deal", "warn_before", "cool_down")
NUMBERS = ("holding_limit", "claims_per_day", "position")
Text = Annotated[str, Form()]


@router.get(PATH)
async def customer_pools(
    request: Request, person: Reader, gateway: Gateway, code: Annotated[str, Query(max_length=64)] = ""
) -> Response:
    """With what waits in each; who sets them sees the form of one of them, or of a new one."""
    await refresh_unit_names(gateway)
    found = await gateway.get("deals", PATH, list[CustomerPoolView])
    chosen = next((one for one in found if one.code == code), None)
    may_set = may_act(person, "set_customer_pool")
    inputs = _inputs(chosen, person) if may_set else []
    return page(
        request, "customers/customer_pools.html", person, tables=[_table(found, person)], inputs=inputs,
        tabs=tabs("customer_pools", person), preview=None, kept_as={},
    )  # fmt: skip


@router.post(f"{PATH}/preview")
async def preview(request: Request, gateway: Gateway, person: Reader, key: Key) -> Response:
    """Nothing is kept before it was seen whom it concerns."""
    form = await request.form()
    command = _read(form)
    seen = await gateway.post("deals", f"{PATH}/preview", command, PoolPreview)
    await refresh_unit_names(gateway)
    found = await gateway.get("deals", PATH, list[CustomerPoolView])
    hidden = {name: str(value) for name, value in form.items() if name not in ("key", "which", "back")}
    return page(
        request, "customers/customer_pools.html", person, tables=[_table(found, person), *_moved(seen)], inputs=[],
        tabs=tabs("customer_pools", person), preview=seen, kept_as=hidden,
    )  # fmt: skip


@router.post(f"{PATH}/define")
async def define(request: Request, gateway: Gateway, person: Reader, key: Key) -> Response:
    await gateway.post("deals", PATH, _read(await request.form()), CustomerPoolView, key=key)
    return done(request, PATH, text("message.saved", person.lang))


@router.post("/customers/{customer_id}/claim")
async def claim(request: Request, customer_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    path = f"/customers/{customer_id}"
    await gateway.post("deals", f"{path}/claim", None, CustomerView, key=key)
    return done(request, path, text("message.claim_customer", person.lang))


@router.post("/customers/{customer_id}/release")
async def release(
    request: Request, customer_id: UUID, gateway: Gateway, person: Reader, key: Key,
    pool_id: Text = "", reason: Text = "",
) -> Response:  # fmt: skip
    path = f"/customers/{customer_id}"
    command = ReleaseCustomer.model_validate({"pool_id": pool_id or None, "reason": reason})
    await gateway.post("deals", f"{path}/release", command, CustomerView, key=key)
    return done(request, path, text("message.release_customer", person.lang))


def pool_fields(seen: CustomerView, pools: list[CustomerPoolView]) -> list[Field]:
    """In which it waits, or into which it goes, and when."""
    pool = next((one for one in pools if one.id == seen.pool_id), None)
    if pool is None:
        return []
    return [("customer_pool", Link(pool.rules.name, f"{PATH}?code={pool.code}")), ("reclaim_at", seen.reclaim_at)]


def pool_actions(seen: CustomerView, pools: list[CustomerPoolView], person: Person, *, keeps: bool) -> list[Action]:
    """`keeps`: the reader looks after it (DEA-35)."""
    path = f"/customers/{seen.id}"
    if seen.status is not CustomerStatus.ACTIVE:
        return []
    if seen.owner_id is None:
        mine = any(one.id == seen.pool_id and one.may_claim for one in pools)
        may_claim = mine and may_act(person, "claim_customer")
        return [Action("claim_customer", f"{path}/claim", weight="primary")] if may_claim else []
    if not keeps or not pools:
        return []
    options = [("", text("choice.pool.fitting", person.lang)), *((str(one.id), one.rules.name) for one in pools)]
    inputs = (Input("pool_id", "select", "", options, required=False), Input("reason", "area", required=False))
    return [Action("release_customer", f"{path}/release", inputs, "danger")]


async def pools_for(gateway: ServiceGateway, seen: CustomerView) -> list[CustomerPoolView]:
    """None where the reader has nothing to do with pools."""
    asking = gateway.find("deals", PATH, list[CustomerPoolView], legal_entity_id=seen.legal_entity_id)
    return await asking or []


def _table(found: list[CustomerPoolView], person: Person) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            Link(one.rules.name, f"{PATH}?code={one.code}"), unit_names().get(one.rules.unit, one.rules.unit),
            written_conditions(one.rules.conditions, person.lang) or None,
            _length(one.rules.without_follow_up, person), _length(one.rules.without_deal, person),
            _length(one.rules.cool_down, person), one.rules.holding_limit,
            Link(one.waiting, f"/customers?pooled=true&pool_id={one.id}"), one.held,
        )
        for one in found
    ]  # fmt: skip
    columns = (
        "name", "unit", "conditions", "without_follow_up", "without_deal", "cool_down", "holding_limit", "waiting",
        "held_by_me",
    )  # fmt: skip
    return Table("nav.customer_pools", columns, rows)


def _moved(seen: PoolPreview) -> list[Table]:
    rows: list[tuple[Cell, ...]] = [
        (Link(one.number, f"/customers/{one.customer_id}"), one.name, one.owner_name, one.now, one.then)
        for one in seen.customers
    ]
    columns = ("number", "name", "owner", "reclaim_now", "reclaim_then")
    return [Table("console.retimed", columns, rows)] if rows else []


def _inputs(chosen: CustomerPoolView | None, person: Person) -> list[Input]:
    rules = chosen.rules if chosen else None
    units = sorted((path, name) for path, name in unit_names().items())

    def said(name: str) -> str:
        value = getattr(rules, name) if rules else CustomerPoolRules.model_fields[name].default
        return "" if value is None else str(value)

    yes = [(one, text(f"value.{one}", person.lang)) for one in ("yes", "no")]
    return [
        Input("code", value=chosen.code if chosen else "", label=text("field.pool_code", person.lang)),
        Input("name", value=rules.name if rules else ""),
        Input("unit", "select", rules.unit if rules else person.unit, units),
        Input("conditions", value=written_conditions(rules.conditions, person.lang) if rules else "", required=False,
              hint="hint.pool_conditions"),
        *(Input(name, value=_typed(said(name), person), required=False, hint="hint.plain_length") for name in LENGTHS),
        *(Input(name, "number", said(name), required=name != "claims_per_day") for name in NUMBERS),
        Input("spares_sales", "select", "no" if rules and not rules.spares_sales else "yes", yes),
    ]  # fmt: skip


def _read(form: Any) -> DefineCustomerPool:
    """Raises Unreadable, or ValidationError."""
    typed = {name: str(form.get(name) or "").strip() for name in ("code", "name", "unit", *LENGTHS, *NUMBERS)}
    said: dict[str, Any] = {name: value or None for name, value in typed.items()}
    said |= {name: whole(name, typed[name]) if typed[name] else None for name in NUMBERS}
    conditions = str(form.get("conditions") or "").strip()
    said["conditions"] = read_conditions("conditions", conditions) if conditions else []
    said["spares_sales"] = form.get("spares_sales") != "no"
    return DefineCustomerPool.model_validate(said)


def _length(written: str | None, person: Person) -> str | None:
    return _typed(written, person) if written else None


def _typed(written: str, person: Person) -> str:
    """3 天, 3 days: as it may be typed again."""
    amount, _, unit = written.partition(" ")
    code = f"unit.plain.{unit.rstrip('s')}"
    return f"{amount} {text(code, person.lang)}" if unit.rstrip("s") in ("day", "hour", "minute") else written
