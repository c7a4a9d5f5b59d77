"""How is a record found by a part of its number, of a name or of a reference, however that was written?"""

from messages.matching.characters import plain

MOST_WORDS = 8  # of what somebody types; more narrow nothing


def search_text(*parts: str | None) -> str:
    """What a record is found by, in the one form in which texts are compared."""
    return " ".join(" ".join(plain(part).split()) for part in parts if part)


def search_words(sought: str) -> list[str]:
    """Each of them must be in the text of what is found, in any order."""
    return list(dict.fromkeys(plain(sought).split()))[:MOST_WORDS]
