"""How is a policy shown: as a text in a readable order, and what differs between two of them?"""

import difflib
from collections.abc import Mapping
from typing import Any

import yaml

# The order people write in; jsonb keeps none.
ORDER = (
    "policy", "step", "parallel", "branch", "do", "name", "facts", "requester_is_signer", "duplicates", "no_signer",
    "calendar", "revoke", "reopen", "cancel", "when", "then", "decide", "person", "group", "role", "unit",
    "manager", "managers", "fact", "weight", "need", "signers", "mode", "quorum", "within", "remind", "on_timeout",
    "depends_on", "after_return", "may", "comment_required", "after", "to", "branches", "route",
)  # fmt: skip
CONTEXT = 3


def as_text(body: Mapping[str, Any]) -> str:
    """YAML with English keywords; publishing it again gives the same version."""
    return yaml.safe_dump(_ordered(body), sort_keys=False, allow_unicode=True, width=100)


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Lines as (was, is, same or gap; the text)."""
    found: list[tuple[str, str]] = []
    lines = difflib.unified_diff(as_text(old).splitlines(), as_text(new).splitlines(), lineterm="", n=CONTEXT)
    for line in list(lines)[2:]:
        kind = {"+": "is", "-": "was", "@": "gap"}.get(line[:1], "same")
        found.append((kind, "" if kind == "gap" else line[1:]))
    return found


def _ordered(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _ordered(value[key]) for key in sorted(value, key=_place)}
    return [_ordered(one) for one in value] if isinstance(value, list | tuple) else value


def _place(key: str) -> tuple[int, str]:
    return (ORDER.index(key) if key in ORDER else len(ORDER), key)
