"""How is a record found by a part of its number, of a name or of a reference, however that was written?"""

import re
from collections.abc import Sequence

from messages.matching.characters import plain
from messages.matching.companies import name_of_key
from messages.matching.phones import NoPhone, phones_of

MOST_WORDS = 8  # of what somebody types; more narrow nothing
PHONE = re.compile(r"[\d\s()+\-.;#]{7,40}")  # a number alone: no letter stands in it
DIGITS_OF_PHONE = 7


def search_text(*parts: str | None) -> str:
    """What a record is found by, in the one form in which texts are compared; nothing twice, as an index costs by the
    character."""
    found = ""
    for part in parts:
        said = " ".join(plain(part).split()) if part else ""
        if said and said not in found:
            found = f"{found} {said}" if found else said
    return found


def search_parts_of_key(key: str | None) -> list[str]:
    """Of a stored key of a name: what `search_parts` of a name look for."""
    name = name_of_key(key) if key else None
    return [part for part in (name.core, *name.places, name.branch) if part] if name else []


def search_words(sought: str) -> list[str]:
    """Each of them must be in the text of what is found, in any order."""
    return list(dict.fromkeys(plain(sought).split()))[:MOST_WORDS]


def may_be_phone(sought: str) -> bool:
    """Worth asking in which country it is."""
    text = plain(sought).strip()
    return PHONE.fullmatch(text) is not None and sum(char.isdigit() for char in text) >= DIGITS_OF_PHONE


def sought_phones(sought: str, region: str) -> list[str]:
    """The phone that somebody typed whole, as it is compared; nothing when it is none."""
    if not may_be_phone(sought):
        return []
    try:
        return [found.key for found in phones_of(sought, region)]
    except NoPhone:
        return []


def digits_of_phones(keys: Sequence[str]) -> list[str]:
    """What is typed of a phone without its signs."""
    return [re.sub(r"\D", "", key.partition(";")[0]) for key in keys]
