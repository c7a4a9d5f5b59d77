"""In which characters is a text compared?"""

import re
import unicodedata

from messages.matching.simplified_characters import TABLE
from messages.text import without_invisible

WORD = re.compile(r"[^\W_]+")


def plain(text: str) -> str:
    """One width, one case, one script of Chinese, nothing invisible. What is plain stays as it is."""
    now = _once(text)
    while now != (again := _once(now)):  # folding may give what has another width once more
        now = again
    return now


def words(text: str) -> list[str]:
    """Letters and digits of a plain text, without what stands between them."""
    return WORD.findall(text)


def letters(text: str) -> str:
    """Nothing but the letters and digits of a text, as they are compared."""
    return "".join(words(plain(text)))


def _once(text: str) -> str:
    folded = unicodedata.normalize("NFKC", without_invisible(text)).casefold()
    return unicodedata.normalize("NFKC", folded).translate(TABLE)
