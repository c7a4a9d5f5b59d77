"""What was an event, a field or a route called before, so that what is stored or still asked for stays readable?

One file per service: SUBJECTS (old event subject → today's), FIELDS (today's subject → old field → today's, of its
payload's top level) and ROUTES (method, old path, today's path, with the same parameters in the same order); one more
for the routes that every service has.
A name that stands here is never given another meaning. A field inside of a part takes its old name by
`Field(validation_alias=AliasChoices(new, old))`.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

from messages.former_names import every_service

RoutesByEnd = dict[tuple[str, str | None], list[tuple[re.Pattern[str], str]]]
PARAMETER = re.compile(r"\{\w+\}")


def subject_of(subject: str) -> str:
    """Today's name of an event: `deals.contract.rejected.v1` of `deals.contract.refused.v1`."""
    subjects: Mapping[str, str] = getattr(_table(subject.split(".")[0]), "SUBJECTS", {})
    return subjects.get(subject, subject)


def former_subjects(subject: str) -> list[str]:
    """Under which names the same event is stored, or still on its way."""
    subjects: Mapping[str, str] = getattr(_table(subject.split(".")[0]), "SUBJECTS", {})
    return [old for old, new in subjects.items() if new == subject]


def payload_of(subject: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The payload of an event of today's name, its fields as they are called today."""
    fields: Mapping[str, Mapping[str, str]] = getattr(_table(subject.split(".")[0]), "FIELDS", {})
    names = fields.get(subject)
    return {names.get(name, name): value for name, value in data.items()} if names else dict(data)


def routes_of(service: str) -> RoutesByEnd:
    """By method and last part of the old path (none, where that is a parameter): what the whole old path looks like,
    and what to put in its place. So a request to a path of today is not compared with every old one."""
    found: RoutesByEnd = {}
    for method, old, new in (*getattr(_table(service), "ROUTES", ()), *every_service.ROUTES):
        last = old.rpartition("/")[2]
        key = (method, None if PARAMETER.fullmatch(last) else last)
        found.setdefault(key, []).append((_pattern(old), _replacement(new)))
    return found


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile("([^/]+)".join(re.escape(part) for part in PARAMETER.split(path)) + r"\Z")


def _replacement(path: str) -> str:
    parts = PARAMETER.split(path)
    return parts[0] + "".join(rf"\{n}{part}" for n, part in enumerate(parts[1:], start=1))


@cache
def _table(service: str) -> ModuleType | None:
    try:
        return import_module(f"{__name__}.{service}")
    except ModuleNotFoundError:
        return None
