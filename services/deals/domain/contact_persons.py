"""Who may be kept as somebody at a customer, and who sees him whole?"""

from collections.abc import Sequence
from dataclasses import dataclass

from messages.deals.contact_persons import ContactPersonFields
from messages.errors import Malformed, RuleViolation
from messages.matching.characters import letters
from messages.matching.identifiers import NoEmail, email_key
from messages.matching.phones import NoPhone, phones_of
from messages.roles import Role

MOST_PERSONS = 200  # of one customer
MOST_ADDRESSES = 50
KEEPERS = (Role.SALES, Role.SALES_MANAGER, Role.DIRECTOR, Role.ORDER_ADMIN, Role.OPS, Role.ADMIN)


@dataclass(frozen=True)
class PersonKeys:
    """By what two of them are known as one, all in normal form."""

    name: str
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


def keys_of(fields: ContactPersonFields, *, region: str) -> PersonKeys:
    """`region`: where a phone that names no country is."""
    phones = [key for phone in fields.phones for key in phone_keys(phone, region=region, field="phones")]
    return PersonKeys(
        person_key(fields.name),
        tuple(dict.fromkeys(phones)),
        tuple(dict.fromkeys(address_key(email) for email in fields.emails)),
    )


def person_key(name: str) -> str:
    return letters(name) or name


def phone_keys(phone: str, *, region: str, field: str = "phone") -> tuple[str, ...]:
    """DEA-80: a phone of a customer's people and addresses can be dialled; its region is that of the customer."""
    try:
        return tuple(found.key for found in phones_of(phone, region))
    except NoPhone as wrong:
        raise Malformed(field, phone, "DEA-80", why=wrong.code) from None


def address_key(email: str) -> str:
    """DEA-81: an e-mail address of somebody at a customer has one @ and a domain."""
    try:
        return email_key(email)
    except NoEmail:
        raise Malformed("emails", email, "DEA-81") from None


def must_be_another_person(name: str, keys: PersonKeys, known: Sequence[PersonKeys]) -> None:
    """DEA-82: somebody is kept once at a customer: of one name with one phone or e-mail, or with none to tell by."""
    if any(is_one_person(keys, other) for other in known):
        raise RuleViolation("DEA-82", name=name)


def is_one_person(one: PersonKeys, other: PersonKeys) -> bool:
    """Two people of one name have nothing in common; a desk's phone alone makes no person."""
    if one.name != other.name:
        return False
    first, second = {*one.phones, *one.emails}, {*other.phones, *other.emails}
    return bool(first & second) or not first or not second


def must_have_room(kind: str, count: int) -> None:
    """DEA-83: a customer has 200 people and 50 addresses at most."""
    most = MOST_PERSONS if kind == "contact_person" else MOST_ADDRESSES
    if count >= most:
        raise RuleViolation("DEA-83", most=most, kind=f"kind.{kind}")


def is_close(*, covers: bool, is_manager: bool, has_owner: bool, has_sale: bool) -> bool:
    """DEA-84: the people of a customer are seen whole and kept by its owner and his managers (of one that nobody owns
    by any manager), by who has an opportunity with it, and by those who see everything of the legal entity; others
    see that they exist.
    """
    return covers or has_sale or (is_manager and not has_owner)
