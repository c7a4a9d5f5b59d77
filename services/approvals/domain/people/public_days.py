"""On which days does a country not work, on which Saturdays does it, and which years are known for certain?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import holidays

from messages.errors import Malformed

# The categories of the library that close a place, where they are more than its default one. What does not close it
# (half days, school holidays, days that one chooses for oneself) is left out.
CLOSED_TOO = {"HK": "optional", "ID": "government", "JP": "bank", "MO": "optional"}


@dataclass(frozen=True)
class PublicDays:
    """Of the years that were asked for."""

    holidays: frozenset[date] = frozenset()
    makeup_days: frozenset[date] = frozenset()
    announced: frozenset[int] = frozenset()  # the other years are computed: days may be moved, make-up days are missing


def public_days(country: str, subdivision: str | None, years: Sequence[int]) -> PublicDays:
    """APP-49: public holidays are known by country and, where it has them, by subdivision."""
    categories = ("public", CLOSED_TOO[country]) if country in CLOSED_TOO else None
    try:
        known = holidays.country_holidays(country, subdiv=subdivision, years=years, categories=categories)
    except NotImplementedError as wrong:
        field, value = ("subdivision", subdivision) if hasattr(holidays, country) else ("country", country)
        raise Malformed(field, value, "APP-49") from wrong
    makeup = frozenset(day for day in getattr(known, "weekend_workdays", ()) if day.year in years)
    days = frozenset(day for day in known if day.year in years)
    return PublicDays(days, makeup, frozenset(year for year in years if _is_announced(known, year)))


def _is_announced(known: Any, year: int) -> bool:
    """APP-180: a year is known when nothing of it is estimated and, where days are moved every year by announcement,
    the library has the announcement."""
    label = getattr(known, "estimated_label", None)  # such as "%s (estimated)"; the names bear it in their language
    estimated = known.tr(label).replace("%s", "").strip(" ()") if label else ""
    if estimated and any(estimated in name for day, name in known.items() if day.year == year):
        return False
    moved = getattr(known, "has_substituted_holidays", False) or "government" in known.categories
    return not moved or year in _announcements(known)


def _announcements(known: Any) -> set[int]:
    found: set[int] = set()
    for category in known.categories:
        found |= set(getattr(known, f"special_{category}_holidays", None) or {})
    return found


def must_not_be_both(holidays: Sequence[date], makeup_days: Sequence[date]) -> None:
    """APP-181: a day that the house names is off or is worked, not both."""
    both = sorted(set(holidays) & set(makeup_days))
    if both:
        raise Malformed("makeup_days", both[0].isoformat(), "APP-181")


def together(public: PublicDays, off: Sequence[date], worked: Sequence[date]) -> tuple[list[date], list[date]]:
    """APP-182: a day that the house names wins over what the country says. Returns days off and make-up days."""
    return (
        sorted((public.holidays - set(worked)) | set(off)),
        sorted((public.makeup_days - set(off)) | set(worked)),
    )


def years_of(country: str | None, asked: Sequence[int], *, this: int, had: Sequence[int]) -> list[int]:
    """APP-183: without years a country's calendar has this year, the next, and those that it has already."""
    if country is None:
        return []
    return sorted(set(asked) or {this, this + 1, *had})


def known_until(announced: Sequence[int], first: int) -> date | None:
    """The end of the last year up to which every year from this one on is known; None when this one is not."""
    year = first
    while year in announced:
        year += 1
    return date(year - 1, 12, 31) if year > first else None
