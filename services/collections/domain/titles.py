"""May invoices be made out to this title?"""

from babel import Locale

from messages.collections.invoice_titles import InvoiceKind, TitleTerms
from messages.errors import Malformed, RuleViolation
from messages.matching.identifiers import NoEmail, email_key, tax_key
from messages.matching.tax_ids import is_chinese, is_valid_chinese

MOST = 50  # of one customer


def must_be_valid_title(terms: TitleTerms) -> None:
    """Raises Malformed."""
    must_have_valid_tax_id(terms.tax_id)
    must_name_taxpayer(terms.kind, terms.tax_id)
    must_be_address(terms.email)
    must_be_country(terms.country)
    must_say_where_to_mail(terms.email, mails=terms.mail_when_issued)


def must_say_where_to_mail(email: str, *, mails: bool) -> None:
    """COL-127: a title whose invoices are mailed by themselves when they are issued has an e-mail address."""
    if mails and not email:
        raise Malformed("email", email, "COL-127")


def must_have_valid_tax_id(tax_id: str) -> None:
    """COL-100: the check digit of a unified social credit code is right; what is as long as one is one."""
    key = tax_key(tax_id)
    if tax_id and (key is None or (is_chinese(key) and not is_valid_chinese(key))):
        raise Malformed("tax_id", tax_id, "COL-100")


def must_be_country(country: str) -> None:
    """COL-119: a country is named by its two letters (ISO 3166-1)."""
    known = Locale("en").territories
    if country and not (len(country) == 2 and country.isalpha() and country.upper() in known):
        raise Malformed("country", country, "COL-119")


def written_tax_id(tax_id: str) -> str:
    """As it stands on an invoice; a foreign one as it was typed."""
    key = tax_key(tax_id) or ""
    return key if is_chinese(key) else tax_id


def must_name_taxpayer(kind: InvoiceKind, tax_id: str | None, *, field: str = "tax_id", value: object = "") -> None:
    """COL-101: a special VAT invoice names the tax id of the buyer; `field` is what lacks it."""
    if kind is InvoiceKind.SPECIAL and not tax_id:
        raise Malformed(field, value, "COL-101")


def must_be_address(email: str) -> None:
    """COL-102: an invoice is sent to an e-mail address."""
    try:
        if email:
            email_key(email)
    except NoEmail as wrong:
        raise Malformed("email", email, "COL-102") from wrong


def must_have_title(kind: InvoiceKind, *, has_title: bool) -> None:
    """COL-103: a special VAT invoice is made out to a title of the customer's book."""
    if kind is InvoiceKind.SPECIAL and not has_title:
        raise Malformed("title_id", "", "COL-103")


def must_be_in_book(*, removed: bool, name: str) -> None:
    """COL-104: a title that was removed from the customer's book is chosen for no invoice, and not changed."""
    if removed:
        raise RuleViolation("COL-104", name=name)


def must_have_room(count: int) -> None:
    """COL-105: a customer has 50 titles at most."""
    if count >= MOST:
        raise RuleViolation("COL-105", most=MOST)
