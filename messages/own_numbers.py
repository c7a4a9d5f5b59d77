"""Which number may a record keep that another system gave it?"""

import re

MOST_SIGNS = 40
SIGNS = re.compile(r"\w[\w./#()-]*")  # letters of any language, digits, and what stands between them
OURS = re.compile(r"[A-Z]{2}-\d{4}-.+-\d{6,}")  # SO-2026-CS-CN-000001: its series will give it one day


def is_of_series(number: str, series: str) -> bool:
    """As a series of ours gives it: CU-2026-CS-CN-000001, in any case."""
    text = number.strip().upper()
    return text.startswith(f"{series}-") and OURS.fullmatch(text) is not None


def may_be_own_number(number: str) -> bool:
    """One word of up to 40 signs that no series of ours gives."""
    return len(number) <= MOST_SIGNS and bool(SIGNS.fullmatch(number)) and not OURS.fullmatch(number.upper())
