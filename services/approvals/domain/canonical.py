"""Which bytes stand for a content, so that its hash is the same wherever it is reckoned?"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical(value: Any) -> bytes:
    """Sorted keys, no blanks, UTF-8; numbers as Python writes them."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def sha256(value: Any) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()


def content_hash(content: Mapping[str, Any], attachments: list[dict[str, Any]]) -> str:
    """What a signer sees and signs: the fields and the attachments by their hashes."""
    return sha256({"content": content, "attachments": attachments})


def signed(content: Mapping[str, Any], attachments: list[dict[str, Any]]) -> dict[str, Any]:
    """The same, field by field: what is compared when something has changed."""
    return {**content, "attachments": attachments} if attachments else dict(content)


def chained(previous: str, line: Mapping[str, Any]) -> str:
    """The hash of an audit line: it covers the line and the hash of the line before."""
    return hashlib.sha256(bytes.fromhex(previous) + canonical(line)).hexdigest()


def differences(seen: Mapping[str, Any], now: Mapping[str, Any], within: str = "") -> list[dict[str, Any]]:
    """Field by field, what is not as it was seen. A field inside another is named by its path; a list is one field."""
    found: list[dict[str, Any]] = []
    for name in sorted(seen.keys() | now.keys()):
        before, after = seen.get(name), now.get(name)
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            found += differences(before, after, f"{within}{name}.")
        elif before != after or type(before) is not type(after) or (name in seen) != (name in now):
            found.append({"field": f"{within}{name}", "seen": before, "now": after})
    return found


def touches(changed: str, field: str) -> bool:
    """Is the changed field this one, or inside it, or around it?"""
    return changed == field or changed.startswith(f"{field}.") or field.startswith(f"{changed}.")
