"""Can yesterday's message be read today?

A sample is written once, when its event is new (`COUNTERSIGN_WRITE_SAMPLES=1 pytest tests/messages`), and never
changed: a field may be added with a default; anything else is a new subject beside the old one.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from pydantic import AliasChoices

from cli.papers.catalogue import all_events
from messages.approvals.parts import Part
from messages.base import Event
from messages.former_names import payload_of, subject_of
from tests.messages.samples import sample

FOLDER = Path(__file__).parent / "samples"
WRITE = "COUNTERSIGN_WRITE_SAMPLES"
EVENTS = {event.subject: event for event in all_events()}


def _former_names_of_parts() -> dict[str, set[str]]:
    """The old name of a field inside of a part, and today's."""
    found: dict[str, set[str]] = {}
    for part in Part.__subclasses__():
        for name, field in part.model_fields.items():
            if isinstance(field.validation_alias, AliasChoices):
                for old in field.validation_alias.choices[1:]:
                    found.setdefault(str(old), set()).add(name)
    return found


FORMER = _former_names_of_parts()


@pytest.mark.parametrize("subject", sorted(EVENTS))
def test_every_event_has_a_frozen_sample(subject: str) -> None:
    path = FOLDER / f"{subject}.json"
    if not path.exists() and os.environ.get(WRITE):
        payload = sample(EVENTS[subject]).model_dump(mode="json")
        path.write_text(json.dumps(payload, indent=2, ensure_ascii=False, sort_keys=True) + "\n")
    assert path.exists(), f"{subject} has no frozen sample: run with {WRITE}=1 and commit it"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_feature_83_every_frozen_sample_is_still_read_whole(path: Path) -> None:
    subject = subject_of(path.stem)
    assert subject in EVENTS, f"{path.stem} was published once: its class must stay, or stand in messages/former_names"
    stored: dict[str, Any] = payload_of(subject, json.loads(path.read_text()))
    event: Event = EVENTS[subject].model_validate(stored)
    read = event.model_dump(mode="json")
    lost = {name: value for name, value in stored.items() if name not in read or not same(read[name], value)}
    assert lost == {}, "these fields are no longer read as they were told"


def same(read: Any, stored: Any) -> bool:
    """What was told is still there; parts may have got new fields."""
    if isinstance(stored, dict) and isinstance(read, dict):
        return all(
            any(known in read and same(read[known], value) for known in (name, *FORMER.get(name, ())))
            for name, value in stored.items()
        )
    if isinstance(stored, list) and isinstance(read, list):
        return len(read) == len(stored) and all(same(*pair) for pair in zip(read, stored, strict=True))
    return bool(read == stored)


def test_what_a_newer_service_adds_is_ignored() -> None:
    for event in EVENTS.values():
        newer = {**sample(event).model_dump(mode="json"), "a_field_of_tomorrow": 1}
        event.model_validate(newer)
