"""Is every business decision numbered once, worded twice and held by a test?"""

import ast
import re
from collections import Counter

import pytest

from cli.papers.catalogue import AREAS
from cli.papers.rules import all_rules
from messages.texts import LANGUAGES, known
from tests.architecture.source import dotted, none, sources

RULES = all_rules()
NUMBER = re.compile(rf"\b(?:{'|'.join(AREAS)})-\d+\b")
NUMBERED_HOMES = ("messages", "chassis", "services")


def test_each_number_is_used_once() -> None:
    counted = Counter(rule.number for rule in RULES)
    twice = [f"{rule.number} {rule.place}" for rule in RULES if counted[rule.number] > 1]
    none(twice)


def test_each_rule_stands_in_domain_messages_or_chassis() -> None:
    none([rule.place for rule in RULES if not re.match(r"(messages|chassis|services/\w+/domain)/", rule.place)])


def test_each_rule_is_held_by_a_test_named_after_it_or_mentioning_it() -> None:
    mentioned = set()
    for source in sources("tests"):
        if "architecture" not in source.path.parts:
            mentioned |= set(NUMBER.findall(source.text))
    none([f"{rule.number} {rule.place}" for rule in RULES if not rule.tests and rule.number not in mentioned])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_rule_is_worded(lang: str) -> None:
    none([rule.number for rule in RULES if not known(rule.number, lang)])


def raised(*kinds: str) -> set[tuple[str, str]]:
    """(number, place) of each `RuleViolation("ORD-3", …)` and the like."""
    return {
        (str(part.value), f"{source.place}:{node.lineno}")
        for source in sources(*NUMBERED_HOMES)
        for node in source.nodes
        if isinstance(node, ast.Call) and dotted(node.func) in kinds
        for part in node.args
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and NUMBER.fullmatch(part.value)
    }


def test_each_number_that_is_raised_is_a_rule() -> None:
    """`RuleViolation("ORD-3")` leads to a docstring `ORD-3: `, which `countersign rule ORD-3` prints."""
    numbers = {rule.number for rule in RULES}
    none(sorted(f"{number} {place}" for number, place in raised("RuleViolation") if number not in numbers))


def test_each_number_that_is_raised_is_worded() -> None:
    told = raised("RuleViolation", "Malformed", "Missing")
    none(sorted(f"{number} {place}" for number, place in told if not all(known(number, lang) for lang in LANGUAGES)))


def test_a_question_answers_yes_or_no_and_a_guard_raises() -> None:
    """`if may_confirm(…)` of a function that raises would always be false, and nobody would notice."""
    found = []
    for source in sources("services"):
        for node in source.functions() if "/domain/" in source.place else ():
            name, answers = node.name.lstrip("_"), ast.unparse(node.returns) if node.returns else ""
            question = name.startswith(("is_", "has_", "may_")) and not answers.startswith(("bool", "TypeGuard["))
            guard = name.startswith("must_") and answers == "bool"
            if question or guard or name.startswith("check_"):
                found.append(f"{source.place}:{node.lineno} {node.name} -> {answers}")
    none(found, "is_, has_ and may_ answer bool; what raises is called must_…; check_ says neither")
