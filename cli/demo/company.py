"""Who are the people of the demo, and what do they sell?"""

from decimal import Decimal

from cli.demo.stage import ENTITY, Demo
from deploy.cast.company import CastMember, Company, set_up, wait_until_known
from deploy.cast.sale import Roles
from messages.approvals.people import AddCalendar, AddLegalEntity, PersonView
from messages.base import Page
from messages.leads.pools import DefinePool
from messages.orders.products import CountStock, ProductView

DIRECTOR = "dora.director"  # with a limit: somebody has to cover what goes up the line
ROLES = Roles(shipper="sam.shipper", finance="frank.finance")


def _someone(login: str, role: str, *more: str, unit: str = "us/office", manager: str | None = DIRECTOR) -> CastMember:
    name = login.replace(".", " ").title()
    limit = Decimal(10_000_000) if role == "director" else None
    us = "America/New_York"
    return CastMember(
        login=login, name=name, unit=unit, roles=(role, *more), manager=manager, lang="en", tz=us, approval_limit=limit
    )


OFFICE = (
    _someone(DIRECTOR, "director", unit="us", manager=None),
    _someone("lena.legal", "legal"),
    _someone("frank.finance", "finance"),
    _someone("fred.finance", "finance"),
    _someone("olga.orders", "order_admin"),
    _someone("sam.shipper", "shipper", manager="olga.orders"),
    _someone("otto.ops", "ops", "admin"),
)
POOLS = (
    DefinePool(
        code="SEARCH", name="Search", legal_entity_id=ENTITY, unit="us", sources=["Google", "Organic Search", "bing"]
    ),
    DefinePool(code="CHAT", name="Chat", legal_entity_id=ENTITY, unit="us", sources=["Olark Chat", "Live Chat"]),
    DefinePool(code="MUMBAI", name="Mumbai", legal_entity_id=ENTITY, unit="us", regions=["Mumbai"]),
    DefinePool(code="REST", name="All others", legal_entity_id=ENTITY, unit="us"),
)
STOCK = 100_000


async def found_company(demo: Demo) -> None:
    """The office by hand; managers, sellers, customers and products from the files."""
    await found_office(demo)
    managers = await demo.bring_in("managers", "pipeline/sales_teams.csv", manager=DIRECTOR)
    sellers = await demo.bring_in("sales_teams", "pipeline/sales_teams.csv")
    demo.check("managers", 6, managers.accepted)
    demo.check("sellers", 35, sellers.accepted)
    everybody = (await demo.cast.setup.get("approvals", "/people", Page[PersonView], limit=100)).items
    people = [one for one in everybody if one.legal_entity_id == ENTITY]
    regions = {person.unit.split("/")[1] for person in people if "sales" in person.roles}
    demo.check("regions", 3, len(regions))
    by_id = {person.id: person for person in people}
    own = [
        person
        for person in people
        if "sales" in person.roles and person.manager_id and "sales_manager" in by_id[person.manager_id].roles
    ]
    demo.check("sellers with a manager of their own", 35, len(own))
    covered = [
        one
        for one in people
        if "sales_manager" in one.roles and one.manager_id and by_id[one.manager_id].approval_limit
    ]
    demo.check("managers under somebody with a limit", 6, len(covered))
    demo.results["people"] = {"managers": managers.counts(), "sellers": sellers.counts(), "regions": sorted(regions)}
    await wait_until_known(demo.cast.setup, [person.login for person in people])
    await _customers_and_products(demo)


async def found_office(demo: Demo) -> None:
    """The legal entity, its calendar and policies, and who is no seller."""
    us = "America/New_York"
    company = Company(
        legal_entity=AddLegalEntity(id=ENTITY, name="Countersign Hardware Inc.", currency="USD", calendar="US", tz=us),
        calendar=AddCalendar(id="US", name="United States", country="US", tz=us, years=[2025, 2026, 2027]),
        people=OFFICE,
        password="countersign-demo",
        pools=POOLS,
        units={"us": "Countersign Hardware", "us/office": "Office"},
    )
    await set_up(company, demo.cast.setup)
    await wait_until_known(demo.cast.setup, [one.login for one in OFFICE])


async def _customers_and_products(demo: Demo) -> None:
    customers = await demo.bring_in("accounts", "pipeline/accounts.csv")
    products = await demo.bring_in("products", "pipeline/products.csv")
    demo.check("customers", 85, customers.accepted)
    demo.check("products", 7, products.accepted)
    for product in (await demo.cast.setup.get("orders", "/products", Page[ProductView], limit=100)).items:
        await demo.cast.setup.post("orders", f"/products/{product.id}/stock", CountStock(on_hand=STOCK), ProductView)
    demo.results["customers"] = customers.counts()
    demo.results["products"] = products.counts()
