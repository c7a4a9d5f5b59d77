"""Does every path that a page names exist?"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, none

GENERATED = {"events.md", "rules.md", "notices.md", "approvals-matrix.md"}
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "workflows" / "README.md",
    *(page for page in sorted((ROOT / "docs").rglob("*.md")) if page.name not in GENERATED),
]
PARTS = ("messages", "chassis", "services", "workflows", "console", "cli", "deploy", "bench", "tests", "docs")
PATH = re.compile(rf"(?<![\w./-])(?:{'|'.join(PARTS)})/[\w./{{}},<>*-]*[\w/}}>*]")
FILE = re.compile(r"(?<=`)[\w<>{},*]+\.py(?=`)")
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
CHOICE = re.compile(r"\{([^{}]*,[^{}]*)\}")


def expanded(path: str) -> Iterator[str]:
    """`api/{a,b}.py` is two paths; `<x>` stands for any name."""
    if choice := CHOICE.search(path):
        for part in choice[1].split(","):
            yield from expanded(path[: choice.start()] + part.strip() + path[choice.end() :])
    else:
        yield re.sub(r"<[^>]*>|\{[^}]*\}", "*", path)


def missing(text: str) -> list[str]:
    """What is named and is not there: paths from the root, and files by their name alone."""
    paths = [path for found in PATH.findall(text) for path in expanded(found)]
    names = [name for found in FILE.findall(text) for name in expanded(found)]
    gone = [path for path in paths if not next(ROOT.glob(path.rstrip("/")), None)]
    return gone + [name for name in names if not any(Path(file).match(name) for file in _files())]


@cache
def _files() -> frozenset[str]:
    found = (path for part in PARTS for path in (ROOT / part).rglob("*.*"))
    return frozenset(path.name for path in found) | {path.name for path in ROOT.iterdir()}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_path_of_a_page_exists(page: Path) -> None:
    text = page.read_text()
    none(missing(text))
    none([to for to in LINK.findall(text) if "://" not in to and not (page.parent / to).exists()])


def test_a_decision_is_headed_by_the_number_of_its_file() -> None:
    for page in (ROOT / "docs" / "decisions").glob("*.md"):
        assert page.read_text().startswith(f"# {int(page.name[:4])}. "), page.name


def test_a_path_that_is_gone_is_found() -> None:
    text = (
        "`services/<s>/domain/`, `messages/texts/{zh,en,fr}/leads.po`, `tests/gone.py::test_x`, `gone.py`, `money.py`"
    )
    assert missing(text) == ["messages/texts/fr/leads.po", "tests/gone.py", "gone.py"]
    assert missing("see chassis/db/unit_of_work.py, and services/* of `{approvals,leads}.py`") == []
