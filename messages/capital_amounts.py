"""How is an amount written in Chinese capitals 大写金额, so that nobody can change it?"""

from decimal import Decimal

from messages.money import CENT

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿", "亿亿")


def in_capitals(amount: Decimal) -> str:
    """Yuan, jiao and fen: 12,003.40 is 壹万贰仟零叁元肆角整."""
    cents = int(abs(amount) / CENT)
    yuan, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
    words = f"{_whole(yuan)}元" if yuan else ""
    if jiao:
        words += f"{DIGITS[jiao]}角"
    elif yuan and fen:
        words += DIGITS[0]
    words += f"{DIGITS[fen]}分" if fen else "整"
    if not cents:
        words = "零元整"
    return f"负{words}" if amount < 0 else words


def _whole(number: int) -> str:
    """By groups of four digits; zeros between digits are said once."""
    words, rest, gap = "", number, False
    groups: list[int] = []
    while rest:
        groups.append(rest % 10_000)
        rest //= 10_000
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            gap = True
            continue
        if words and (gap or group < 1000):
            words += DIGITS[0]
        words += _group(group) + GROUPS[place]
        gap = False
    return words


def _group(number: int) -> str:
    words, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            words += (DIGITS[0] if gap and words else "") + DIGITS[digit] + PLACES[place]
        gap = not digit
    return words
