"""How is a condition read? The part of CEL that policies use, compiled once; a number with a point is a fraction.

Why not by a library: docs/decisions/0014-exact-conditions.md. It follows CEL: no mixing of whole numbers and fractions
in arithmetic, whole numbers of 64 bits, and a side of && or || that fails does not matter when the other one decides.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from services.approvals.domain.policies.operations import (
    FUNCTIONS,
    MACROS,
    METHODS,
    OPERATIONS,
    Meaning,
    chosen,
    constant,
    decided,
    divided,
    element,
    listed,
    minus,
    negated,
    over,
    whole,
)

TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+\.\d+|\d+)(?![\w.])|(?P<text>"(?:[^"\\\n]|\\["'\\nrt])*"|'(?:[^'\\\n]|\\["'\\nrt])*')"""
    r"""|(?![rRbB]{1,2}["'])(?P<name>[A-Za-z_]\w*)|(?P<sign>&&|\|\||[<>=!]=|[-+*/%<>!?:,()\[\].]))""",
    re.ASCII,
)
ESCAPED = re.compile(r"\\(.)")
LEVELS = (("||",), ("&&",), ("<", "<=", ">", ">=", "==", "!=", "in"), ("+", "-"), ("*", "/", "%"))
WORDS = {"true": True, "false": False}
DEEPEST = 50  # brackets inside one another


class NotUnderstood(ValueError):
    """It is not written in the part of CEL that policies use."""


@dataclass
class Expression:
    meaning: Meaning
    names: frozenset[str]  # the facts it looks at
    macros: int


def compiled(source: str) -> Expression:
    reading = _Reading(source)
    meaning = reading.choice()
    if reading.sign is not None:
        raise NotUnderstood(f"{reading.sign} is not understood here")
    return Expression(meaning, frozenset(reading.names), reading.macros)


@dataclass
class _Reading:
    """One pass over the text, left to right. `bound`: what the macros around call each of a list."""

    source: str
    tokens: list[tuple[str, str, int, int]] = field(default_factory=list)  # kind, text, where it begins and ends
    at: int = 0
    depth: int = 0
    macros: int = 0
    names: set[str] = field(default_factory=set)
    bound: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        position, end = 0, len(self.source.rstrip())
        while position < end:
            found = TOKEN.match(self.source, position)
            if found is None:
                raise NotUnderstood(f"{self.source[position:].split()[0][:20]} is not understood")
            kind = str(found.lastgroup)
            self.tokens.append((kind, found[kind], found.start(kind), found.end()))
            position = found.end()

    @property
    def sign(self) -> str | None:
        """What comes next; None at the end."""
        return self.tokens[self.at][1] if self.at < len(self.tokens) else None

    def take(self, *wanted: str) -> str | None:
        if self.at < len(self.tokens) and self.tokens[self.at][0] != "text" and self.sign in wanted:
            self.at += 1
            return self.tokens[self.at - 1][1]
        return None

    def expect(self, wanted: str) -> None:
        if self.take(wanted) is None:
            raise NotUnderstood(f"{wanted} is missing" + (f" before {self.sign}" if self.sign else " at the end"))

    def choice(self) -> Meaning:
        self.depth += 1
        if self.depth > DEEPEST:
            raise NotUnderstood(f"more than {DEEPEST} brackets inside one another")
        condition = self.joined(0)
        if self.take("?"):
            yes = self.choice()
            self.expect(":")
            condition = chosen(condition, yes, self.choice())
        self.depth -= 1
        return condition

    def joined(self, level: int) -> Meaning:
        """Signs of one level, from the left; those that bind more tightly first."""
        if level == len(LEVELS):
            return self.signed()
        left = self.joined(level + 1)
        while sign := self.take(*LEVELS[level]):
            begins = self.at
            right = self.joined(level + 1)
            left = self.operation(sign, left, right, begins)
        return left

    def operation(self, sign: str, left: Meaning, right: Meaning, begins: int) -> Meaning:
        if sign in ("&&", "||"):
            return decided(left, right, by=sign == "||")
        if sign in ("/", "%"):
            return divided(sign, left, right, self.source[self.tokens[begins][2] : self.tokens[self.at - 1][3]])
        does = OPERATIONS[sign]
        return lambda facts: does(left(facts), right(facts))

    def signed(self) -> Meaning:
        signs: list[str] = []
        while sign := self.take("!", "-"):
            signs.append(sign)
        if len(signs) > DEEPEST:
            raise NotUnderstood(f"more than {DEEPEST} signs in a row")
        meaning = self.member()
        for sign in reversed(signs):
            meaning = (negated if sign == "!" else minus)(meaning)
        return meaning

    def member(self) -> Meaning:
        of = self.single()
        while True:
            if self.take("["):
                of = element(of, self.choice())
                self.expect("]")
            elif self.take("."):
                of = self.method(of)
            else:
                return of

    def single(self) -> Meaning:
        if self.sign is None:
            raise NotUnderstood("it ends too early")
        if self.take("("):
            inside = self.choice()
            self.expect(")")
            return inside
        if self.take("["):
            return listed(self.several("]"))
        kind, written, *_ = self.tokens[self.at]
        if kind == "sign":
            raise NotUnderstood(f"{written} is not understood here")
        self.at += 1
        if kind == "name":
            return self.named(written)
        return constant(_number(written) if kind == "number" else _text(written))

    def named(self, name: str) -> Meaning:
        if self.take("("):
            if name not in FUNCTIONS:
                raise NotUnderstood(f"there is no function {name}")
            return self.called(name, FUNCTIONS[name], self.several(")"), 1)
        if name in WORDS:
            return constant(WORDS[name])
        if name == "in":
            raise NotUnderstood("in is not understood here")
        if name not in self.bound:
            self.names.add(name)
        return lambda facts: facts[name]

    def several(self, end: str) -> list[Meaning]:
        found: list[Meaning] = []
        while not self.take(end):
            if found:
                self.expect(",")
            found.append(self.choice())
        return found

    def method(self, of: Meaning) -> Meaning:
        kind, name = self.tokens[self.at][:2] if self.at < len(self.tokens) else ("", "")
        self.at += 1
        if kind != "name" or not self.take("("):
            raise NotUnderstood(f".{name} is not understood")
        if name in MACROS:
            return self.macro(name, of)
        if name not in METHODS:
            raise NotUnderstood(f"there is no function {name}")
        return self.called(name, METHODS[name], [of, *self.several(")")], 1 if name == "size" else 2)

    def called(self, name: str, does: Callable[..., Any], inputs: list[Meaning], wanted: int) -> Meaning:
        if len(inputs) != wanted:
            raise NotUnderstood(f"{name} takes {wanted}, and is given {len(inputs)}")
        return lambda facts: does(*(each(facts) for each in inputs))

    def macro(self, name: str, of: Meaning) -> Meaning:
        kind, each = self.tokens[self.at][:2] if self.at < len(self.tokens) else ("", "")
        if kind != "name":
            raise NotUnderstood(f"{name} says first what it calls each of the list")
        self.at += 1
        self.expect(",")
        self.macros += 1
        self.bound.append(each)
        inside = self.choice()
        self.bound.pop()
        self.expect(")")
        return over(of, each, inside, MACROS[name])


def _number(written: str) -> int | Fraction:
    return Fraction(written) if "." in written else whole(int(written))


def _text(written: str) -> str:
    named = {"n": "\n", "r": "\r", "t": "\t"}
    return ESCAPED.sub(lambda found: named.get(found[1], found[1]), written[1:-1])
