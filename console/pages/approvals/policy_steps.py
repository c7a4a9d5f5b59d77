"""Which steps does the route of a policy have, and which come before another?"""

from collections.abc import Mapping
from typing import Any


def earlier_steps(body: Mapping[str, Any], key: str) -> list[tuple[str, Mapping[str, str]]]:
    """The steps of this policy that always come before this one, with their names."""
    return _before(body.get("route", ()), key)[0]


def every_step(body: Mapping[str, Any]) -> list[tuple[str, Mapping[str, str]]]:
    """In the order of the route."""
    return _steps(body.get("route", ()))


def step_of(body: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    return next((node for node in _flat(body.get("route", ())) if node["step"] == key), {})


def _before(route: Any, key: str) -> tuple[list[tuple[str, Mapping[str, str]]], bool]:
    passed: list[tuple[str, Mapping[str, str]]] = []
    for node in route:
        if node.get("step") == key:
            return passed, True
        for branch in node.get("branches", ()):
            inside, found = _before(branch["route"], key)
            if found:
                return [*passed, *inside], True
        passed += _steps([node])
    return passed, False


def _steps(route: Any) -> list[tuple[str, Mapping[str, str]]]:
    return [(str(node["step"]), node.get("name", {})) for node in _flat(route)]


def _flat(route: Any) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = []
    for node in route:
        if "step" in node:
            found.append(node)
        for branch in node.get("branches", ()):
            found += _flat(branch["route"])
    return found
