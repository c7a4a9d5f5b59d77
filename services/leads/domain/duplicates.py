"""When are two leads about the same business?"""

from dataclasses import dataclass

from messages.matching.companies import Match, likeness, match_names, name_of_key, pairs_of

SAME_COMPANY = 0.9


@dataclass(frozen=True)
class Keys:
    """What a lead is compared by, all in normal form."""

    phones: tuple[str, ...] = ()
    email: str | None = None
    company: str | None = None
    project: str | None = None


@dataclass(frozen=True)
class Likeness:
    """How alike (0..1), and by which rule."""

    score: float
    rule: str


def identities(keys: Keys) -> list[str]:
    """LEA-3: a lead with a phone, the e-mail, or the company and project of a live lead is its duplicate.

    A converted lead still holds its company and project; a dropped one holds nothing. Alike is never a duplicate.
    """
    found = [*contact_identities(keys), deal_identity(keys)]
    return [identity for identity in found if identity]


def contact_identities(keys: Keys) -> list[str]:
    """What a converted lead gives free: its people may ask for something else."""
    email = [f"email:{keys.email}"] if keys.email else []
    return [*(f"phone:{phone}" for phone in keys.phones), *email]


def deal_identity(keys: Keys) -> str | None:
    """The company's project."""
    return f"deal:{keys.company}|{keys.project}" if keys.company and keys.project else None


def likeness_of(wanted: Keys, known: Keys) -> Likeness | None:
    """LEA-14: same phone, e-mail or company and project is certain (1), the same company 0.9, an alike name less."""
    if set(wanted.phones) & set(known.phones):
        return Likeness(1.0, "phone")
    if wanted.email and wanted.email == known.email:
        return Likeness(1.0, "email")
    if not wanted.company or not known.company:
        return None
    name, other = name_of_key(wanted.company), name_of_key(known.company)
    found = match_names(name, other)
    if found is Match.SAME:
        same = bool(wanted.project) and wanted.project == known.project
        return Likeness(1.0, "company_project") if same else Likeness(SAME_COMPANY, "company")
    if found is Match.DIFFERENT:
        return None
    return Likeness(round(min(likeness(name.core, other.core), SAME_COMPANY - 0.01), 2), "similar_company")


def wide_pairs(company: str | None) -> list[str]:
    """Pairs of a key's words beyond ASCII: by these a database finds alike Chinese names, whatever its locale."""
    core = name_of_key(company).core if company else ""
    return sorted(pair for pair in pairs_of(core) if not pair.isascii())
