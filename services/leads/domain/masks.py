"""How is a contact shown to somebody who does not own the lead?"""

from collections.abc import Sequence

from messages.matching.masks import begin_of_company, begin_of_name, ends_of_email, ends_of_phone


def masked_name(name: str | None) -> str | None:
    """LEA-18: of what is not yours you see the beginning, never the whole: 王**, 138****8000, l***@example.com."""
    return name and begin_of_name(name)


def masked_company(name: str | None) -> str | None:
    return name and begin_of_company(name)


def masked_phone(phone: str | None, keys: Sequence[str]) -> str | None:
    return ends_of_phone(keys) if phone else phone


def masked_email(email: str | None) -> str | None:
    return email and ends_of_email(email)
