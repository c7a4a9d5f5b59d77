"""Can everything that the runbooks say be typed?"""

import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command

from cli.main import app
from tests.architecture.source import ROOT, none

PAGES = sorted((ROOT / "docs" / "runbooks").glob("*.md"))
CHAPTERS = ["What you see", "Why", "What to type", "When to worry"]


def commands(page: Path) -> list[str]:
    """Every `countersign …` of a page, in a line of its own or in a sentence."""
    found = re.findall(r"^countersign .*$|(?<=`)countersign [^`]+(?=`)", page.read_text(), re.MULTILINE)
    return [one.partition("#")[0].strip() for one in found]


def strange_words(command: str) -> list[str]:
    """Verbs and options that the command line does not have."""
    found: object = get_command(app)
    strange = []
    for word in shlex.split(command)[1:]:
        deeper = getattr(found, "get_command", None)
        if deeper is not None:
            found = deeper(None, word)
            if found is None:
                return [word]
        elif word.startswith("-"):
            known = {option for one in getattr(found, "params", []) for option in one.opts}
            strange += [word] if word not in known else []
    return strange


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_runbook_says_what_one_sees_why_and_what_to_type(page: Path) -> None:
    assert re.findall(r"^## (.*)$", page.read_text(), re.MULTILINE) == CHAPTERS
    none([f"{command}: {strange}" for command in commands(page) if (strange := strange_words(command))])
    targets = re.findall(r"\]\(([^)]+)\)", page.read_text())
    none([target for target in targets if not (page.parent / target).exists()])


def test_a_verb_that_does_not_exist_is_found() -> None:
    assert strange_words("countersign dead bury 3") == ["bury"]
    assert strange_words("countersign outbox --undo X") == ["--undo"]
    assert PAGES
