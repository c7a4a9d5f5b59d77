"""Which line does a change of people, units, legal entities, calendars or absences leave in the audit?"""

from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

NOTHING: Mapping[str, Any] = {}
UNTOLD = frozenset({"email", "password_hash"})  # that it was changed is told, not what it is
UNCHANGING = frozenset({"id", "version", "valid_after"})


def chain_of(kind: str, id: UUID | str) -> UUID:
    """APP-152: each person, unit, legal entity and calendar has an audit chain of its own, chained like a request's."""
    return uuid5(NAMESPACE_URL, f"{kind}/{id}")


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, str]]:
    """Field, what it was, what it is now; as texts, so that they hash the same anywhere."""
    names = [name for name in after if name not in UNCHANGING and before.get(name) != after[name]]
    return [{"field": name, "was": _told(name, before.get(name)), "now": _told(name, after[name])} for name in names]


def _told(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name in UNTOLD:
        return "***"
    if isinstance(value, list):
        return ", ".join(_told(name, part) for part in value)
    return str(value)
