"""When do two names mean the same company?"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from messages.matching.characters import name_words as words
from messages.matching.characters import plain_name
from messages.matching.legal_forms import without_form
from messages.matching.places import AT_END, AT_FRONT, BRACKETED, WHOLE

LONGEST_KEY = 200  # a plain text may be longer than what was written; an index entry may not grow with it
LEAST = 2  # characters that a name keeps when its place goes
LIKE = 0.6
BRANCH = re.compile(r"(?:有限责任公司|有限公司|公司)([^()]{0,20}?(?:分公司|办事处|代表处|营业部|分行|支行|分部))$")
BRANCH_ALONE = re.compile(r"^(.{4,}?)((?:(?<=.)(?:第[一二三四五六七八九十\d]+))?分公司)$")


class Match(StrEnum):
    """What two names are to each other. Alike is never certain: a person decides."""

    SAME = "same"
    ALIKE = "alike"
    DIFFERENT = "different"


@dataclass(frozen=True)
class CompanyName:
    """The parts of a name: its words as one text, the places it names, the branch."""

    core: str
    places: tuple[str, ...] = ()
    branch: str = ""

    @property
    def key(self) -> str:
        """What one legal entity may have once. Nothing of it can stand in a core: letters and digits only."""
        return "@".join([self.core, *self.places])[:LONGEST_KEY] + (f"#{self.branch[:40]}" if self.branch else "")


@lru_cache(maxsize=4096)
def company_name(name: str) -> CompanyName:
    """The parts of a name as it was written, in any of its forms."""
    text = re.sub(r"\s+", " ", plain_name(name)).strip()
    text, branch = _branch(text)
    text = without_form(text)
    text, places = _places(text)
    core = "".join(words(without_form(text))) or "".join(words(text)) or "".join(words(plain_name(name)))
    return CompanyName(core, tuple(sorted(set(places))), "".join(words(branch)))


def company_key(name: str | None) -> str | None:
    """The same for all ways to write a company's name; None for a name without a letter or digit."""
    return (company_name(name).key if company_name(name).core else None) if name else None


def match(one: str, other: str) -> Match:
    """Same: words, place and branch are. Alike: one lacks a place, or the words share their beginning or most pairs."""
    return match_names(company_name(one), company_name(other))


def match_names(one: CompanyName, other: CompanyName) -> Match:
    """As `match`, of names that are taken apart already."""
    if not one.core or not other.core:
        return Match.DIFFERENT
    if one == other:
        return Match.SAME
    if not _may_be_one_place(one, other):
        return Match.DIFFERENT
    return Match.ALIKE if likeness(one.core, other.core) >= LIKE else Match.DIFFERENT


def likeness(core: str, other: str) -> float:
    """0 to 1: pairs of neighbouring characters in common, and no less than 0.6 for names of one beginning."""
    if core == other:
        return 1.0
    pairs, others = pairs_of(core), pairs_of(other)
    shared = 2 * len(pairs & others) / (len(pairs) + len(others)) if pairs and others else 0.0
    return max(shared, LIKE) if _begins_alike(core, other) else shared


def pairs_of(core: str) -> set[str]:
    """Neighbouring characters: fair to short Chinese names, where trigrams are coarse."""
    return {core[at : at + 2] for at in range(len(core) - 1)}


def _begins_alike(core: str, other: str) -> bool:
    """蓝天科技, 蓝天集团 and 蓝天: one name, other additions. Of Latin letters it takes more than two."""
    short, long = sorted((core, other), key=len)
    if core.isascii() or other.isascii():
        return len(short) > 3 and long.startswith(short)
    return len(short) >= LEAST and short[:LEAST] == long[:LEAST]


def _may_be_one_place(one: CompanyName, other: CompanyName) -> bool:
    places, others = set(one.places), set(other.places)
    return places <= others or others <= places


def _branch(text: str) -> tuple[str, str]:
    """…有限公司北京分公司: a branch is neither the company nor one of its other branches."""
    found = BRANCH.search(text)
    if found:
        return text[: found.start(1)], found.group(1)
    alone = BRANCH_ALONE.match(text)
    return (alone.group(1), alone.group(2)) if alone else (text, "")


def _places(text: str) -> tuple[str, list[str]]:
    """The places in brackets, at the front and at the end, and the rest. A name that is a place keeps it."""
    places: list[str] = []
    rest = text
    for found in list(BRACKETED.finditer(text)):
        inside = found.group(1).strip()
        if place := WHOLE.fullmatch(inside):
            less = rest.replace(found.group(), " ", 1)
            if len("".join(words(less))) >= LEAST:
                rest, places = less, [*places, place.group(1)]
    rest = without_form(rest.strip())
    while (front := AT_FRONT.match(rest)) and len("".join(words(rest[front.end() :]))) >= LEAST:
        rest, places = rest[front.end() :].lstrip(), [*places, front.group(1)]
    if (end := AT_END.search(rest)) and len("".join(words(rest[: end.start()]))) > LEAST:
        rest, places = rest[: end.start()], [*places, end.group(1)]
    return rest, places


def name_of_key(key: str) -> CompanyName:
    """The parts again, of a key that was stored."""
    whole, _, branch = key.partition("#")
    core, *places = whole.split("@")
    return CompanyName(core, tuple(places), branch)


def search_parts(sought: str) -> list[str]:
    """What a stored key must contain so that somebody who typed this finds it: words and places, in any order."""
    name = company_name(sought)
    return [part for part in (name.core, *name.places, name.branch) if part]
