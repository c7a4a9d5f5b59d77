"""Where does an order end whose process meets a failure at one of its steps? Writes docs/order-to-cash-failures.md."""

import csv
from collections.abc import Sequence
from pathlib import Path

from deploy.embedded.state import ROOT

TABLE = ROOT / "tests" / "workflows" / "order_failures" / "table.csv"
FAILURES = {
    "error": "the service answers an error, and is asked again",
    "refused": "the service refuses for good",
    "dies": "the worker dies after the act, another one replays",
    "twice": "the message comes twice",
    "late": "the message comes late, or after what followed it",
    "cancelled": "the order is cancelled here",
}
BEGINNING = """# Order to cash: each step, each failure, the end

{note}

Each cell is what `tests/workflows/order_failures/test_order_failures.py` found: it takes one order to the step, lets
the failure happen, goes on, and compares the end with this table. `undone`: what was compensated,
whatever the order in which it was, though nothing of it was there where nothing had been done. A process that a rule
ends is *FAILED*: the order stays as it is, ops see it, and when what refused is mended the reconciler begins it anew.
"""


def rows(table: Path = TABLE) -> list[tuple[str, str, str]]:
    """(step, failure, end), in the order of the table."""
    with table.open(encoding="utf-8", newline="") as file:
        return [(row["step"], row["failure"], row["ends"]) for row in csv.DictReader(file)]


def failures_page(note: str) -> str:
    """docs/order-to-cash-failures.md"""
    ends = {(step, failure): end for step, failure, end in rows()}
    steps = list(dict.fromkeys(step for step, _ in ends))
    lines = [BEGINNING.format(note=note), _line(["Step", *FAILURES.values()]), _line(["---"] * (len(FAILURES) + 1))]
    lines += [_line([step, *(ends.get((step, failure), "") for failure in FAILURES)]) for step in steps]
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
