"""Does a command start without the parts that it does not need? (feature 209)"""

import subprocess
import sys

import pytest
from typer.main import get_command

from cli.main import COMMANDS, app

HEAVY = ("temporalio", "sqlalchemy", "cel", "cli.demo", "cli.policies", "services.approvals")
SCRIPT = """
import sys
from typer.main import get_command
from cli.main import app
get_command(app).get_command(None, sys.argv[1])
print(*[name for name in sys.argv[2:] if name in sys.modules])
"""


@pytest.mark.parametrize("verb", ["status", "token", "logs", "down"])
def test_feature_209_a_command_that_looks_imports_nothing_heavy(verb: str) -> None:
    """On a busy machine the imports of all commands took longer than the answer may take."""
    said = subprocess.run([sys.executable, "-c", SCRIPT, verb, *HEAVY], capture_output=True, text=True, check=True)
    assert said.stdout.split() == []


def test_every_verb_is_where_it_is_looked_for() -> None:
    group = get_command(app)
    for verb in COMMANDS:
        found = group.get_command(None, verb)  # type: ignore[attr-defined]
        assert found is not None
        assert found.name == verb
