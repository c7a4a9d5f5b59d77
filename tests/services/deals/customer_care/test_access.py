"""Does everybody read only the customers that his department, role and territory allow?"""

from typing import Any

import pytest

from chassis.auth.identity import Actor
from chassis.testing.plugin import an_actor
from tests.services.deals.conftest import Company

EAST_PUMPS = [{"field": "REGION", "any_of": ["East"]}, {"field": "PRODUCT_LINE", "any_of": ["Pumps"]}]
READS = ("", "/overview", "/contact-persons", "/addresses", "/owners", "/phases", "/costs", "/merges")


async def limit(company: Company, *grants: dict[str, Any], limited: bool = True) -> None:
    access = {"access": {"limited": limited, "grants": list(grants)}}
    await company.ok(company.admin, "PUT", "/customer-rules", access)


async def read(company: Company, who: Actor) -> set[str]:
    """The names of those in his list, each of which he may open."""
    found = await company.ok(who, "GET", "/customers", params={"limit": 100})
    for one in found["items"]:
        await company.ok(who, "GET", f"/customers/{one['id']}")
    return {one["name"] for one in found["items"]}


@pytest.fixture
async def customers(company: Company) -> dict[str, Any]:
    """Of the seller, two of the rival in another department, one of nobody, one of another legal entity."""
    pumps = {"region": "East", "product_line": "Pumps"}
    west = {"region": "West", "product_line": "Pumps"}
    made = {
        "own": await company.customer("own", **pumps),
        "east": await company.ok(company.rival, "POST", "/customers", {"name": "east"} | pumps),
        "west": await company.ok(company.rival, "POST", "/customers", {"name": "west"} | west),
    }
    pool = {"code": "WEST", "name": "公海", "unit": "cs", "without_follow_up": "30 days", "warn_before": "3 days"}
    await company.ok(company.admin, "POST", "/customer-pools", pool)
    made["free"] = await company.ok(company.rival, "POST", "/customers", {"name": "free"} | west)
    await company.ok(company.rival, "POST", f"/customers/{made['free']['id']}/release", {})
    abroad = an_actor("sales", legal_entities=("CS-US",))
    made["abroad"] = await company.ok(abroad, "POST", "/customers", {"name": "abroad"} | pumps)
    return made


async def test_feature_47_unless_it_is_limited_all_of_the_legal_entity_is_read(
    company: Company, customers: dict[str, Any]
) -> None:
    assert await read(company, company.seller) == {"own", "east", "west", "free"}
    await limit(company)
    await limit(company, limited=False)
    assert await read(company, company.seller) == {"own", "east", "west", "free"}


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("seller", {"own", "free"}),
        ("rival", {"east", "west", "free"}),
        ("manager", {"own", "free"}),
        ("legal", {"own", "east", "west", "free"}),
        ("admin", {"own", "east", "west", "free"}),
    ],
)
async def test_feature_47_own_departments_others_and_other_entities(
    company: Company, customers: dict[str, Any], who: str, seen: set[str]
) -> None:
    await limit(company)
    actor: Actor = getattr(company, who)
    assert await read(company, actor) == seen
    for name, one in customers.items():
        for part in READS:
            answer = await company.as_(actor).get(f"/customers/{one['id']}{part}")
            allowed = {200, 403} if name in seen else {404, 403}  # 403: no route of his
            assert answer.status_code in allowed, (who, name, part, answer.text)


async def test_feature_47_what_one_does_not_read_one_does_not_change(
    company: Company, customers: dict[str, Any]
) -> None:
    await limit(company)
    here = f"/customers/{customers['west']['id']}"
    version = {"if-match": '"1"'}
    edited = await company.as_(company.seller).patch(here, json={"name": "mine"}, headers=version)
    assert edited.status_code == 404
    for path, body in (
        (f"{here}/register", {}),
        (f"{here}/flag-hot", {"reason": "x"}),
        (f"{here}/release", {"reason": "x"}),
        (f"{here}/claim", None),
        ("/opportunities", {"customer_id": customers["west"]["id"], "project": "P"}),
    ):
        assert await company.status(company.seller, "POST", path, body) == 404, path


async def test_feature_47_who_sells_to_a_customer_reads_it(company: Company, customers: dict[str, Any]) -> None:
    await company.opportunity(company.seller, customer=customers["west"])
    await limit(company)
    assert await read(company, company.seller) == {"own", "west", "free"}
    assert await read(company, company.manager) == {"own", "west", "free"}
    director = an_actor("director")
    await company.ok(
        director, "POST", f"/customers/{customers['west']['id']}/merge", {"into_id": customers["east"]["id"]}
    )
    assert await read(company, company.seller) == {"own", "east", "free"}, "joined to it"


async def test_feature_47_a_grant_opens_a_territory_to_a_unit_and_a_role(
    company: Company, customers: dict[str, Any]
) -> None:
    territory = {"name": "East pumps", "units": [company.seller.unit], "roles": ["sales"], "conditions": EAST_PUMPS}
    await limit(company, territory)
    assert await read(company, company.seller) == {"own", "east", "free"}
    assert await read(company, company.manager) == {"own", "free"}
    department = {"name": "West", "units": ["cs/east"], "departments": ["cs/west"]}
    await limit(company, territory, department)
    for who in (company.seller, an_actor("sales", unit="cs/east/other")):
        assert await read(company, who) >= {"east", "west", "free"}
    assert await read(company, an_actor("sales", unit="cs/north")) == {"free"}


async def test_dea_145_a_grant_of_all_to_all_is_refused(company: Company) -> None:
    access = {"access": {"limited": True, "grants": [{"name": "x"}]}}
    answer = await company.as_(company.admin).put("/customer-rules", json=access)
    assert (answer.status_code, answer.json()["rule"]) == (409, "DEA-145")
