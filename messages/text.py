"""What is a text that may be kept?"""

import re
import unicodedata
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, StringConstraints

SECRET = re.compile(r"pass|secret|token", re.IGNORECASE)
KEPT_CONTROLS = "\n\t"
SHORT = 200


def clean(value: Any) -> Any:
    """SYS-2: a text has no NUL, no lone surrogate and no control character; it is kept in NFC, without outer blanks."""
    if not isinstance(value, str):
        return value
    for char in value:
        if unicodedata.category(char) in ("Cc", "Cs") and char not in KEPT_CONTROLS and char != "\r":
            raise ValueError(f"SYS-2: the character U+{ord(char):04X} is not allowed in a text")
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip()


def one_line(value: str) -> str:
    """SYS-3: this text stands on one line."""
    if "\n" in value:
        raise ValueError("SYS-3: this text must stand on one line")
    return value


def shortened(value: str) -> str:
    """A text that was made of several, cut to what a ShortStr may be."""
    return value if len(value) <= SHORT else value[: SHORT - 1] + "…"


def is_secret(field: str) -> bool:
    """What stands in such a field, or in one whose name is a slip of it, is never shown again."""
    return SECRET.search(field) is not None


SafeStr = Annotated[str, BeforeValidator(clean)]
ShortStr = Annotated[SafeStr, StringConstraints(min_length=1, max_length=SHORT), AfterValidator(one_line)]
LongStr = Annotated[SafeStr, StringConstraints(max_length=4000)]
Code = Annotated[str, BeforeValidator(clean), StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$")]
