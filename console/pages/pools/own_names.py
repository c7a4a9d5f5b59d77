"""What does a company call what it has set itself?"""

from collections.abc import Mapping
from typing import Any

from console.view_models import Cell, Worded
from messages.texts import LANGUAGES, known, said_in


def own_name(kind: str, code: str, label: Mapping[Any, str], lang: str) -> Cell:
    """As it says, else in the words of the catalogues, else by its code."""
    worded = f"{kind}.{code}"
    return said_in(lang, label) or (Worded(worded) if known(worded) else code)


def label_of(row: Mapping[str, str]) -> dict[str, str]:
    """Of a line that somebody has written."""
    return {lang: row[lang] for lang in LANGUAGES if lang in row}
