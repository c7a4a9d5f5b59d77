"""Does each service publish what it takes and answers, and does it answer so?"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from chassis.testing.plugin import ServiceHarness
from tests.security.conftest import Findings
from tests.security.routes import EVERY_SERVICE, STREAM, documented_access, first_actor, routes_of
from tests.security.test_ownership import FILLED

KINDS: Mapping[str, tuple[type, ...]] = {
    "string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,), "array": (list,),
    "object": (dict,), "null": (type(None),),
}  # fmt: skip
FORMATS = {"uuid": UUID, "date": date.fromisoformat, "date-time": datetime.fromisoformat}
NOT_READ = {"/openapi.json", "/metrics", "/healthz", "/readyz", STREAM.partition(" ")[2]}


def misfits(openapi: Mapping[str, Any], schema: Mapping[str, Any], value: Any, place: str = "") -> Iterator[str]:
    """Where this answer is not as it is described."""
    if "$ref" in schema:
        schema = openapi["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    kinds = schema.get("anyOf") or schema.get("oneOf")
    if kinds:
        tried = [list(misfits(openapi, kind, value, place)) for kind in kinds]
        yield from [] if any(not found for found in tried) else min(tried, key=len)
        return
    kind = schema.get("type")
    if kind and (not isinstance(value, KINDS[kind]) or (isinstance(value, bool) and kind != "boolean")):
        yield f"{place}: {value!r:.60} is no {kind}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{place}: {value!r} is none of {schema['enum']}"
    if kind == "string" and schema.get("format") in FORMATS:
        try:
            FORMATS[schema["format"]](value)
        except ValueError:
            yield f"{place}: {value!r} is no {schema['format']}"
    if kind == "object":
        yield from _misfits_of_object(openapi, schema, value, place)
    if kind == "array":
        for number, part in enumerate(value):
            of = schema["prefixItems"][number] if "prefixItems" in schema else schema.get("items", {})
            yield from misfits(openapi, of, part, f"{place}[{number}]")


def _misfits_of_object(
    openapi: Mapping[str, Any], schema: Mapping[str, Any], value: Mapping[str, Any], place: str
) -> Iterator[str]:
    fields, others = schema.get("properties", {}), schema.get("additionalProperties", not schema.get("properties"))
    yield from (f"{place}.{name} is missing" for name in schema.get("required", ()) if name not in value)
    for name, part in value.items():
        if name in fields:
            yield from misfits(openapi, fields[name], part, f"{place}.{name}")
        elif isinstance(others, dict):
            yield from misfits(openapi, others, part, f"{place}.{name}")
        elif not others:
            yield f"{place}.{name} is not described"


async def test_feature_83_every_route_is_published_with_what_it_answers(
    harness: ServiceHarness, findings: Findings
) -> None:
    told = await harness.api.anybody.get("/openapi.json")
    for route in routes_of(harness.app):
        if route.path in NOT_READ:
            continue
        operation = told.json()["paths"].get(route.path, {}).get(route.method.lower(), {})
        good = [answer for status, answer in operation.get("responses", {}).items() if status.startswith("2")]
        findings.check(bool(good) and bool(operation.get("operationId")), route.name, told)
    findings.none()


async def test_feature_83_what_is_read_is_as_it_is_described(harness: ServiceHarness, findings: Findings) -> None:
    records, page, openapi = await FILLED[harness.name](harness), documented_access(harness.name), harness.app.openapi()
    checked = 0
    for route in routes_of(harness.app):
        if route.method != "GET" or route.path in NOT_READ or page[route.name] == EVERY_SERVICE:
            continue
        here = route.at(**{name: records[name] for name in route.ids if name in records})
        asked = {one["name"]: str(records[one["name"]]) for one in route.query if one["name"] in records}
        answer = await harness.api.as_(first_actor(page[route.name])).get(here, params=asked)
        described = route.takes["responses"].get("200", {}).get("content", {}).get("application/json", {})
        if answer.status_code == 200 and described and "json" in answer.headers.get("content-type", ""):
            found = list(misfits(openapi, described.get("schema", {}), answer.json()))
            findings.check(not found, f"{route.name}: {found[:3]}", answer)
            checked += 1
    assert checked > 3, "most was not there to be read"
    findings.none()


def test_what_does_not_fit_is_found() -> None:
    parts = {"P": {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}}}
    openapi = {"components": {"schemas": parts}}
    of = {"type": "array", "items": {"anyOf": [{"$ref": "#/components/schemas/P"}, {"type": "null"}]}}
    assert list(misfits(openapi, of, [{"a": 1}, None])) == []
    for wrong in ([{}], [{"a": True}], [{"a": "1"}], [{"a": 1, "b": 2}], {}, ["x"]):
        assert list(misfits(openapi, of, wrong)), wrong
