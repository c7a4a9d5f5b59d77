"""How alike are two leads, or a lead and a customer?"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from messages.matching.companies import LIKE, Match, likeness, match_names, name_of_key, pairs_of

SAME_COMPANY = 0.9
SAME_REACH = 0.85  # a phone or an e-mail that the rules do not count


@dataclass(frozen=True)
class Keys:
    """What a lead is compared by, all in normal form."""

    phones: tuple[str, ...] = ()
    email: str | None = None
    company: str | None = None
    project: str | None = None
    contact: str | None = None
    own: tuple[tuple[str, str], ...] = ()  # custom fields: name, value


@dataclass(frozen=True)
class Likeness:
    """How alike (0..1), and by which rule; `fields`: those that are the same."""

    score: float
    rule: str
    fields: tuple[str, ...] = ()


def likeness_of(wanted: Keys, known: Keys, rule: tuple[str, ...] | None = None) -> Likeness | None:
    """LEA-14: what the rules call the same is certain (1), the same company 0.9, a phone or e-mail beside the rules
    0.85, an alike name less."""
    if rule is not None:
        return Likeness(1.0, NAMED.get(rule, "match_fields"), rule)
    reach = _reach(wanted, known)
    company = _company(wanted, known)
    found = [one for one in (reach, company) if one]
    return max(found, key=lambda one: one.score) if found else None


def wide_pairs(company: str | None) -> list[str]:
    """Pairs of a key's words beyond ASCII: by these a database finds alike Chinese names, whatever its locale."""
    core = name_of_key(company).core if company else ""
    return sorted(pair for pair in pairs_of(core) if not pair.isascii())


def telling_pairs(company: str | None, shares: Mapping[str, float]) -> list[str]:
    """Of these pairs every alike name (0.6) has one: the first two characters, or one of the rarest. So 蓝天科技 is not
    looked for among all that are called 科技. `shares`: of common pairs, in how many names they are.

    Alike by pairs is 2 x shared / (these + the other's) >= 0.6, and the other has at least those that are shared; so at
    least 0.43 of these are, and all but one fewer than that may be left out.
    """
    core = name_of_key(company).core if company else ""
    pairs = pairs_of(core)
    if any(pair.isascii() for pair in pairs):
        return wide_pairs(company)  # those are found by trigrams, and not counted here
    least = math.ceil(LIKE * len(pairs) / (2 - LIKE) - 1e-9)
    rarest = sorted(pairs, key=lambda pair: (shares.get(pair, 0.0), pair))[: len(pairs) - max(least, 1) + 1]
    return sorted({*rarest, core[:2]} & pairs)


NAMED = {("phone",): "phone", ("email",): "email", ("company", "project"): "company_project"}


def _reach(wanted: Keys, known: Keys) -> Likeness | None:
    if set(wanted.phones) & set(known.phones):
        return Likeness(SAME_REACH, "phone", ("phone",))
    if wanted.email and wanted.email == known.email:
        return Likeness(SAME_REACH, "email", ("email",))
    return None


def _company(wanted: Keys, known: Keys) -> Likeness | None:
    if not wanted.company or not known.company:
        return None
    name, other = name_of_key(wanted.company), name_of_key(known.company)
    found = match_names(name, other)
    if found is Match.SAME:
        return Likeness(SAME_COMPANY, "company", ("company",))
    if found is Match.DIFFERENT:
        return None
    score = round(min(likeness(name.core, other.core), SAME_COMPANY - 0.01), 2)
    return Likeness(score, "similar_company", ("company",))
