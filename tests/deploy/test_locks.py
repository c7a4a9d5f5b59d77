"""Do the locks hold everything that is declared, with hashes and without addresses?"""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAME = re.compile(r"^([A-Za-z0-9._-]+)")


def names(lines: list[str]) -> set[str]:
    """The packages of these lines, as PyPI compares names."""
    return {re.sub(r"[-_.]+", "-", found.group(1)).lower() for line in lines if (found := NAME.match(line))}


@pytest.mark.parametrize(
    ("lock", "extras"),
    [("requirements.txt", ["embedded"]), ("requirements-dev.txt", ["embedded", "dev"])],
    ids=["to run", "to develop"],
)
def test_a_lock_holds_what_is_declared(lock: str, extras: list[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = project["dependencies"] + [one for extra in extras for one in project["optional-dependencies"][extra]]
    lines = (ROOT / lock).read_text().splitlines()
    assert names(declared) <= names(lines), "run `make lock`"


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned_by_hash_and_no_address_is_named(lock: str) -> None:
    text = (ROOT / lock).read_text()
    packages = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    assert all("==" in package and "--hash=sha256:" in package for package in packages)
    assert "://" not in text


def test_the_front_end_lock_has_hashes_and_no_registry() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert all("integrity" in package and "resolved" not in package for name, package in packages.items() if name)
