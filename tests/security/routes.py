"""Which routes has each service, who is said to use them, and what do they take?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from chassis.auth.identity import Actor
from chassis.testing.plugin import an_actor

PAGE = Path(__file__).resolve().parents[2] / "docs" / "security.md"
PERSONS = (
    "sales", "sales_manager", "director", "legal", "finance", "order_admin", "shipper", "ops", "admin", "customer",
    "integration", "partner", "marketing",
)  # fmt: skip
ROLES = (*PERSONS, "process")
ANYBODY, SIGNED_IN = "anybody", "whoever is signed in"
CUSTOMERS_TOO = f"{SIGNED_IN}, customers too"
EVERY_SERVICE = "every service"
NO_ID = UUID("00000000-0000-4000-8000-00000000dead")
STREAM = "GET /live"  # never ends, so it is only asked by those who are not let in
ROW = re.compile(r"^\| (?P<who>[^|]+) \| (?P<routes>`.+`) \|$")


@dataclass(frozen=True)
class Route:
    """`name` is the row's: `POST /orders/{order_id}/ship`."""

    method: str
    path: str
    takes: Mapping[str, Any]  # its part of the OpenAPI description

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    def at(self, **values: object) -> str:
        """The address; every id that is not given is nobody's."""
        other = {"shard": "0", "key": "no-such-policy", "step": "no-such-step"}
        return re.sub(r"\{(\w+)\}", lambda m: str(values.get(m[1], other.get(m[1], NO_ID))), self.path)

    @property
    def ids(self) -> list[str]:
        return re.findall(r"\{(\w+)\}", self.path)

    @property
    def query(self) -> list[Mapping[str, Any]]:
        return [one for one in self.takes.get("parameters", []) if one["in"] == "query"]

    @property
    def body(self) -> Mapping[str, Any] | None:
        """The schema of its JSON body."""
        content = self.takes.get("requestBody", {}).get("content", {})
        found: Mapping[str, Any] | None = content.get("application/json", {}).get("schema")
        return found


def routes_of(app: FastAPI) -> list[Route]:
    """All that answer, described or not."""
    described = app.openapi()["paths"]
    found = []
    for one in iter_route_contexts(app.routes):
        path = str(one.path)
        for method in sorted((one.methods or set()) - {"HEAD", "OPTIONS"}):
            found.append(Route(method, path, described.get(path, {}).get(method.lower(), {})))
    return found


def documented_access(service: str) -> dict[str, str]:
    """Route → who may use it, as `docs/security.md` says, for this service and for every service."""
    found: dict[str, str] = {}
    chapter = ""
    for line in PAGE.read_text().splitlines():
        if line.startswith("#"):
            chapter = line.strip("# ")
        row = ROW.match(line)
        if row and chapter in (service, EVERY_SERVICE):
            for name in re.findall(r"`([^`]+)`", row["routes"]):
                assert name not in found, f"{name} stands twice in docs/security.md"
                found[name] = row["who"].strip()
    return found


def let_in(who: str) -> frozenset[str]:
    """The roles that get in."""
    if who in (ANYBODY, CUSTOMERS_TOO):
        return frozenset(ROLES)
    if who == SIGNED_IN:
        return frozenset(ROLES) - {"customer", "partner"}
    roles = frozenset(who.split(", "))
    assert roles <= set(ROLES), f"{roles - set(ROLES)} is no role"
    return roles


def actor_of(role: str, **more: Any) -> Actor:
    if role == "process":
        return Actor.process("worker")
    if role == "customer":
        more = {"customer_id": NO_ID, "unit": "", **more}
    return an_actor(role, name=f"A {role}", **more)


def first_actor(who: str) -> Actor:
    """Somebody who gets in; the one who sees most, because a refusal should come from what was sent."""
    roles = let_in(who)
    return actor_of(next(role for role in ("process", "admin", "ops", "finance", *PERSONS) if role in roles))
