"""What is a text that may be kept?"""

import re
import unicodedata
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, StringConstraints, ValidationInfo

SECRET = re.compile(r"pass|pwd|secret|token|密码|密碼|口令", re.IGNORECASE)
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")  # Cc but line breaks and tabs, and Cs
SHORT = 200
OF_A_CELL = {"read": "cell"}  # the context in which the row of a file is checked
# Characters that nobody sees: zero-width and soft ones, marks of direction, fillers, tags.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# Joiners and variants change how the character before them looks, beyond ASCII: 👩‍💻, می‌خواهم, ❤️.
SHAPES = re.compile("(?<=[^\x00-\x7f\\s])(?:[\u200c\u200d](?=[^\x00-\x7f\\s])|[\ufe00-\ufe0f\U000e0100-\U000e01ef])")


def clean(value: Any) -> Any:
    """SYS-2: a text has no NUL, lone surrogate, control or unseen sign; it is kept in NFC, without outer blanks."""
    if not isinstance(value, str):
        return value
    if (found := CONTROLS.search(value)) is not None:
        raise ValueError(f"SYS-2: the character U+{ord(found.group()):04X} is not allowed in a text")
    return unicodedata.normalize("NFC", _seen(value.replace("\r\n", "\n").replace("\r", "\n"))).strip()


def without_invisible(value: str) -> str:
    """For comparing: nothing of it is left that nobody sees."""
    return INVISIBLE.sub("", value)


def _seen(value: str) -> str:
    """For keeping: of the invisible characters those stay that shape what stands before them."""
    if value.isascii():
        return value
    kept = {found.start() for found in SHAPES.finditer(value)}
    shown = INVISIBLE.sub(lambda found: found.group() if found.start() in kept else "", value)
    return shown if without_invisible(shown).strip() else ""


def one_line(value: str, info: ValidationInfo) -> str:
    """SYS-3: this text stands on one line; the lines within one cell of a file are joined by a blank."""
    if "\n" not in value:
        return value
    if info.context == OF_A_CELL:
        return re.sub(r"\s*\n\s*", " ", value)
    raise ValueError("SYS-3: this text must stand on one line")


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
