"""In which characters is a text compared?"""

import re
import unicodedata

from messages.matching.simplified_characters import TABLE
from messages.text import without_invisible

WORD = re.compile(r"[^\W_]+")
# Of a name: also the vowels and tones that scripts such as Thai write above and below a letter.
NAME_WORD = re.compile(r"(?:[^\W_]|[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0900-\u0903\u093a-\u094f])+")
LATIN = "LATIN "
# Latin letters that are no letter with a mark to Unicode, as people without them on the keyboard write them.
UNMARKED = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŧ": "t"}
)
REGISTERED = str.maketrans("", "", "™®©℠")


def plain(text: str) -> str:
    """One width, one case, one script of Chinese, nothing invisible. What is plain stays as it is."""
    now = _once(text)
    while now != (again := _once(now)):  # folding may give what has another width once more
        now = again
    return now


def words(text: str) -> list[str]:
    """Letters and digits of a plain text, without what stands between them."""
    return WORD.findall(text)


def name_words(text: str) -> list[str]:
    """As `words`, of a name in any script."""
    return NAME_WORD.findall(text)


def plain_name(text: str) -> str:
    """Plain, and Latin letters without their marks: Café is Cafe. Marks of other scripts make other letters (が, й)."""
    marked = unicodedata.normalize("NFD", plain(text.translate(REGISTERED)))
    kept: list[str] = []
    base = ""
    for char in marked:
        if not unicodedata.combining(char):
            base = char
        elif unicodedata.name(base or "x", "").startswith(LATIN):
            continue
        kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept)).translate(UNMARKED)


def letters(text: str) -> str:
    """Nothing but the letters and digits of a text, as they are compared."""
    return "".join(words(plain(text)))


def _once(text: str) -> str:
    folded = unicodedata.normalize("NFKC", without_invisible(text)).casefold()
    return unicodedata.normalize("NFKC", folded).translate(TABLE)
