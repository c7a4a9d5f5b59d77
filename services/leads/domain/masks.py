"""How is a contact shown to somebody who does not own the lead?"""

import phonenumbers


def masked_name(name: str | None) -> str | None:
    """LEA-18: of what is not yours you see the beginning, never the whole: 王**, 138****8000, l***@example.com."""
    return name and f"{name[:1]}**"


def masked_company(name: str | None) -> str | None:
    return name and f"{name[:2] if len(name) > 4 else name[:1]}****"


def masked_phone(phone: str | None, keys: list[str]) -> str | None:
    """Of the first number alone: what was written beside it, a name or a second number, is not shown."""
    if not phone:
        return phone
    number = national(keys[0]) if keys else ""
    return f"{number[:3]}****{number[-4:]}" if len(number) > 8 else "****"


def masked_email(email: str | None) -> str | None:
    name, found, domain = (email or "").partition("@")
    return f"{name[:1]}***@{domain}" if found else email and "***"


def national(key: str) -> str:
    """A stored number without its country and extension."""
    number = phonenumbers.parse(key.split(";")[0])
    return str(phonenumbers.national_significant_number(number))
