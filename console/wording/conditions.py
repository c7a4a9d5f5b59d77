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


def describe(condition: str, word: Callable[[str], str], fact: Callable[[str], str]) -> str | None:
    """Comparisons and what joins them, `word` and `fact` giving the reader's words; None: it cannot be said simply."""
    parts: list[str] = []
    position = 0
    condition = condition.strip()
    while position < len(condition):
        found = SIGN.match(condition, position)
        if found is None:
            return None
        parts.append(_part(found[1], word, fact))
        position = found.end()
    return CHINESE.sub("", " ".join(parts)).replace("( ", "(").replace(" )", ")") if parts else None


def _part(sign: str, word: Callable[[str], str], fact: Callable[[str], str]) -> str:
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
