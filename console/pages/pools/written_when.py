"""How is it written which leads a rule means: 来源=官网,展会; 区域=华东?"""

import re
from collections.abc import Mapping, Sequence

from console.form_input import Unreadable
from messages.texts import LANGUAGES, text

ATTRIBUTES = ("source", "channel", "region", "product_line")  # LEA-72; custom ones are called extra.<name>
PARTS = re.compile(r"\s*[;；]\s*")
VALUES = re.compile(r"\s*[,，、]\s*")
EQUALS = re.compile(r"\s*[=＝:：]\s*")
ANY = "*"


def read_when(field: str, typed: str) -> dict[str, list[str]]:
    """By the names of the attributes in any of our languages, or by their codes. Raises Unreadable."""
    words = {text(f"field.{name}", lang).casefold(): name for name in ATTRIBUTES for lang in LANGUAGES}
    found: dict[str, list[str]] = {}
    for part in PARTS.split(typed.strip()):
        if not part or part == ANY:
            continue
        name, *rest = EQUALS.split(part, maxsplit=1)
        if not rest or not rest[0]:
            raise Unreadable(field, "input.no_condition", params={"said": part})
        values = [value for value in VALUES.split(rest[0]) if value and value != ANY]
        found[words.get(name.casefold(), name)] = values
    return found


def write_when(when: Mapping[str, Sequence[str]], lang: str) -> str:
    """As it is read again."""
    parts = (
        f"{text(f'field.{name}', lang) if name in ATTRIBUTES else name}={','.join(values) or ANY}"
        for name, values in when.items()
    )
    return "; ".join(parts) or ANY
