"""In which form are names, phones and addresses of a lead compared, and which are refused?"""

from collections.abc import Mapping

from messages.errors import Malformed
from messages.matching.characters import letters
from messages.matching.companies import company_key
from messages.matching.identifiers import NoEmail, project_key
from messages.matching.identifiers import email_key as normal_email
from messages.matching.phone_regions import is_region
from messages.matching.phones import NoPhone, phones_of
from services.leads.domain.duplicates import Keys

# The rows whose keys were made by an older version are made anew (`migrations/backfill.py`).
KEY_VERSION = 2


def keys_of(
    *,
    company: str | None,
    project: str | None,
    phone: str | None,
    email: str | None,
    region: str,
    contact: str | None = None,
    extra: Mapping[str, object] | None = None,
) -> Keys:
    """LEA-15: names are compared without width, case, script, place's form and legal form; 集团 and 科技 stay."""
    return Keys(
        phones=phone_keys(phone, region=region),
        email=email_key(email),
        company=company_key(company),
        project=project_key(project),
        contact=person_key(contact),
        own=own_keys(extra or {}),
    )


def person_key(name: str | None) -> str | None:
    """Letters only, in one width, case and script."""
    return letters(name) or None if name else None


def own_keys(extra: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Custom fields that say something, as they are compared."""
    said = {name: letters(str(value)) for name, value in extra.items() if value is not None}
    return tuple(sorted((name, value) for name, value in said.items() if value))


def phone_keys(phone: str | None, *, region: str) -> tuple[str, ...]:
    """LEA-2: a phone can be dialled; +8613800138000 is compared, with its extension; a text may hold several."""
    if not phone:
        return ()
    try:
        return tuple(found.key for found in phones_of(phone, region))
    except NoPhone as wrong:
        raise Malformed("phone", phone, "LEA-2", why=wrong.code) from None


def phone_region(named: str | None, *, of_entity: str) -> str:
    """LEA-24: a phone without a country is of the region that its row names, else of its legal entity's country."""
    if named is None:
        return of_entity
    if not is_region(named):
        raise Malformed("phone_region", named, "LEA-24")
    return named


def email_key(email: str | None) -> str | None:
    """LEA-17: an e-mail address has one @ and a domain; it is compared in one width and in small letters."""
    if not email:
        return None
    try:
        return normal_email(email)
    except NoEmail:
        raise Malformed("email", email, "LEA-17") from None
