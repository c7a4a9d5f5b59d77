"""In which country is a phone that names none?"""

import phonenumbers
from babel.core import get_global

REGIONS: frozenset[str] = frozenset(phonenumbers.SUPPORTED_REGIONS)
FIRST = "CN"


def is_region(code: str) -> bool:
    """One that has telephones: ISO 3166, in capitals."""
    return code in REGIONS


def region_of(*, tz: str | None, calendar: str | None) -> str:
    """That of the time zone of a legal entity; one that is left at China's has the country of its calendar."""
    by_zone = get_global("zone_territories").get(tz or "")
    if by_zone in REGIONS and by_zone != FIRST:
        return str(by_zone)
    by_calendar = (calendar or "").upper().replace("_", "-").split("-")[0]
    return by_calendar if by_calendar in REGIONS else FIRST
