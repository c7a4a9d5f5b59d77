"""How alike are two leads, or a lead and a customer?"""

from dataclasses import dataclass

from messages.matching.companies import Match, likeness, match_names, name_of_key, pairs_of

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
