"""How is a condition of a policy said in words?"""

import re
from collections.abc import Callable
from decimal import Decimal

SIGN = re.compile(r'\s*(&&|\|\||==|!=|<=|>=|[<>!()]|in\b|"[^"]*"|-?\d+(?:\.\d+)?|[a-z_][a-z0-9_]*)')
CHINESE = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")  # no blank stands between two characters
WORDED = {
    "&&": "and", "||": "or", "==": "is", "!=": "is_not", "<=": "at_most", ">=": "at_least", "<": "less", ">": "more",
    "in": "among", "!": "not",
}  # fmt: skip


def in_words(condition: str, word: Callable[[str], str], fact: Callable[[str], str]) -> str | None:
    """Comparisons and what joins them, `word` and `fact` giving the reader's words; None: it cannot be said simply."""
    said: list[str] = []
    place = 0
    condition = condition.strip()
    while place < len(condition):
        found = SIGN.match(condition, place)
        if found is None:
            return None
        said.append(_said(found[1], word, fact))
        place = found.end()
    return CHINESE.sub("", " ".join(said)).replace("( ", "(").replace(" )", ")") if said else None


def _said(sign: str, word: Callable[[str], str], fact: Callable[[str], str]) -> str:
    if sign in WORDED:
        return word(WORDED[sign])
    if sign in "()":
        return sign
    if sign.startswith('"'):
        return f"“{sign[1:-1]}”"
    if sign in ("true", "false"):
        return word("yes" if sign == "true" else "no")
    if sign[0].isdigit() or sign[0] == "-":
        return f"{Decimal(sign).normalize():,f}"
    return fact(sign)
