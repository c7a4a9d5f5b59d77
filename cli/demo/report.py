"""What came of the demo, for the eye and for a program?"""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from cli.demo.stage import Check

SHOWN = 40  # longer values are cut on the screen, never in the file


def write_report(path: Path, results: dict[str, Any], checks: list[Check], seconds: dict[str, float]) -> bool:
    """True when everything adds up."""
    body = {
        "adds_up": all(check.holds for check in checks),
        "seconds": {name: round(value, 1) for name, value in seconds.items()},
        "facts": results,
        "checks": [
            {"what": check.what, "expected": _plain(check.expected), "found": _plain(check.found), "holds": check.holds}
            for check in checks
        ],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(body, indent=2, ensure_ascii=False) + "\n")
    return bool(body["adds_up"])


def show_report(screen: Console, checks: list[Check], seconds: dict[str, float]) -> None:
    """One line per thing that had to add up; those of single records as one line."""
    table = Table("what", "expected", "found", "", title="Does it add up?")
    single = [check for check in checks if check.what[:8].isalnum() and check.what[8:9] == ":"]
    for check in checks:
        if check not in single or not check.holds:
            table.add_row(
                check.what, _short(check.expected), _short(check.found), "yes" if check.holds else "[red]NO[/red]"
            )
    table.add_row("each sale of the sample by itself", str(len(single)), str(sum(one.holds for one in single)), "")
    screen.print(table)
    screen.print(", ".join(f"{name} {value:.1f} s" for name, value in seconds.items()))


def _short(value: Any) -> str:
    text = str(_plain(value))
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return str(value) if isinstance(value, Decimal) or not isinstance(value, str | int | float | bool | None) else value
