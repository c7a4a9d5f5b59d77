"""Do pages of a simulation add up, and are they told in words?"""

from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from rich.console import Console
from typer.testing import CliRunner

from cli.main import app
from cli.policies import simulation
from cli.policies.policy_text import as_text
from cli.policies.simulation import MOST_TIMES, Sums
from cli.policies.simulation_report import show
from messages.approvals.policies import Simulation
from services.approvals.domain.policies.publication import body_of, read

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
ANN, BOB = ({"id": str(UUID(int=n)), "name": name} for n, name in ((1, "[Ann]"), (2, "Bob")))


def a_page(**more: Any) -> Simulation:
    change = {"round": 1, "step": "boss", "change": "added", "joined": [BOB]}
    told = {"request_id": str(UUID(int=9)), "number": "CT-1", "title": "Pumps [all]", "policy_version": 1,
            "state": "APPROVED", "changes": [change]}  # fmt: skip
    return Simulation.model_validate(
        {
            "policy": "contract", "hash": "0" * 64, "total": 4, "requests": 2, "changed": 1, "lacking": 0,
            "reproduced": 2, "older": 0, "listed": [told],
            "load": [{"person": ANN, "now": 2, "then": 2}, {"person": BOB, "now": 0, "then": 1}],
            "paces": [{"now": ["legal"], "then": ["legal"], "rounds": 1}, {"now": ["legal"], "then": ["legal", "new"],
                       "rounds": 1}],
            "hours": [{"step": "legal", "hours": [2.0, 4.0]}], "measured": [2.0, 4.0],
        } | more
    )  # fmt: skip


def summed(*pages: Simulation) -> Sums:
    sums = Sums(BEGIN, BEGIN + timedelta(days=14))
    for page in pages:
        sums.add(page)
    return sums


def test_pages_add_up() -> None:
    told = summed(a_page(), a_page()).result()
    assert (told["requests"], told["changed"], told["reproduced"]) == (4, 2, 4)
    assert [(one["name"], one["now"], one["then"], one["then_a_week"]) for one in told["load"]] == [
        ("[Ann]", 4, 4, 2.0), ("Bob", 0, 2, 1.0),
    ]  # fmt: skip
    time = told["cycle_hours"]
    assert (time["measured_median"], time["without_history"], time["left_out"]) == (3.0, ["new"], 2)
    assert 2.0 <= time["then"]["low"] <= time["then"]["median"] <= time["then"]["high"] <= 4.0


def test_times_are_kept_up_to_a_bound() -> None:
    sums = summed(*[a_page(hours=[{"step": "legal", "hours": [float(n)] * 1000}]) for n in range(12)])
    kept = sums.hours["legal"]
    assert len(kept) == MOST_TIMES
    assert len(set(kept)) == 12, "late ones have the same chance as early ones"


@pytest.mark.parametrize(("lang", "said"), [("en", "boss: added  + Bob"), ("zh", "boss：新增  + Bob")])
def test_it_is_told_in_the_readers_language(lang: str, said: str) -> None:
    out = Console(file=StringIO(), width=120)
    show(summed(a_page()).result(), lang, out)
    told = out.file.getvalue()  # type: ignore[attr-defined]
    assert said in told
    assert "simulate." not in told
    assert "[Ann]" in told
    assert "Pumps [all]" in told


@pytest.mark.parametrize(("unlike", "code"), [(False, 0), (True, 1)])
def test_app_93_what_is_not_found_again_ends_with_1(monkeypatch: pytest.MonkeyPatch, unlike: bool, code: int) -> None:
    page = a_page().model_dump(mode="json")
    page["listed"][0]["unlike"] = [{"round": 1, "step": "legal", "change": "removed"}] if unlike else []
    pages = Simulation.model_validate(page)
    monkeypatch.setattr(simulation, "_pages", lambda body, var: iter([pages]))
    result = CliRunner().invoke(app, ["policy", "simulate", "contract", "--since", "2026-01-01"])
    assert result.exit_code == code, result.output


def test_a_moment_that_is_none_is_explained(tmp_path: Path) -> None:
    at = ["policy", "simulate", "contract", "--var", str(tmp_path), "--since"]
    for wrong, said in (
        (["0001-01-01"], "is no day"),
        (["2026-02-01", "--until", "2026-01-01"], "is not after --since"),
    ):
        result = CliRunner().invoke(app, [*at, *wrong])
        assert (result.exit_code, said in " ".join(result.output.split())) == (1, True), result.output
    result = CliRunner().invoke(app, ["policy", "simulate", "contract", "--since", "soon", "--var", str(tmp_path)])
    assert result.exit_code == 1
    assert "2026-01-01" in result.output


def test_a_policy_is_written_in_one_order_however_it_was_kept() -> None:
    one = {"policy": "p", "name": {"zh": "甲", "en": "A"}, "facts": {"b": "int", "a": "money"},
           "route": [{"step": "s", "name": {"zh": "乙", "en": "B"}, "signers": [{"role": "legal"}]}]}  # fmt: skip
    body = body_of(read(one))
    mixed = {key: body[key] for key in sorted(body)} | {
        "name": {"en": "A", "zh": "甲"},
        "facts": {"a": "money", "b": "int"},
    }
    assert as_text(body) == as_text(mixed)
    assert as_text(body).index("policy") < as_text(body).index("route")
