"""Does one verb bear one name, from the process's activity to the route, its function and the use case?"""

import ast
import re
from collections.abc import Iterator

from tests.architecture.source import Source, none, sources

# The last part of these paths is a noun: something is added to a collection.
NO_VERB = {
    "POST /contracts/{contract_id}/files": "attach_file",
    "POST /products/{product_id}/stock": "count_stock",
    "POST /customers/{customer_id}/contact-persons": "add_contact_person",
    "POST /customers/{customer_id}/addresses": "add_customer_address",
    "POST /customers/{customer_id}/expenses": "add_expense",
    "POST /portal/orders": "place_portal_order",
}
SERVICES = ("services/deals/", "services/orders/", "services/collections/")


class Route:
    """`@router.post(path)` over `async def endpoint` that calls one use case."""

    def __init__(self, source: Source, endpoint: ast.AsyncFunctionDef, method: str, path: str) -> None:
        self.place = f"{source.place}:{endpoint.lineno}"
        self.endpoint = endpoint.name
        self.method, self.path = method, path
        self.calls = {_name(node.func) for node in ast.walk(endpoint) if isinstance(node, ast.Call)}

    @property
    def verb(self) -> str | None:
        last = self.path.rsplit("/", 1)[-1]
        is_verb = self.method == "POST" and self.path.count("/") > 1 and "{" not in last
        return last if is_verb and f"POST {self.path}" not in NO_VERB else None


def routes() -> Iterator[Route]:
    for source in sources("services"):
        if not source.place.startswith(SERVICES) or "/api/" not in source.place:
            continue
        prefix = next(iter(re.findall(r'APIRouter\(prefix="([^"]*)"', source.text)), "")
        for node in source.nodes:
            for mark in node.decorator_list if isinstance(node, ast.AsyncFunctionDef) else ():
                if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Attribute) and mark.args:
                    assert isinstance(node, ast.AsyncFunctionDef)
                    yield Route(source, node, mark.func.attr.upper(), prefix + str(ast.literal_eval(mark.args[0])))


def test_a_route_has_the_name_of_the_use_case_it_calls() -> None:
    found = list(routes())
    assert len(found) > 50
    none([f"{route.place} {route.endpoint}" for route in found if route.endpoint not in route.calls])


def test_the_last_part_of_a_path_is_the_verb_of_its_use_case() -> None:
    """`/orders/{id}/resubmit` is `resubmit_order`, `/order-accounts/{id}/cancel-invoices` `cancel_order_invoices`."""
    found = [route for route in routes() if route.verb]
    assert len(found) > 20
    none([f"{route.place} {route.path} {route.endpoint}" for route in found if not _says(route.endpoint, route.verb)])


def test_an_activity_has_the_name_of_the_route_that_it_calls() -> None:
    """What Temporal calls it may be older: `@activity.defn(name="take_back")`."""
    shape = {re.sub(r"\{\w+\}", "{}", route.path): route for route in routes() if route.verb}
    wrong, matched = [], 0
    for source in sources("workflows"):
        for node in source.nodes:
            if not isinstance(node, ast.AsyncFunctionDef) or not any(map(_is_activity, node.decorator_list)):
                continue
            for path in _posted(node):
                route = shape.get(path)
                matched += route is not None
                if route is not None and route.endpoint != node.name:
                    wrong.append(f"{source.place}:{node.lineno} {node.name} calls {route.endpoint}")
    assert matched > 5
    none(wrong)


def _posted(node: ast.AsyncFunctionDef) -> Iterator[str]:
    """The paths of its `.post(f"/orders/{id}/confirm", …)`."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and _name(call.func) == "post" and call.args:
            path = call.args[0]
            if isinstance(path, ast.JoinedStr):
                yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in path.values)


def _is_activity(mark: ast.expr) -> bool:
    return "activity.defn" in ast.unparse(mark)


def _name(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""


def _says(name: str, verb: str | None) -> bool:
    """All words of the verb, in their order, the first first."""
    words, said = name.split("_"), (verb or "").split("-")
    rest = iter(words)
    return words[0] == said[0] and all(word in rest for word in said)
