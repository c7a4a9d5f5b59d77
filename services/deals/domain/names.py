"""When are two names the same name?"""

import re
import unicodedata

LONGEST_KEY = 200  # NFKC may lengthen a text; an index entry may not grow with it
LEGAL_FORMS = frozenset(
    ["co", "company", "corp", "corporation", "gmbh", "inc", "incorporated", "limited", "llc", "ltd", "plc"]
)
CHINESE_LEGAL_FORMS = ("股份有限公司", "有限责任公司", "有限公司")
MASK = "***"


def name_key(name: str) -> str:
    """A company's name without width, case, blanks, punctuation and legal form: 华为技术（有限公司）= 华为技术."""
    words = _words(name)
    while len(words) > 1 and words[-1] in LEGAL_FORMS:
        words.pop()
    key = "".join(words)
    for form in CHINESE_LEGAL_FORMS:
        if key.endswith(form) and key != form:
            key = key.removesuffix(form)
            break
    return (key or name)[:LONGEST_KEY]


def project_key(project: str) -> str:
    """A project's name without width, case, blanks and punctuation."""
    return ("".join(_words(project)) or project)[:LONGEST_KEY]


def masked(number: str) -> str:
    """A business number of which only the kind is shown, for eyes that may not see the record."""
    return f"{number.split('-')[0]}-{MASK}"


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold())
