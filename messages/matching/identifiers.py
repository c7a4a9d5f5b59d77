"""In which form are e-mail addresses, tax ids, bank references and names of projects compared?"""

import re

from messages.matching.characters import letters, plain

EMAIL = re.compile(r"^[^@\s]{1,64}@([^\W_]([^\W_]|-)*\.)+[^\W_]([^\W_]|-)+$")
LONGEST_KEY = 200
NO_REFERENCE = frozenset({"NONREF", "NOTPROVIDED", "NONE", "NA", "NULL", "无"})


class NoEmail(ValueError):
    """Not one @ and a domain."""


def email_key(email: str) -> str:
    """One width, small letters, nothing invisible. Raises NoEmail."""
    key = re.sub(r"^mailto:", "", plain_address(email))
    if not EMAIL.match(key):
        raise NoEmail(email)
    return key


def plain_address(email: str) -> str:
    """As people write it: with blanks around, in brackets, after a name."""
    found = plain(email).strip()
    in_brackets = re.fullmatch(r"[^<>]*<([^<>]+)>", found)
    return (in_brackets.group(1) if in_brackets else found).strip(" <>;,'\"")


def tax_key(tax_id: str | None) -> str | None:
    """Letters and digits in capitals: without blanks, dashes, dots, width and what nobody sees."""
    return _capitals(tax_id) if tax_id else None


def reference_key(reference: str | None) -> str | None:
    """A bank's reference, in the same form; NONREF and its like are none."""
    key = _capitals(reference) if reference else None
    return None if key in NO_REFERENCE else key


def project_key(project: str | None) -> str | None:
    """Letters and digits only, one width, one case, one script; None for a name without any."""
    return letters(project)[:LONGEST_KEY] or None if project else None


def _capitals(text: str) -> str | None:
    return letters(text).upper()[:LONGEST_KEY] or None
