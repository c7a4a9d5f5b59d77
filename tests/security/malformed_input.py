"""What would fit a route's description, and in how many ways can it be spoilt?"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]
FITTING = {
    "uuid": "00000000-0000-4000-8000-00000000f00d", "date": "2026-03-02", "date-time": "2026-03-02T02:00:00Z",
    "time": "09:00:00", "email": "a@example.com",
}  # fmt: skip
WORDS = (
    "CNY",
    "X-1",
    "0" * 64,
    "CN",
    "a",
    "09:00:00",
    "2026-03",
    "https://a.example",
)  # one of them fits every pattern we have
NAMED = {
    "tz": "Asia/Shanghai",
    "follow_up_within": "7 days",
    "warn_before": "1 days",
    "least": "1",
    "role": "sales",
    "within": "2 business days",
}
# Decimals that are read as pydantic reads them.
NO_MONEY = ("revenue_millions", "percent", "least", "most", "discount_percent", "tax_rate", "min_margin", "rate",
            "early_bonus", "late_penalty", "above", "interest_rate")  # fmt: skip
INSTEAD = ("discount_amount", "final_amount", "on")  # are given in place of another field (ORD-25, SYS-76)
SECRETS = ("password", "client_secret")  # kept as typed: any character is right
LONGEST = 20_000
HUGE = 10**30
DEEPEST = 6


@dataclass(frozen=True)
class Malformed:
    """A body with one thing wrong in it; `field` is where."""

    field: str
    how: str
    body: Any


class Descriptions:
    """The named parts of an OpenAPI description."""

    def __init__(self, openapi: Mapping[str, Any]) -> None:
        self._parts: Mapping[str, Schema] = openapi.get("components", {}).get("schemas", {})

    def plain(self, schema: Schema) -> Schema:
        """Without references, and of several kinds the first that is not null."""
        if "$ref" in schema:
            return self.plain(self._parts[schema["$ref"].rpartition("/")[2]])
        kinds = schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf")
        if kinds:
            return self.plain(next(kind for kind in kinds if kind.get("type") != "null"))
        return schema

    def fitting(self, schema: Schema, depth: int = 0) -> Any:
        """A value with every field of the description, but what is said in another one's place."""
        exact, schema = self.is_amount(schema), self.plain(schema)
        if "enum" in schema or "const" in schema:
            return schema.get("const", schema.get("enum", [None])[0])
        kind = schema.get("type")
        if exact or kind == "number":
            return "10.00"
        if kind == "object":
            parts = schema.get("properties", {}) if depth < DEEPEST else {}
            free = {f"field_{n}": "a" for n in range(schema.get("minProperties", 0) - len(parts))}
            said = {name: part for name, part in parts.items() if name not in INSTEAD}
            return free | {name: NAMED.get(name) or self.fitting(part, depth + 1) for name, part in said.items()}
        if kind == "array":
            parts = schema.get("prefixItems") or [schema.get("items", {})]
            return [self.fitting(part, depth + 1) for part in parts]
        return _plain_value(schema, kind)

    def malformed(self, schema: Schema) -> Iterator[Malformed]:
        """The whole in each way in which one part of it can be wrong."""
        whole = self.fitting(schema)
        yield from self._spoilt(schema, whole, (), whole)

    def is_amount(self, schema: Schema) -> bool:
        """A decimal number, which JSON has as text."""
        kinds = {kind.get("type") for kind in schema.get("anyOf", [])}
        return {"number", "string"} <= kinds and not any("format" in kind for kind in schema["anyOf"])

    def _spoilt(self, schema: Schema, value: Any, place: tuple[Any, ...], whole: Any) -> Iterator[Malformed]:
        def put(new: Any, how: str, *more: Any) -> Malformed:
            return Malformed(".".join(str(part) for part in (*place, *more)), how, _put(whole, (*place, *more), new))

        for how, wrong in self._wrong(schema, place):
            yield put(wrong, how)
        exact, plain = self.is_amount(schema), self.plain(schema)
        if isinstance(value, dict) and not exact:
            if plain.get("additionalProperties") is False:
                yield put(1, "unknown", "no_such_field")
            for name in plain.get("required", ()):
                yield put(_GONE, "missing", name)
            for name in [name for name in value if name in plain.get("properties", {})]:
                yield from self._spoilt(plain["properties"][name], value[name], (*place, name), whole)
        if isinstance(value, list) and value and not plain.get("prefixItems"):
            yield from self._spoilt(plain.get("items", {}), value[0], (*place, 0), whole)

    def _wrong(self, schema: Schema, place: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
        exact, plain = self.is_amount(schema), self.plain(schema)
        nullable = any(kind.get("type") == "null" for kind in schema.get("anyOf", []))
        if not nullable and place and plain.get("type"):
            yield "null", None
        if exact:
            wrong = WRONG_NUMBERS if place and place[-1] in NO_MONEY else WRONG_AMOUNTS
            finer = FINER in schema.get("description", "")
            yield from [(how, bad) for how, bad in wrong if not finer or bad != THREE_DECIMALS]
            return
        kind = plain.get("type")
        yield from MOMENTS if plain.get("format") == "date-time" else WRONG.get(str(kind), [])
        if kind == "string" and "enum" not in plain and plain.get("format") not in FITTING:
            yield "too long", "x" * (int(plain["maxLength"]) + 1 if "maxLength" in plain else LONGEST)
            if place and place[-1] not in SECRETS:
                yield "control character", "a\u0007b"
        elif kind == "string" and plain.get("format") != "date-time":
            yield "another word", "NO-SUCH"
        if kind == "integer" and plain.get("minimum", -1) >= 0:
            yield "negative", -1


_GONE = object()
NO_NUMBERS: list[Any] = ["1e400", "-1e400", "NaN", "Infinity", "ten", [], {}, HUGE]
THREE_DECIMALS, FINER = "1.005", "exact to four decimals"
NO_AMOUNTS: list[Any] = [*NO_NUMBERS, THREE_DECIMALS, "1e-3", "1e3", "1_000", "１０", "", "9" * 40, True, 10.1]
WRONG_AMOUNTS = [(str(wrong)[:20], wrong) for wrong in NO_AMOUNTS]
WRONG_NUMBERS = [(str(wrong)[:20], wrong) for wrong in NO_NUMBERS]
MOMENTS = [("a list", []), ("an object", {"a": 1}), ("a flag", True), ("another word", "NO-SUCH")]
WRONG: dict[str, list[tuple[str, Any]]] = {
    "string": [("a list", []), ("an object", {"a": 1}), ("a number", 1.5), ("a flag", True)],
    "integer": [("a word", "x"), ("a fraction", 1.5), ("huge", HUGE), ("huge below", -HUGE), ("a list", [])],
    "number": [("a word", "x"), ("a list", [])],
    "boolean": [("a word", "maybe"), ("a list", []), ("seven", 7)],
    "array": [("an object", {"a": 1}), ("a word", "x")],
    "object": [("a list", []), ("a word", "x")],
}


def _plain_value(schema: Schema, kind: Any) -> Any:
    if kind == "integer":
        return max(int(schema.get("minimum", 1)), 1)
    if kind == "boolean":
        return False
    if kind == "string":
        if schema.get("format") in FITTING:
            return FITTING[schema["format"]]
        fits, most = schema.get("pattern", ""), int(schema.get("maxLength", LONGEST))
        word = next(word for word in WORDS if re.search(fits, word) and len(word) <= most)
        return word.ljust(int(schema.get("minLength", 1)), "a")
    return {}


def _put(whole: Any, place: tuple[Any, ...], new: Any) -> Any:
    """A copy of the whole with this in that place."""
    if not place:
        return new
    first, rest = place[0], place[1:]
    copied = list(whole) if isinstance(whole, list) else dict(whole)
    if not rest and new is _GONE:
        del copied[first]
    else:
        inner = copied[first] if isinstance(copied, list) else copied.get(first)
        copied[first] = _put(inner, rest, new)
    return copied
