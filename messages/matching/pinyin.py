"""With which letters is a Chinese name typed by those who are in a hurry? (蓝天科技 → ltkj)"""

import re
from functools import lru_cache

from messages.matching.characters import plain
from messages.matching.pinyin_letters import FIRST, INITIALS, OF_WORDS

HAN = re.compile(r"[\u4e00-\u9fff]+")
KEPT = re.compile(r"[\u4e00-\u9fff]+|[a-z0-9]+")
LONGEST_WORD = 3
BEGINNINGS = frozenset(word[0] for word in OF_WORDS)
# As family names they are read otherwise than in most words.
FAMILY_NAMES = {
    "曾": "z",
    "单": "s",
    "解": "x",
    "仇": "q",
    "区": "o",
    "查": "z",
    "盖": "g",
    "乐": "y",
    "翟": "z",
    "朴": "p",
}


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """Of each character its letter, Latin letters and digits as they are; empty for a name without Chinese."""
    text = plain(name)
    if not HAN.search(text):
        return ""
    return "".join(_spelled(part) if HAN.match(part) else part for part in KEPT.findall(text))


def initials_of_person(name: str) -> str:
    """As `initials`, with the family name as it is read: 曾小明 → zxm."""
    text = plain(name).strip()
    family = FAMILY_NAMES.get(text[:1])
    return initials(text) if family is None or len(text) == 1 else family + (initials(text[1:]) or text[1:])


def _spelled(han: str) -> str:
    """The longest words first: 重庆 is cq, 重工 is zg."""
    found, at = "", 0
    while at < len(han):
        word = next((one for one in _words_at(han, at) if one in OF_WORDS), None)
        found += OF_WORDS[word] if word else INITIALS[ord(han[at]) - FIRST].strip("?")
        at += len(word) if word else 1
    return found


def _words_at(han: str, at: int) -> tuple[str, ...]:
    return (han[at : at + LONGEST_WORD], han[at : at + 2]) if han[at] in BEGINNINGS else ()
