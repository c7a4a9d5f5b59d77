"""How is it said what is wrong with a value that a command does not take: alone, or in a row of a file?"""

import re
from collections.abc import Mapping
from typing import Any

from messages.texts import known, text

RULE = re.compile(r"\b([A-Z]{3}-\d+)(?::\s*|\b)")


def reason_of(found: Mapping[str, Any], lang: str) -> tuple[str, str]:
    """Of an error of pydantic: the rule's number or the library's kind, and the sentence in the reader's language,
    empty where we have no words for it."""
    message = str(found.get("msg", "")).removeprefix("Value error, ")
    if match := RULE.search(message):
        rule = match.group(1)
        words = text(rule, lang) if lang != "en" and known(rule, lang) else message
        return rule, message if "{" in words else words
    kind = _kind(found)
    words = text(f"input.{kind}", lang, **(found.get("ctx") or {})) if known(f"input.{kind}", lang) else ""
    return str(found.get("type", "")), words


def _kind(found: Mapping[str, Any]) -> str:
    """The library counts the letters of a text that it has not read itself as the pieces of a list; and what must have
    one letter at least must be given."""
    kind = str(found.get("type", ""))
    if kind in ("too_short", "too_long") and isinstance(found.get("input"), str):
        kind = f"string_{kind}"
    if kind == "string_too_short" and (found.get("ctx") or {}).get("min_length") == 1:
        return "missing"
    return kind
