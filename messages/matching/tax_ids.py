"""Is this the tax id of somebody in China?"""

from stdnum.cn import ric, uscc

SHORTEST = 14  # from here on it is written as a Chinese one, or one with a slip in it
OLDER = (15, 20)  # characters of numbers that were given out before 2015


def is_chinese(key: str) -> bool:
    """`key`: in normal form. By its length: a foreign number is shorter."""
    return len(key) >= SHORTEST


def is_valid_chinese(key: str) -> bool:
    """`key`: in normal form. A unified social credit code 统一社会信用代码 or an identity number with the right check
    digit; the older numbers have none."""
    return bool(uscc.is_valid(key) or ric.is_valid(key)) if len(key) == 18 else len(key) in OLDER
