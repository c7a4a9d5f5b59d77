"""Is every event a sentence in both languages?"""

from typing import Any
from uuid import UUID

import pytest

from cli.papers.catalogue import all_events
from messages.texts import LANGUAGES, known
from services.insights.domain.sentences import sentence

OWNER, FIRST = UUID(int=7), UUID(int=8)
NAMES = {OWNER: "王芳", FIRST: "LD-2026-CS-CN-000001"}


def said(subject: str, lang: str, **data: Any) -> str:
    return sentence(subject, data, lang=lang, tz="Asia/Shanghai", names=NAMES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_event_is_worded(lang: str) -> None:
    assert [event.subject for event in all_events() if not known(event.subject, lang)] == []


def test_a_person_is_said_by_name_a_moment_in_the_readers_zone_a_code_in_words() -> None:
    event = {"number": "LD-2", "owner_id": str(OWNER), "follow_up_due_at": "2026-03-13T02:00:00Z"}
    assert said("leads.lead.claimed.v1", "zh", **event) == "王芳 领取线索 LD-2，须在 2026-03-13 10:00 前跟进"
    told = said("leads.lead.followed_up.v1", "en", number="LD-2", owner_id=str(OWNER), kind="CALL")
    assert told == "王芳 followed up lead LD-2: call"


def test_money_is_said_with_its_currency_and_another_record_by_its_number() -> None:
    total = {"amount": "10.50", "currency": "CNY"}
    assert "10.50 CNY" in said("deals.contract.drafted.v1", "en", number="CT-1", total=total)
    told = said("leads.lead.duplicate_found.v1", "en", number="LD-2", duplicate_of=str(FIRST))
    assert told == "Lead LD-2 repeats lead LD-2026-CS-CN-000001"


def test_a_fact_without_words_is_shown_as_it_is() -> None:
    assert said("moon.rocket.started.v1", "en", number="R-1") == "moon.rocket.started.v1 (number: R-1)"


def test_an_empty_value_is_a_dash_and_never_a_none() -> None:
    assert said("leads.lead.dropped.v1", "en", number="L", reason=None) == "Lead L was dropped: —"
