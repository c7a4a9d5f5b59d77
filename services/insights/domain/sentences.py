"""How is an event said as a sentence?"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from messages.moments import on_clock
from messages.texts import LANGUAGES, known, text

OPTIONAL = ("comment",)  # where nothing was said, nothing stands
KINDS = {"policy": "kind", "kind": "todo"}  # a policy has the name of what it is about
NOTHING = {"zh": "—", "en": "—"}


def sentence(subject: str, data: Mapping[str, Any], *, lang: str, tz: str, names: Mapping[UUID, str]) -> str:
    """The words of the event's own catalogue entry; `{owner}` is the name of `owner_id`."""
    return text(subject, lang, **parameters(subject, data, lang=lang, tz=tz, names=names))


def parameters(
    subject: str, data: Mapping[str, Any], *, lang: str, tz: str, names: Mapping[UUID, str]
) -> dict[str, object]:
    noun = [*subject.split("."), ""][1]
    about = data.get("about")
    said: dict[str, object] = {}
    if isinstance(about, Mapping):
        said |= {"number": about.get("number", ""), "title": about.get("title", "")}
    for name, value in data.items():
        words = _in_words(name, value, noun=noun, lang=lang, tz=tz, names=names)
        said[name] = words
        for ending in ("_id", "_by"):
            if name.endswith(ending):
                said.setdefault(name.removesuffix(ending), words)
    return said | _named(data, lang)


def _named(data: Mapping[str, Any], lang: str) -> dict[str, object]:
    """`{step}` is what `step_name` calls it in the reader's language."""
    names = {name.removesuffix("_name"): value for name, value in data.items() if isinstance(value, Mapping)}
    return {name: value.get(lang) or next(iter(value.values())) for name, value in names.items() if _is_name(value)}


def _is_name(value: Mapping[str, Any]) -> bool:
    return bool(value) and set(value) <= set(LANGUAGES)


def _in_words(name: str, value: Any, *, noun: str, lang: str, tz: str, names: Mapping[UUID, str]) -> object:
    if name in OPTIONAL and not value:
        return ""
    if value is None or value == "" or value == []:
        return NOTHING.get(lang, "—")
    if isinstance(value, Mapping):
        if {"amount", "currency"} <= set(value):
            return f"{value['amount']} {value['currency']}"
        if {"number", "title"} <= set(value):
            return f"{value['number']} {value['title']}"
        return ", ".join(f"{key}: {part}" for key, part in value.items())
    if isinstance(value, list):
        return ", ".join(str(_in_words(name, part, noun=noun, lang=lang, tz=tz, names=names)) for part in value)
    if isinstance(value, str):
        return _of_text(name, value, noun=noun, lang=lang, tz=tz, names=names)
    return value


def _of_text(name: str, value: str, *, noun: str, lang: str, tz: str, names: Mapping[UUID, str]) -> str:
    if len(value) == 36 and value.count("-") == 4:
        return _name_of(value, names)
    if (moment := on_clock(value, tz)) != value:
        return str(moment)
    for code in (f"{name}.{noun}.{value}", f"{name}.{value}", f"status.{noun}.{value}", f"status.{name}.{value}"):
        if value.isupper() and known(code, lang):
            return text(code, lang)
    if name in KINDS and known(f"{KINDS[name]}.{value}", lang):
        return text(f"{KINDS[name]}.{value}", lang)
    return value


def _name_of(value: str, names: Mapping[UUID, str]) -> str:
    try:
        return names.get(UUID(value), value[:8])
    except ValueError:
        return value
