"""How often is the matching right, of pairs that people labelled? (`labelled_pairs.csv`; printed with `-s`)

A label says what two texts are to each other: the same, worth asking a person, or others. They were written by the
rules of the field (how companies are registered, how people type them), 34 of them (`second set`) after the last change
of the library, and nothing was changed for these.
"""

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from messages.matching.characters import letters
from messages.matching.companies import Match, match
from messages.matching.identifiers import email_key, tax_key
from messages.matching.phones import phones_of

PAIRS = Path(__file__).with_name("labelled_pairs.csv")
WORDS = {Match.SAME: "same", Match.ALIKE: "ask", Match.DIFFERENT: "other"}
Found = Counter[tuple[str, str]]  # (label, answer)


def equal(key: Callable[[str], object]) -> Callable[[str, str], str]:
    return lambda one, other: "same" if key(one) == key(other) else "other"


def phones(one: str, other: str) -> str:
    keys = [{phone.key for phone in phones_of(text, "CN")} for text in (one, other)]
    return "same" if keys[0] & keys[1] else "other"


ANSWERS: dict[str, Callable[[str, str], str]] = {
    "phone": phones,
    "e-mail": equal(email_key),
    "tax id": equal(tax_key),
    "person": equal(letters),
}


def answers() -> tuple[Found, Found]:
    """Of all pairs, and of the second set."""
    found: tuple[Found, Found] = (Counter(), Counter())
    with PAIRS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            answer = ANSWERS.get(row["kind"], lambda one, other: WORDS[match(one, other)])(row["one"], row["other"])
            for counted in found if row["kind"] == "second set" else found[:1]:
                counted[row["label"], answer] += 1
    return found


def share(found: Found, *, of: Callable[[str, str], bool], right: Callable[[str, str], bool]) -> float:
    whole = sum(count for pair, count in found.items() if of(*pair))
    return sum(count for pair, count in found.items() if of(*pair) and right(*pair)) / whole


def figures(found: Found) -> dict[str, float]:
    """Certain: it said "same". Offered: it said "same" or "ask"."""
    return {
        "pairs": sum(found.values()),
        "certain, precision": share(found, of=lambda _, said: said == "same", right=lambda label, _: label == "same"),
        "certain, recall": share(found, of=lambda label, _: label == "same", right=lambda _, said: said == "same"),
        "offered, precision": share(found, of=lambda _, said: said != "other", right=lambda label, _: label != "other"),
        "offered, recall": share(found, of=lambda label, _: label != "other", right=lambda _, said: said != "other"),
    }


def test_precision_and_recall_on_the_labelled_pairs_do_not_fall() -> None:
    every, second = [figures(found) for found in answers()]
    for name, value in every.items():
        print(f"{name}: {value:.3f} (second set {second[name]:.3f})")  # noqa: T201
    assert every["pairs"] >= 300
    assert every["certain, precision"] == 1.0, "what is certain is joined without asking"
    assert every["certain, recall"] >= 0.98
    assert every["offered, recall"] == 1.0
    assert every["offered, precision"] >= 0.93
