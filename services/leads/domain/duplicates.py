"""When do two leads speak of the same thing?"""

from dataclasses import dataclass

SAME_COMPANY, SIMILAR_FROM = 0.9, 0.45


@dataclass(frozen=True)
class Keys:
    """What a lead is compared by, all in normal form."""

    phone: str | None = None
    email: str | None = None
    company: str | None = None
    project: str | None = None


@dataclass(frozen=True)
class Likeness:
    """How alike (0..1), and by which rule."""

    score: float
    rule: str


def identities(keys: Keys) -> list[str]:
    """LEA-3: a lead with the phone, the e-mail, or the company and project of a live lead is its duplicate.

    A converted lead still holds its company and project; a dropped one holds nothing.
    """
    found = [*contact_identities(keys), deal_identity(keys)]
    return [identity for identity in found if identity]


def contact_identities(keys: Keys) -> list[str]:
    """What a converted lead gives free: its people may ask for something else."""
    phone, email = keys.phone and f"phone:{keys.phone}", keys.email and f"email:{keys.email}"
    return [identity for identity in (phone, email) if identity]


def deal_identity(keys: Keys) -> str | None:
    """The company's project."""
    return f"deal:{keys.company}|{keys.project}" if keys.company and keys.project else None


def likeness(asked: Keys, known: Keys, *, similarity: float = 0.0) -> Likeness | None:
    """LEA-14: same phone, e-mail or company and project is certain (1), the same company 0.9, a similar name less."""
    if asked.phone and asked.phone == known.phone:
        return Likeness(1.0, "phone")
    if asked.email and asked.email == known.email:
        return Likeness(1.0, "email")
    if not asked.company or not known.company:
        return None
    if asked.company == known.company:
        same = bool(asked.project) and asked.project == known.project
        return Likeness(1.0, "company_project") if same else Likeness(SAME_COMPANY, "company")
    score = min(max(similarity, alike(asked.company, known.company)), SAME_COMPANY - 0.01)
    return Likeness(round(score, 2), "similar_company") if score >= SIMILAR_FROM else None


def alike(one: str, other: str) -> float:
    """Dice's coefficient of neighbouring characters: fair to short Chinese names, where trigrams are coarse."""
    mine, theirs = _pairs(one), _pairs(other)
    if not mine or not theirs:
        return float(one == other)
    return 2 * len(mine & theirs) / (len(mine) + len(theirs))


def wide_pairs(text: str | None) -> list[str]:
    """The pairs with a character beyond ASCII: by these a database finds alike Chinese names, whatever its locale."""
    return sorted(pair for pair in _pairs(text or "") if not pair.isascii())


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
