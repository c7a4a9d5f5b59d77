"""How is it written which leads a rule means: 来源=官网,展会; 区域=华东?"""

import re
from collections.abc import Mapping, Sequence

from console.form_input import Unreadable
from messages.texts import LANGUAGES, text

ATTRIBUTES = (
    "source", "channel", "region", "product_line", "industry", "heat", "company", "contact", "phone", "email",
    "project", "bought_before", "key",
)  # fmt: skip
# LEA-72; custom ones are called extra.<name>
VALUES_OF = {"heat": "value.heat", "bought_before": "value", "key": "value"}  # attributes whose values are codes
CODES = {"heat": ("HOT", "WARM", "COLD"), "bought_before": ("yes",), "key": ("yes",)}
PARTS = re.compile(r"\s*[;；]\s*")
VALUES = re.compile(r"\s*[,，、]\s*")
EQUALS = re.compile(r"\s*[=＝:：]\s*")
ANY = "*"


def read_when(field: str, typed: str) -> dict[str, list[str]]:
    """By the names of the attributes in any of our languages, or by their codes. Raises Unreadable."""
    found: dict[str, list[str]] = {}
    for part in PARTS.split(typed.strip()):
        if not part or part == ANY:
            continue
        name, *rest = EQUALS.split(part, maxsplit=1)
        if not rest or not rest[0]:
            raise Unreadable(field, "input.no_condition", params={"said": part})
        attribute = read_attribute(name)
        found[attribute] = read_values(attribute, rest[0])
    return found


def read_values(attribute: str, typed: str) -> list[str]:
    """None: any that is known."""
    words = {
        text(f"{VALUES_OF[attribute]}.{code}", lang).casefold(): code
        for code in CODES.get(attribute, ())
        for lang in LANGUAGES
    }
    return [words.get(value.casefold(), value) for value in VALUES.split(typed.strip()) if value and value != ANY]


def read_attribute(typed: str) -> str:
    words = {text(f"field.{name}", lang).casefold(): name for name in ATTRIBUTES for lang in LANGUAGES}
    return words.get(typed.strip().casefold(), typed.strip())


def write_values(attribute: str, values: Sequence[str], lang: str) -> str:
    worded = [text(f"{VALUES_OF[attribute]}.{one}", lang) if one in CODES.get(attribute, ()) else one for one in values]
    return ("、" if lang == "zh" else ", ").join(worded) or ANY


def write_attribute(attribute: str, lang: str) -> str:
    return text(f"field.{attribute}", lang) if attribute in ATTRIBUTES else attribute


def write_when(when: Mapping[str, Sequence[str]], lang: str) -> str:
    """As it is read again."""
    parts = (f"{write_attribute(name, lang)}={write_values(name, values, lang)}" for name, values in when.items())
    return ("；" if lang == "zh" else "; ").join(parts) or ANY
