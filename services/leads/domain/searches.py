"""By what is a lead found in a list, and by what only by those who may read all of it?"""

from collections.abc import Sequence

from messages.matching.pinyin import initials, initials_of_person
from messages.matching.searches import digits_of_phones, search_parts_of_key, search_text


def lead_text(*, number: str, external_id: str | None, company: str | None, company_key: str | None) -> str:
    """Its numbers and its company: as written, as compared, and by the letters of its pinyin."""
    letters = initials(company) if company else None
    return search_text(number, external_id, company, *search_parts_of_key(company_key), letters)


def person_text(*, contact: str | None, phone: str | None, phone_keys: Sequence[str], email: str | None) -> str:
    """LEA-190: a part of a name, phone or address finds a lead only for who reads them; a whole phone for all."""
    letters = initials_of_person(contact) if contact else None
    return search_text(contact, letters, *digits_of_phones(phone_keys), phone, email)
