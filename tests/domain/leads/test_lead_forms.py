"""Is what a form sends of that form, in time, from a person, and not too often?"""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from messages.errors import Malformed, RuleViolation
from messages.leads.lead_forms import FormField, SubmitForm
from services.leads.domain.channel_keys import TooMany
from services.leads.domain.lead_forms import (
    HOLDS,
    SOONEST,
    Opened,
    must_agree,
    must_be_a_person,
    must_be_askable,
    must_be_filled_in,
    must_be_open,
    must_not_flood,
    opened_by,
    sender_of,
    token_of,
)

NOON = datetime(2026, 3, 2, 12, 10, tzinfo=UTC)
FORM, SECRET = uuid4(), "secret"
OPENED = Opened(NOON, "abc")
SECOND = timedelta(seconds=1)


def test_lea_130_a_form_is_sent_as_it_was_opened_and_in_time() -> None:
    token = token_of(FORM, SECRET, OPENED)
    for at in (NOON + SOONEST, NOON + HOLDS - SECOND):
        assert opened_by(token, FORM, SECRET, at) == OPENED
    for at in (NOON + SOONEST - SECOND, NOON + HOLDS, NOON - SECOND):
        with pytest.raises(RuleViolation, match="LEA-130"):
            opened_by(token, FORM, SECRET, at)
    later = token.replace(str(int(NOON.timestamp())), str(int((NOON + HOLDS).timestamp())))
    for false in (later, token[:-1], token.upper(), "", "..", f"1.{token}", token.replace("abc", "abd"), "1.a.é", "二"):
        with pytest.raises(RuleViolation, match="LEA-130"):
            opened_by(false, FORM, SECRET, NOON + SOONEST)
    for form, secret in ((uuid4(), SECRET), (FORM, "other")):
        with pytest.raises(RuleViolation, match="LEA-130"):
            opened_by(token, form, secret, NOON + SOONEST)


def test_lea_131_what_was_closed_is_not_changed() -> None:
    must_be_open("x", None)
    with pytest.raises(RuleViolation, match="LEA-131"):
        must_be_open("x", NOON)


def test_lea_132_what_is_needed_is_filled_in_and_nothing_else() -> None:
    fields, needed = [FormField.PHONE, FormField.NOTE], [FormField.PHONE]
    must_be_filled_in(SubmitForm(token="x", phone="138"), fields, needed)
    with pytest.raises(Malformed, match="LEA-132") as missing:
        must_be_filled_in(SubmitForm(token="x", note="hello"), fields, needed)
    assert missing.value.field == "phone"
    with pytest.raises(Malformed, match="LEA-132"):
        must_be_filled_in(SubmitForm(token="x", note="hello"), fields, [])
    with pytest.raises(Malformed, match="LEA-106"):
        must_be_filled_in(SubmitForm(token="x", phone="138", company="x"), fields, needed)


def test_lea_133_nothing_is_kept_without_the_consent_that_is_asked_for() -> None:
    must_agree(SubmitForm(token="x"), is_asked=False)
    must_agree(SubmitForm(token="x", consent=True), is_asked=True)
    with pytest.raises(Malformed, match="LEA-133"):
        must_agree(SubmitForm(token="x"), is_asked=True)


def test_lea_134_who_fills_in_what_nobody_sees_is_no_person() -> None:
    must_be_a_person(SubmitForm(token="x"))
    with pytest.raises(RuleViolation, match="LEA-134"):
        must_be_a_person(SubmitForm(token="x", website="https://spam.example"))


def test_lea_135_a_form_asks_for_whom_to_answer() -> None:
    must_be_askable([FormField.PHONE], [FormField.PHONE])
    for fields, required in (([FormField.NOTE], []), ([FormField.PHONE], [FormField.EMAIL])):
        with pytest.raises(Malformed, match="LEA-135"):
            must_be_askable(fields, required)


def test_lea_136_one_address_sends_no_more_than_is_allowed() -> None:
    must_not_flood(4, 5, NOON)
    with pytest.raises(TooMany) as wait:
        must_not_flood(5, 5, NOON)
    assert wait.value.seconds == 50 * 60 + 1
    assert sender_of("10.0.0.1", "a") != sender_of("10.0.0.1", "b")
