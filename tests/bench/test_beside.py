"""Are two builds compared by what both have measured, and is a slower one seen?"""

import json
import os
from pathlib import Path

import pytest

from bench import beside
from bench.beside import Compared, compare, compared

STAND_IN = """#!/bin/sh
while [ $# -gt 0 ]; do case $1 in --var) var=$2; shift;; --only=*) only=$1;; esac; shift; done
mkdir -p "$var/bench"
echo "$PYTHONPATH $PWD $only" >> "{log}"
echo '{line}' > "$var/bench/1.jsonl"
"""


def _line(what: str, value: float, unit: str = "ms") -> dict[str, object]:
    return {"workload": "W1", "what": what, "value": value, "unit": unit}


def test_the_median_of_all_rounds_is_compared() -> None:
    ours = [_line("approve", 10), _line("approve", 90), _line("approve", 12)]
    theirs = [_line("approve", 10), _line("approve", 8), _line("approve", 11)]
    assert [row.ratio for row in compared(ours, theirs)] == [1.2]


def test_only_what_both_have_measured_is_compared() -> None:
    rows = compared([_line("approve", 10), _line("new", 1)], [_line("approve", 10), _line("old", 1)])
    assert [row.what for row in rows] == ["approve"]


@pytest.mark.parametrize(
    ("unit", "ours", "theirs", "ratio"),
    [
        pytest.param("ms", 21.0, 20.0, 1.05, id="more milliseconds are slower"),
        pytest.param("/s", 20.0, 21.0, 1.05, id="fewer a second are slower"),
    ],
)
def test_above_one_is_slower(unit: str, ours: float, theirs: float, ratio: float) -> None:
    assert Compared("W1", "approve", unit, ours, theirs).ratio == pytest.approx(ratio)


def test_each_build_is_run_by_its_own_environment_and_the_first_one_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, other = _checkout(tmp_path / "here", value=11), _checkout(tmp_path / "other", value=10)
    monkeypatch.setattr(beside, "HERE", here)
    monkeypatch.setattr("sys.executable", str(here / ".venv" / "bin" / "python"))
    rows = compare(other, ["w1"], tmp_path / "figures", rounds=2, quick=True)
    assert [row.ratio for row in rows] == [1.1]
    ran = (tmp_path / "log").read_text().splitlines()
    assert ran == [f"{build} {build} --only=w1" for build in (here, other, other, here)]


def _checkout(folder: Path, *, value: float) -> Path:
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    line = json.dumps(_line("approve", value))
    python.write_text(STAND_IN.replace("{log}", str(folder.parent / "log")).replace("{line}", line))
    os.chmod(python, 0o755)
    return folder
