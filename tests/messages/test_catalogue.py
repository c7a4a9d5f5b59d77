"""Does the published catalogue of events say what is really told?"""

import json
import re
from pathlib import Path

import pytest

from messages.base import Event
from messages.former_names import payload_of, subject_of

CATALOGUE = Path(__file__).resolve().parents[2] / "docs" / "events.md"
SAMPLES = Path(__file__).parent / "samples"
CHAPTER = re.compile(r"^### `(?P<subject>[^`]+)`\n(?P<told>.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
FIELD = re.compile(r"^\| (?P<name>\w+) \| .+ \| (?P<without>.+) \|$", re.MULTILINE)


def catalogue() -> dict[str, dict[str, bool]]:
    """Subject → its fields, and whether each is needed; as a reader of the page finds them."""
    found = {}
    for chapter in CHAPTER.finditer(CATALOGUE.read_text()):
        fields = {row["name"]: row["without"] == "needed" for row in FIELD.finditer(chapter["told"])}
        found[chapter["subject"]] = {name: needed for name, needed in fields.items() if name != "Field"}
    return found


TOLD = catalogue()
OF_ALL = set(Event.model_fields)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_feature_83_an_event_has_the_fields_that_the_catalogue_names(path: Path) -> None:
    subject = subject_of(path.stem)
    told = payload_of(subject, json.loads(path.read_text()))
    fields = TOLD[subject]
    assert set(told) - set(fields) - OF_ALL == set(), "told, and not in the catalogue"
    assert {name for name, needed in fields.items() if needed} - set(told) == set(), "needed, and not told"
