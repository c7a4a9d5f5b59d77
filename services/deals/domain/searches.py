"""By what is a customer found in a list, and by what of its people?"""

from collections.abc import Sequence

from messages.matching.pinyin import initials, initials_of_person
from messages.matching.searches import digits_of_phones, search_parts_of_key, search_text


def customer_text(*, number: str, name: str, name_key: str, tax_id: str | None, external_id: str | None) -> str:
    """Its numbers and its name: as written, as compared, and by the letters of its pinyin."""
    return search_text(number, external_id, tax_id, name, *search_parts_of_key(name_key), initials(name))


def person_text(*, name: str, phones: Sequence[str], phone_keys: Sequence[str], emails: Sequence[str]) -> str:
    """His name, also by the letters of its pinyin, his phones and addresses."""
    return search_text(name, initials_of_person(name), *digits_of_phones(phone_keys), *phones, *emails)
