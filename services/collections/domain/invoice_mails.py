"""May an invoice be mailed, and when is it tried again?"""

from datetime import datetime, timedelta

from messages.errors import Malformed, RuleViolation
from messages.matching.identifiers import NoEmail, email_key

CHINA = "CN"
HOUR = timedelta(hours=1)
# After the first, second … try that failed; after the last there is no other.
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), HOUR, 3 * HOUR, 8 * HOUR, 24 * HOUR)
MOST_TRIES = len(PAUSES) + 1
UNKNOWN = "mail.lost"  # whoever was sending it failed before the answer
LEASE = timedelta(minutes=2)  # whoever sends is given up after this, and it is sent again under the same id


def address_to_mail(asked: str, of_title: str) -> str:
    """COL-121: an invoice is mailed to the address that is asked for, else to that of its title."""
    address = asked or of_title
    if not address:
        raise Malformed("mailed_to", asked, "COL-121")
    try:
        email_key(address)
    except NoEmail as wrong:
        raise Malformed("mailed_to", address, "COL-121") from wrong
    return address


def language_of(country: str) -> str:
    """COL-128: an invoice that is mailed by itself is in Chinese, to a buyer in another country in English."""
    return "zh" if country in ("", CHINA) else "en"


def must_be_mailable(*, issued: bool, number: str) -> None:
    """COL-122: what is mailed is an invoice that was issued, or its credit note."""
    if not issued:
        raise RuleViolation("COL-122", number=number)


def next_try(attempts: int, now: datetime) -> datetime | None:
    """COL-123: a mail that the server does not take is tried again after 1, 5 and 15 minutes, 1, 3, 8 and 24 hours;
    then it is given up, and the owner of the invoice is told."""
    return now + PAUSES[attempts - 1] if attempts <= len(PAUSES) else None
