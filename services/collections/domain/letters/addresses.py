"""Where does a dunning letter go, and in which language?"""

from collections.abc import Sequence
from dataclasses import dataclass

from messages.errors import Malformed
from messages.matching.identifiers import NoEmail, email_key
from services.collections.domain.invoice_mails import language_of


@dataclass(frozen=True)
class SetAddress:
    """What finance has set for the customer."""

    email: str = ""
    recipient: str = ""
    lang: str | None = None


@dataclass(frozen=True)
class TitleAddress:
    """What an invoice title of the customer says, `country` by its two letters."""

    name: str
    email: str
    country: str


@dataclass(frozen=True)
class LetterAddress:
    """`email` is empty where nobody knows one."""

    email: str
    recipient: str
    lang: str


def letter_address(known: SetAddress, titles: Sequence[TitleAddress], *, customer: str) -> LetterAddress:
    """COL-167: a dunning letter goes to the address that finance has set for the customer, else to that of the default
    invoice title, else of another title; in English to another country unless it is set."""
    named = next((title for title in titles if title.email), titles[0] if titles else None)
    email = known.email or (named.email if named else "")
    lang = known.lang or language_of(named.country if named else "")
    return LetterAddress(email, known.recipient or (named.name if named else customer), lang)


def must_be_dunning_address(email: str) -> None:
    """COL-168: dunning letters go to an e-mail address."""
    try:
        if email:
            email_key(email)
    except NoEmail as wrong:
        raise Malformed("email", email, "COL-168") from wrong
