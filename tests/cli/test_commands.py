"""Do the small commands answer, also where there is nothing?"""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from cli.papers.rules import all_rules
from deploy.embedded.state import ROOT


def countersign(*words: str) -> Result:
    return CliRunner().invoke(app, words)


@pytest.mark.parametrize("words", [["status"], ["down"], ["logs"], ["token", "anna"], ["trace", "CT-1"]], ids=" ".join)
def test_without_a_stack_a_command_says_so_and_makes_no_folder(words: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "none"
    result = countersign(*words, "--var", str(folder))
    assert "Traceback" not in result.output
    assert result.exit_code in (0, 1)
    assert not folder.exists()


def test_status_for_programs_is_json(tmp_path: Path) -> None:
    assert json.loads(countersign("status", "--json", "--var", str(tmp_path)).output) == {"running": False}


def test_the_last_lines_of_a_log_are_shown(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "orders.log").write_text("one\ntwo\nthree\n")
    assert (
        countersign("logs", "orders", "-n", "2", "--var", str(tmp_path)).output
        == "orders     | two\norders     | three\n"
    )
    assert "no log of stock; there are: orders" in countersign("logs", "stock", "--var", str(tmp_path)).output


@pytest.mark.parametrize("words", [["dead", "retry"], ["deliveries", "again"]], ids=" ".join)
def test_a_command_answers_to_its_former_name(words: list[str]) -> None:
    assert countersign(*words, "--help").exit_code == 0
    assert f"  {words[-1]} " not in countersign("deliveries", "--help").output
    assert "  dead " not in countersign("--help").output


def test_a_dry_run_shows_the_rows_and_counts_the_rest(tmp_path: Path) -> None:
    mapping, file = tmp_path / "m.yaml", tmp_path / "f.csv"
    mapping.write_text("service: orders\nroute: /products/import\nfields: {code: a}")
    file.write_text('a,b\nX,1\n"Y,2"\n')
    result = countersign("import", str(mapping), str(file), "--dry-run", "--errors", str(tmp_path / "errors.csv"))
    assert '"code": "X"' in result.output
    assert "2 read, 0 accepted, 0 duplicate, 0 invalid, 1 malformed" in result.output
    assert (tmp_path / "errors.csv").exists()


def test_a_dry_run_leaves_no_file_and_a_file_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    mapping, file = tmp_path / "m.yaml", tmp_path / "f.csv"
    mapping.write_text("service: orders\nroute: /products/import\nfields: {code: a}")
    file.write_text('a,b\nX,1\n"Y,2"\n')
    result = countersign("import", str(mapping), str(file), "--dry-run")
    assert result.exit_code == 3
    assert "line 3: the whole line is quoted as one field" in result.output
    assert {one.name for one in tmp_path.iterdir()} == {"m.yaml", "f.csv"}
    missing = countersign("import", str(mapping), str(tmp_path / "none.csv"), "--dry-run")
    assert (missing.exit_code, missing.output.strip()) == (1, f"{tmp_path / 'none.csv'}: No such file or directory")
    file.write_text("c,d\nX,1\n")
    wrong = countersign("import", str(mapping), str(file), "--dry-run")
    assert wrong.exit_code == 1
    assert wrong.output.startswith(f"{file}: ")


def test_a_rule_is_found_with_its_tests(tmp_path: Path) -> None:
    rules, tests = tmp_path / "services/orders/domain/credit.py", tmp_path / "tests/domain/orders/test_credit.py"
    for path in (rules, tests):
        path.parent.mkdir(parents=True)
    rules.write_text('def hold():\n    """ORD-2: a late payer\'s\n    order waits.\n\n    More."""\n')
    tests.write_text("def test_ord_2_waits(): ...\n\n\ndef test_ord_20_is_another(): ...\n")
    (rule,) = all_rules(tmp_path)
    assert (rule.number, rule.place, rule.name) == ("ORD-2", "services/orders/domain/credit.py:1", "hold")
    assert rule.sentence == "a late payer's order waits."
    assert rule.tests == ["tests/domain/orders/test_credit.py:1  test_ord_2_waits"]


def test_a_policy_is_checked_without_a_stack_and_its_mistake_has_a_line(tmp_path: Path) -> None:
    good, bad = ROOT / "deploy/policies/in_use/contract.yaml", tmp_path / "bad.yaml"
    bad.write_text("policy: p\nfacts: {}\nroute:\n  - step: a\n    when: margin > 1\n    signers: {manager: 1}\n")
    fine = countersign("policy", "lint", str(good))
    assert (fine.exit_code, fine.output) == (0, f"{good}: nothing wrong\n")
    result = countersign("policy", "lint", str(good), str(bad))
    assert result.exit_code == 1
    assert "bad.yaml: line 5: route[0].when: unknown fact margin" in result.output
