"""In which form are names, phones and addresses compared?"""

import re
import unicodedata

import phonenumbers

from messages.errors import Malformed

# Longest first, so that 有限公司 does not leave 有限 behind. ASCII ones are whole words at the end.
CJK_FORMS = (
    "股份有限公司", "有限责任公司", "集团有限公司", "科技有限公司", "有限公司",
    "股份公司", "集团公司", "总公司", "分公司", "公司", "集团",
)  # fmt: skip
LATIN_FORMS = frozenset({
    "co", "company", "corp", "corporation", "inc", "incorporated", "llc", "llp", "lp", "ltd", "limited", "plc", "gmbh",
    "ag", "sa", "sarl", "srl", "bv", "nv", "oy", "ab", "kk", "pte", "pty", "group", "holding", "holdings",
})  # fmt: skip
EMAIL = re.compile(r"^[^@\s]{1,64}@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,63}$")
LEAST_NAME = 2  # what is left of a name after its legal form


def company_key(name: str | None) -> str | None:
    """LEA-15: companies are compared without width, case, punctuation and legal form (有限公司, Co., Ltd.)."""
    if not name:
        return None
    words = re.findall(r"\w+", _plain(name))
    while len(words) > 1 and words[-1] in LATIN_FORMS:
        words.pop()
    key = "".join(words).replace("_", "")
    for form in CJK_FORMS:
        if key.endswith(form) and len(key) - len(form) >= LEAST_NAME:
            key = key.removesuffix(form)
            break
    return key or None


def project_key(name: str | None) -> str | None:
    """Letters and digits only, one width, one case."""
    return "".join(re.findall(r"\w+", _plain(name))) or None if name else None


def phone_key(phone: str | None, *, region: str) -> str | None:
    """LEA-2: a phone can be dialled; it is kept as +8613800138000. `region` (ISO 3166) is where it names none."""
    if not phone:
        return None
    try:
        number = phonenumbers.parse(_plain(phone), region)
    except phonenumbers.NumberParseException:
        raise Malformed("phone", phone, "LEA-2") from None
    if not phonenumbers.is_possible_number(number):
        raise Malformed("phone", phone, "LEA-2")
    number.extension = None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def email_key(email: str | None) -> str | None:
    """LEA-17: an e-mail address has one @ and a domain; it is compared in one width and in small letters."""
    if not email:
        return None
    key = _plain(email).strip()
    if not EMAIL.match(key):
        raise Malformed("email", email, "LEA-17")
    return key


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
