"""How is a name, a phone or an address shown to somebody who may only know that it exists?"""

from collections.abc import Sequence

import phonenumbers

LEAST_DIGITS = 8  # of a number so short nothing is shown


def begin_of_name(name: str) -> str:
    """王**"""
    return f"{name[:1]}**"


def begin_of_company(name: str) -> str:
    return f"{name[:2] if len(name) > 4 else name[:1]}****"


def ends_of_phone(keys: Sequence[str]) -> str:
    """138****8000: of the first number alone; what was written beside it, a name or a second number, is not shown."""
    number = national(keys[0]) if keys else ""
    return f"{number[:3]}****{number[-4:]}" if len(number) > LEAST_DIGITS else "****"


def ends_of_email(email: str) -> str:
    """l***@example.com"""
    name, found, domain = email.partition("@")
    return f"{name[:1]}***@{domain}" if found else "***"


def national(key: str) -> str:
    """A stored number without its country and extension."""
    number = phonenumbers.parse(key.split(";")[0])
    return str(phonenumbers.national_significant_number(number))
