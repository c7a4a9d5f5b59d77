"""How is a company set up: legal entity, calendar, people, policies, products, stock, pools?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from deploy.cast.player import Player, until
from messages.approvals.people import AddCalendar, AddLegalEntity
from messages.base import Page
from messages.imports import ImportReport
from messages.leads.pools import DefinePool, PoolView
from messages.orders.products import AddProduct, CountStock, ProductView

POLICIES = Path(__file__).parents[1] / "policies"
BATCH = 500


@dataclass(frozen=True, kw_only=True)
class CastMember:
    """One line of the org chart."""

    login: str
    name: str
    unit: str
    roles: tuple[str, ...]
    manager: str | None = None
    lang: str = "zh"
    tz: str = "Asia/Shanghai"
    approval_limit: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Company:
    """Everything a company starts with."""

    legal_entity: AddLegalEntity
    calendar: AddCalendar
    people: Sequence[CastMember]
    password: str
    products: Sequence[AddProduct] = ()
    stock: int = 1000
    pools: Sequence[DefinePool] = ()
    units: dict[str, str] = field(default_factory=dict)  # path -> name


class RowRejected(Exception):
    """A row of the company was not accepted."""


async def set_up(company: Company, setup: Player) -> None:
    """May be done again: what stands already is left as it is."""
    await setup.post("approvals", "/calendars", company.calendar, object)
    await setup.post("approvals", "/legal-entities", company.legal_entity, object)
    await _people(company, setup)
    for policy in sorted(POLICIES.glob("*/*.yaml")):
        await setup.post("approvals", "/policies", {"yaml": policy.read_text()}, object)
    for pool in company.pools:
        await setup.post("leads", "/pools", pool, PoolView)
    await add_products(company.products, company.stock, setup)


async def add_products(products: Iterable[AddProduct], stock: int, setup: Player) -> dict[str, UUID]:
    """By code; each with so many pieces in stock."""
    known = {
        product.code: product.id
        for product in (await setup.get("orders", "/products", Page[ProductView], limit=100)).items
    }
    for product in products:
        if product.code not in known:
            made = await setup.post("orders", "/products", product, ProductView)
            await setup.post("orders", f"/products/{made.id}/stock", CountStock(on_hand=stock), ProductView)
            known[product.code] = made.id
    return known


async def _people(company: Company, setup: Player) -> None:
    rows: list[dict[str, Any]] = []
    for line, person in enumerate(company.people, 1):
        row = {
            "line": line,
            "login": person.login,
            "name": person.name,
            "unit": person.unit,
            "unit_name": company.units.get(person.unit),
            "manager": person.manager,
            "roles": list(person.roles),
            "legal_entity_id": company.legal_entity.id,
            "tz": person.tz,
            "lang": person.lang,
            "approval_limit": str(person.approval_limit) if person.approval_limit is not None else None,
            "password": company.password,
        }
        rows.append({name: value for name, value in row.items() if value is not None})
    for start in range(0, len(rows), BATCH):
        body = {"rows": rows[start : start + BATCH], "source": "company"}
        report = await setup.post("approvals", "/people/import", body, ImportReport)
        if report.invalid:
            raise RowRejected([row for row in report.rows if row.errors])


async def wait_until_known(
    setup: Player, logins: Sequence[str], services: Sequence[str] = ("leads", "deals", "orders", "collections")
) -> None:
    """Wait until the services have received the events about these people."""

    async def knows(service: str) -> bool | None:
        known = await setup.get(service, "/known-people", list[str])
        return True if set(logins) <= set(known) else None

    for service in services:
        await until(lambda service=service: knows(service), what=f"{service} to know {len(logins)} people")  # type: ignore[misc]
