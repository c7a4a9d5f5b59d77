"""Which features does the product have, and which test shows each? Writes docs/features.md."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cli.papers.rules import all_tests
from deploy.embedded.state import ROOT

STATEMENTS = Path(__file__).with_name("features.csv")
NAMED = re.compile(r"_feature((?:_\d{1,3})+)(?:_|$)")
STATES = ("holds", "in part", "not yet")

BEGINNING = """# Features

{note}

A feature *holds* when a test named after its number shows its statement (`test_feature_111_…`); it holds *in part* when
`cli/papers/features.csv` says what is missing; without a test it is *not yet* claimed, whatever may be there. {counts}.
"""


@dataclass
class Feature:
    """One row: what the product must do, in a statement that can be tested, and the tests named after its number."""

    number: int
    area: str
    name: str
    statement: str
    owner: str
    missing: str = ""
    tests: list[str] = field(default_factory=list)

    @property
    def state(self) -> str:
        if not self.tests:
            return "not yet"
        return "in part" if self.missing else "holds"


def all_features(root: Path = ROOT) -> list[Feature]:
    """By number, each with its tests as `file::name`."""
    with STATEMENTS.open(encoding="utf-8", newline="") as file:
        found = {
            int(row["number"]): Feature(
                int(row["number"]), row["area"], row["feature"], row["statement"], row["owner"], row["missing"]
            )
            for row in csv.DictReader(file)
        }
    for number, test in numbered_tests(root):
        found[number].tests.append(test)
    return list(found.values())


def numbered_tests(root: Path = ROOT) -> Iterator[tuple[int, str]]:
    """(feature's number, file::name) of each test that is named after one."""
    for place, name, _ in all_tests(root):
        if match := NAMED.search(name):
            for number in match.group(1).strip("_").split("_"):
                yield int(number), f"{place.split(':')[0]}::{name}"


def features_page(note: str) -> str:
    """docs/features.md"""
    features = all_features()
    counted = Counter(feature.state for feature in features)
    counts = ", ".join(f"{counted[state]} {state}" for state in STATES)
    lines = [BEGINNING.format(note=note, counts=f"Of {len(features)}: {counts}")]
    area = ""
    for feature in features:
        if feature.area != area:
            area = feature.area
            lines += [
                "",
                f"## {area.capitalize()}",
                "",
                "| # | Feature | Statement | State | Shown by |",
                "|---|---|---|---|---|",
            ]
        shown = "<br>".join(f"`{test}`" for test in feature.tests)
        state = f"{feature.state}: {feature.missing}" if feature.state == "in part" else feature.state
        lines.append(f"| {feature.number} | {feature.name} | {feature.statement} | {state} | {shown} |")
    return "\n".join(lines) + "\n"
