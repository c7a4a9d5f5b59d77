"""How is a code said in the reader's language? (gettext catalogues `<lang>/<area>.po`, read when first needed)"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

LANGUAGES = ("zh", "en")
DEFAULT = "zh"
FOLDER = Path(__file__).parent
# Where the words of a parameter stand that is a code, in the refusals of approvals.
SAID = {
    "request": ("status.request",), "step": ("status.step",), "task": ("status.task",), "verb": ("button",),
    "state": ("status.request", "status.task", "status.step"),
}  # fmt: skip


def text(code: str, lang: str = DEFAULT, /, **params: object) -> str:
    """The words for a code, its `{parameters}` filled in; a code without words is shown as it is."""
    words = _catalogue(language(lang)).get(code)
    if words is None:
        told = ", ".join(f"{name}: {value}" for name, value in params.items())
        return f"{code} ({told})" if told else code
    if "{" not in words:
        return words
    return words.format_map(_Params({name: _worded(code, name, value, lang) for name, value in params.items()}))


def known(code: str, lang: str = DEFAULT, /) -> bool:
    return code in _catalogue(language(lang))


def codes(lang: str = DEFAULT, /) -> frozenset[str]:
    """Every code that has words in this language."""
    return frozenset(_catalogue(language(lang)))


def language(wanted: str | None) -> str:
    """The best of ours for an Accept-Language header or a language tag: `en-GB,en;q=0.9` → `en`."""
    weighted: list[tuple[float, int, str]] = []
    for place, part in enumerate((wanted or "").split(",")):
        tag, _, quality = part.strip().partition(";q=")
        found = tag.split("-")[0].split("_")[0].lower()
        if found in LANGUAGES:
            weighted.append((-_number(quality), place, found))
    return min(weighted)[2] if weighted else DEFAULT


def _worded(code: str, name: str, value: object, lang: str) -> object:
    """A state or a verb of approvals is said in words in a refusal: `{task}` is 已关闭, not CLOSED."""
    if not code.startswith("APP-") or not isinstance(value, str):
        return value
    words = _catalogue(language(lang))
    return next((words[f"{kind}.{value}"] for kind in SAID.get(name, ()) if f"{kind}.{value}" in words), value)


class _Params(dict[str, object]):
    """A text may lack a parameter and is still shown."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def _number(quality: str) -> float:
    try:
        return float(quality) if quality else 1.0
    except ValueError:
        return 0.0


@cache
def _catalogue(lang: str) -> Mapping[str, str]:
    words: dict[str, str] = {}
    for path in sorted((FOLDER / lang).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=lang):
                if message.id and isinstance(message.id, str) and isinstance(message.string, str) and message.string:
                    words[message.id] = message.string
    return words
