"""What does a service say of its routes: which take a body, which methods, which headers and cursors they need?"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.routing import compile_path

REHEARSAL = "X-Rehearsal"  # what would become of these rows: nothing of it is kept
IF_MATCH, NEEDED_KEY = "If-Match", "Idempotency-Key"
NEEDED_HEADERS = {
    IF_MATCH: {
        "description": "The version that was read, as the ETag gave it; without it 428, an older one 412.",
        "schema": {"type": "string", "pattern": r'^(?:W/)?"?v?[0-9]{1,18}"?$'},
    },
    NEEDED_KEY: {
        "description": "One per act: the same again shows what the first made; without it 428.",
        "schema": {"type": "string", "pattern": r"^[\x21-\x7e]{1,200}$"},
    },
}
CURSOR = "The `next` of the page before, as it was given; anything else is 422 (SYS-1)."
Methods = Sequence[tuple[re.Pattern[str], frozenset[str]]]


def body_takers(app: FastAPI) -> frozenset[Callable[..., Any]]:
    """The endpoints of the routes that take a command, a form or a file."""
    found = set[Callable[..., Any]]()
    for route in iter_route_contexts(app.routes):
        raw = "requestBody" in (getattr(route, "openapi_extra", None) or {})
        endpoint = getattr(route, "endpoint", None)
        if endpoint is not None and (raw or getattr(route, "body_field", None) is not None):
            found.add(endpoint)
    return frozenset(found)


def methods_by_path(app: FastAPI) -> Methods:
    """Every address and what may be done there."""
    routes = [context for context in iter_route_contexts(app.routes) if context.methods]
    return [(compile_path(str(route.path))[0], frozenset(route.methods or ())) for route in routes]


def allowed(methods: Methods, path: str) -> str:
    """The header `Allow` of this address: of all its routes, not of the first only."""
    return ", ".join(sorted({method for pattern, known in methods if pattern.match(path) for method in known}))


def install(app: FastAPI) -> None:
    """The description names what the code asks for beyond its parameters."""
    plain = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            for operations in plain()["paths"].values():
                for operation in operations.values():
                    for parameter in operation.get("parameters", ()):
                        _complete(parameter)
        return plain()

    app.openapi = described  # type: ignore[method-assign]


def _complete(parameter: dict[str, Any]) -> None:
    if parameter["in"] == "header" and parameter["name"] in NEEDED_HEADERS:
        parameter.update(NEEDED_HEADERS[parameter["name"]], required=True)
    if parameter["in"] == "query" and parameter["name"] == "cursor":
        parameter["description"] = CURSOR
