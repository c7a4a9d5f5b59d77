"""What do the signs, functions and macros of a condition do to their values? Exactly, and as strictly as CEL."""

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

Meaning = Callable[[Mapping[str, Any]], Any]

WHOLE = 2**63
LONGEST = 200  # a list that is gone over
FAILS = (TypeError, ValueError, ArithmeticError, LookupError)


class DividesByNothing(ZeroDivisionError):
    """`divisor`: what it divides by, as it is written."""

    def __init__(self, divisor: str) -> None:
        super().__init__(f"division by zero: {divisor}")
        self.divisor = divisor


def constant(value: Any) -> Meaning:
    return lambda facts: value


def listed(each: list[Meaning]) -> Meaning:
    return lambda facts: [one(facts) for one in each]


def whole(value: int) -> int:
    if not -WHOLE <= value < WHOLE:
        raise OverflowError("a whole number of more than 64 bits")
    return value


def truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("neither true nor false")
    return value


def negated(of: Meaning) -> Meaning:
    return lambda facts: not truth(of(facts))


def minus(of: Meaning) -> Meaning:
    def minus(facts: Mapping[str, Any]) -> Any:
        value = of(facts)
        if isinstance(value, bool) or not isinstance(value, int | Fraction):
            raise TypeError("no number")
        return -value if isinstance(value, Fraction) else whole(-value)

    return minus


def chosen(condition: Meaning, yes: Meaning, no: Meaning) -> Meaning:
    return lambda facts: yes(facts) if truth(condition(facts)) else no(facts)


def decided(left: Meaning, right: Meaning, *, by: bool) -> Meaning:
    """`by`: the value of one side that decides, whatever the other is."""

    def decided(facts: Mapping[str, Any]) -> bool:
        try:
            if truth(left(facts)) is by:
                return by
        except FAILS:
            if truth(right(facts)) is by:
                return by
            raise
        return truth(right(facts))

    return decided


def divided(sign: str, left: Meaning, right: Meaning, divisor: str) -> Meaning:
    does = _quotient if sign == "/" else _remainder

    def divided(facts: Mapping[str, Any]) -> Any:
        try:
            return does(left(facts), right(facts))
        except DividesByNothing:
            raise
        except ZeroDivisionError as wrong:
            raise DividesByNothing(divisor) from wrong

    return divided


def _pair(one: Any, other: Any) -> str:
    """Two numbers of one kind; whole numbers and fractions are not mixed in arithmetic."""
    if type(one) is not type(other) or isinstance(one, bool):
        raise TypeError("the two sides are not of one type (write 10.0 beside a sum, 10 beside a whole number)")
    return type(one).__name__


def _quotient(one: Any, other: Any) -> Any:
    if _pair(one, other) == "Fraction":
        return one / other
    if not isinstance(one, int):
        raise TypeError("no number")
    cut = abs(one) // abs(other)  # towards nothing, as in CEL
    return whole(cut if (one < 0) == (other < 0) else -cut)


def _remainder(one: Any, other: Any) -> int:
    if _pair(one, other) != "int":
        raise TypeError("% is of whole numbers")
    rest = abs(one) % abs(other)
    return whole(-rest if one < 0 else rest)


def _arithmetic(does: Callable[[Any, Any], Any], *kinds: str) -> Callable[[Any, Any], Any]:
    def computed(one: Any, other: Any) -> Any:
        kind = _pair(one, other)
        if kind not in kinds:
            raise TypeError("no number")
        value = does(one, other)
        return whole(value) if kind == "int" else value

    return computed


def _ordered(does: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def compared(one: Any, other: Any) -> bool:
        if _kind(one) != _kind(other) or isinstance(one, list):
            raise TypeError("what is compared is not of one type")
        return does(one, other)

    return compared


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "truth"
    return "number" if isinstance(value, int | Fraction) else type(value).__name__


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(_equal(a, b) for a, b in zip(one, other, strict=True))
    return _kind(one) == _kind(other) and bool(one == other)


def _among(one: Any, several: Any) -> bool:
    if not isinstance(several, list):
        raise TypeError("in is of a list")
    return any(_equal(one, each) for each in several)


OPERATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "==": _equal, "!=": lambda one, other: not _equal(one, other), "in": _among,
    "<": _ordered(operator.lt), "<=": _ordered(operator.le), ">": _ordered(operator.gt), ">=": _ordered(operator.ge),
    "+": _arithmetic(operator.add, "int", "Fraction", "str", "list"),
    "-": _arithmetic(operator.sub, "int", "Fraction"), "*": _arithmetic(operator.mul, "int", "Fraction"),
}  # fmt: skip


def _size(of: Any) -> int:
    """Characters of a text, not bytes."""
    if not isinstance(of, str | list):
        raise TypeError("size is of a text or a list")
    return len(of)


def _of_texts(does: Callable[[str, str], bool]) -> Callable[[Any, Any], bool]:
    def told(one: Any, other: Any) -> bool:
        if not isinstance(one, str) or not isinstance(other, str):
            raise TypeError("no text")
        return does(one, other)

    return told


def _fraction(value: Any) -> Fraction:
    if _kind(value) != "number":
        raise TypeError("no number")
    return Fraction(value)


def _cut(value: Any) -> int:
    """Towards nothing, as in CEL."""
    return whole(int(_fraction(value)))


FUNCTIONS: dict[str, Callable[..., Any]] = {"size": _size, "double": _fraction, "int": _cut}
METHODS: dict[str, Callable[..., Any]] = {
    "size": _size, "startsWith": _of_texts(str.startswith), "endsWith": _of_texts(str.endswith),
    "contains": _of_texts(str.__contains__),
}  # fmt: skip


def element(of: Meaning, which: Meaning) -> Meaning:
    def one(facts: Mapping[str, Any]) -> Any:
        several, index = of(facts), which(facts)
        if not isinstance(several, list) or isinstance(index, bool) or not isinstance(index, int):
            raise TypeError("[ ] is of a list and a whole number")
        if not 0 <= index < len(several):
            raise IndexError("the list is shorter")
        return several[index]

    return one


# ---- over a list: what each of it gives, one at a time; an error of one is told unless another one decides ----


def over(of: Meaning, each: str, inside: Meaning, does: Callable[[list[Any], Callable[[Any], Any]], Any]) -> Meaning:
    def gone_over(facts: Mapping[str, Any]) -> Any:
        several = of(facts)
        if not isinstance(several, list):
            raise TypeError("no list")
        if len(several) > LONGEST:
            raise ValueError(f"a list of more than {LONGEST}")
        return does(several, lambda one: inside({**facts, each: one}))

    return gone_over


def _until(decides: bool) -> Callable[[list[Any], Callable[[Any], Any]], bool]:
    def until(several: list[Any], of: Callable[[Any], Any]) -> bool:
        failed: Exception | None = None
        for one in several:
            try:
                if truth(of(one)) is decides:
                    return decides
            except FAILS as wrong:
                failed = failed or wrong
        if failed is not None:
            raise failed
        return not decides

    return until


def _kept(several: list[Any], of: Callable[[Any], Any]) -> list[Any]:
    return [one for one in several if truth(of(one))]


MACROS: dict[str, Callable[[list[Any], Callable[[Any], Any]], Any]] = {
    "all": _until(False), "exists": _until(True), "filter": _kept,
    "exists_one": lambda several, of: len(_kept(several, of)) == 1,
    "map": lambda several, of: [of(one) for one in several],
}  # fmt: skip
