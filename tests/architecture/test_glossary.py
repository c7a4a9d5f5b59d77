"""Are the words of the glossary those of the code?"""

import ast
import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache

import pytest

from cli.papers.catalogue import all_events, message_modules
from tests.architecture.source import ROOT, none, sources

PAGE = ROOT / "docs" / "glossary.md"
PARTS = ("messages", "chassis", "services", "workflows")
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def _parts(name: str) -> tuple[str, ...]:
    """`PaymentPlans`, `payment_plan` and `payment plan` are the same word."""
    return tuple(_singular(part.lower()) for part in WORD.findall(name))


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word.removesuffix("ies") + "y"
    return word if word.endswith("ss") else word.removesuffix("s")


def words(*, planned: bool) -> list[str]:
    """The first column: every word by itself, what stands in brackets left out."""
    used, _, later = PAGE.read_text().partition("## Planned")
    rows = re.findall(r"^\| (?!Word )([^|]+) \|", later if planned else used, re.MULTILINE)
    return [word.strip() for row in rows for word in re.sub(r"\([^)]*\)", "", row).split(",")]


@cache
def names(*of: str) -> str:
    """`|order|account|` of every identifier and file name, so that a word is found as a part of it."""
    found = {_parts(part) for source in sources(*of) for part in source.place.removesuffix(".py").split("/")}
    found |= {_parts(name) for source in sources(*of) for name in _identifiers(source.nodes)}
    return "\n".join(f"|{'|'.join(parts)}|" for parts in found)


def _identifiers(nodes: list[ast.AST]) -> Iterator[str]:
    for node in nodes:
        for field in ("id", "attr", "name", "arg"):
            if isinstance(name := getattr(node, field, None), str):
                yield name


def is_in_the_code(word: str, *of: str) -> bool:
    """As it is, or written together: to-do is `todo`."""
    parts = _parts(word)
    return any(f"|{between.join(parts)}|" in names(*of) for between in ("|", ""))


def nouns() -> set[str]:
    """Of every event and of every status."""
    events = {event.subject.split(".")[1] for event in all_events()}
    kinds = {name for module in message_modules() for name, kind in vars(module).items() if _is_state(kind)}
    return events | {name.removesuffix("Status").removesuffix("State") for name in kinds}


def _is_state(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, StrEnum) and kind.__name__.endswith(("Status", "State"))


@pytest.mark.parametrize("word", words(planned=False))
def test_a_word_of_the_glossary_is_in_the_code(word: str) -> None:
    assert is_in_the_code(word, *PARTS), f"{word} is in no name of {', '.join(PARTS)}: it belongs under Planned"


@pytest.mark.parametrize("word", words(planned=True))
def test_a_planned_word_is_not_yet_spoken(word: str) -> None:
    assert not is_in_the_code(word, "messages"), f"{word} is in messages/ now: it no longer belongs under Planned"


def test_no_word_is_explained_twice() -> None:
    every = words(planned=False) + words(planned=True)
    none({word for word in every if every.count(word) > 1})


def test_every_noun_of_an_event_and_of_a_status_is_explained() -> None:
    explained = {"".join(_parts(word)) for word in words(planned=False)}
    none(sorted(noun for noun in nouns() if "".join(_parts(noun)) not in explained))
