"""How is a code said in the reader's language? (gettext catalogues `<lang>/<area>.po`, read when first needed)"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po
from babel.numbers import format_currency

from messages.money import Money

LANGUAGES = ("zh", "en")
DEFAULT = "zh"
FOLDER = Path(__file__).parent
# Where the words of a parameter stand that is a code: in the texts of an area, or in one text.
PARAMETERS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "APP": {
        "request": ("status.request",), "step": ("status.step",), "task": ("status.task",), "verb": ("button",),
        "state": ("status.request", "status.task", "status.step"),
    },
    "APP-13": {"fact": ("fact", "field"), "type": ("policy.type",)},
    "APP-68": {"then": ("value.then",)},
    "APP-69": {"kind": ("todo",)},
    "APP-78": {"field_name": ("field",), "field_names": ("field",)},
    "APP-80": {"kind": ("channel",)},
    "ORD": {"status": ("status.order",), "to": ("status.order",)},
    "ORD-101": {"kind": ("kind",)},
    "orders.order.production_reported.v1": {"status": ("status.production",)},
    "notice.orders.order.production_reported.v1": {"status": ("status.production",)},
    "ORD-78": {"status": ("status.return",)},
    "ORD-83": {"status": ("status.order_change",)},
    "ORD-98": {"status": ("status.return",)},
    "orders.shipment.difference_decided.v1": {"decision": ("difference",)},
    "notice.orders.shipment.difference_decided.v1": {"decision": ("difference",)},
    "collections.allowance.granted.v1": {"reason": ("allowance",)},
    "notice.collections.allowance.granted.v1": {"reason": ("allowance",)},
    "collections.dunning_pause.started.v1": {"reason": ("pause_reason",), "note": ("pause_note",)},
    "collections.write_off.applied.v1": {"reason": ("reason.write_off",)},
    "collections.write_off.taken_back.v1": {"guidance": ("guidance.write_off",), "reason": ("reason.write_off",)},
    "collections.contact.due.v1": {"way": ("contact_way",)},
    "collections.contact.recorded.v1": {"outcome": ("contact_outcome",)},
    "notice.said": {"comment": ("allowance", "guidance.write_off")},
    "notice.comment": {"comment": ("allowance", "guidance.write_off")},
    "SYS-85": {"status": ("status.file_import",)},
    "SYS-86": {"status": ("status.file_import",)},
    "DEA": {"stage": ("value.stage",), "stage_to": ("value.stage",), "known": ("value.stage",)},
    "LEA-60": {"known": ("value.follow_up",)},
    "LEA-62": {"known": ("drop_reason",)},
    "leads": {"reason": ("drop_reason",), "kind": ("value.follow_up",)},
    "DEA-67": {"known": ("loss_reason",)},
    "deals": {"stage": ("value.stage",), "former_stage": ("value.stage",), "reason": ("loss_reason",)},
    "notice.deals.opportunity.stalled.v1": {"stage": ("value.stage",)},
    "notice.deals.opportunity.stall_escalated.v1": {"stage": ("value.stage",)},
    "problem": {"kind": ("kind",)},
    "did.registration_standing": {"status": ("status.registration",)},
    "did.contract_standing": {"status": ("status.contract",)},
    "did.order_standing": {"status": ("status.order",)},
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


def said_in(lang: str, names: Mapping[str, str]) -> str:
    """What somebody has named in one language or both; nothing where he has not named it."""
    return names.get(lang) or next((names[one] for one in ("en", "zh") if names.get(one)), "")


def _worded(code: str, name: str, value: object, lang: str) -> object:
    """A parameter that is a code is said in words: `{task}` is 已关闭, not CLOSED; one with names, by its name; money
    as its reader writes it."""
    if isinstance(value, list | tuple):
        return ("、" if lang == "zh" else ", ").join(str(_worded(code, name, part, lang)) for part in value)
    if isinstance(value, Mapping):
        return said_in(lang, value)
    words = _catalogue(language(lang))
    if isinstance(value, Money):
        return str(format_currency(value.amount, value.currency, locale=language(lang)))
    if not isinstance(value, str):
        return value
    if "." in value and value in words:
        return words[value]  # a code itself, such as phone.filler
    area = re.split(r"[-.]", code, maxsplit=1)[0]
    where = {**PARAMETERS.get(area, {}), **PARAMETERS.get(code, {})}.get(name, ())
    key = value.replace(" ", "_")
    return next((words[f"{kind}.{key}"] for kind in where if f"{kind}.{key}" in words), value)


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
