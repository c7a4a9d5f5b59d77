"""Is what a form sends from a person, of that form, in time, and not too often?"""

import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from messages.errors import Malformed, RuleViolation
from messages.leads.lead_forms import FormField, SubmitForm
from services.leads.domain.channel_keys import TooMany

HOLDS = timedelta(hours=2)
SOONEST = timedelta(seconds=2)  # nobody fills in a form faster
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Opened:
    """When it was opened, and under which name of its own: that makes what it sends one lead."""

    at: datetime
    nonce: str


def token_of(form_id: UUID, secret: str, opened: Opened) -> str:
    said = f"{int(opened.at.timestamp())}.{opened.nonce}"
    return f"{said}.{_signature(form_id, secret, said)}"


def opened_by(token: str, form_id: UUID, secret: str, now: datetime) -> Opened:
    """LEA-130: a form is sent with the signature under which it was opened, within two hours, and not by a program in
    an instant."""
    said, _, signature = token.rpartition(".")
    at, _, nonce = said.partition(".")
    is_ours = hmac.compare_digest(signature.encode(), _signature(form_id, secret, said).encode())
    if not is_ours or not (at.isdigit() and nonce):
        raise RuleViolation("LEA-130")
    opened = Opened(datetime.fromtimestamp(int(at), UTC), nonce)
    if not opened.at + SOONEST <= now < opened.at + HOLDS:
        raise RuleViolation("LEA-130")
    return opened


def must_be_open(name: str, closed_at: datetime | None) -> None:
    """LEA-131: nothing comes by a form that was closed, and it is changed no more."""
    if closed_at is not None:
        raise RuleViolation("LEA-131", name=name)


def must_be_filled_in(command: SubmitForm, fields: Collection[FormField], required: Collection[FormField]) -> None:
    """LEA-132: a visitor says what the form needs, at least whom to answer; what it does not ask for is not taken."""
    for field in FormField:
        value = getattr(command, field)
        if value and field not in fields:
            raise Malformed(field, value, "LEA-106")
        if not value and field in required:
            raise Malformed(field, "", "LEA-132")
    if not (command.phone or command.email or command.company or command.contact):
        raise Malformed(next(iter(fields)), "", "LEA-132")


def must_agree(command: SubmitForm, *, is_asked: bool) -> None:
    """LEA-133: where a form asks for consent, nothing is kept without it."""
    if is_asked and not command.consent:
        raise Malformed("consent", "", "LEA-133")


def must_be_a_person(command: SubmitForm) -> None:
    """LEA-134: who fills in what nobody sees is a program."""
    if command.website:
        raise RuleViolation("LEA-134")


def must_be_askable(fields: Collection[FormField], required: Collection[FormField]) -> None:
    """LEA-135: a form asks for whom to answer, and needs only what it asks for."""
    whom = {FormField.COMPANY, FormField.CONTACT, FormField.PHONE, FormField.EMAIL}
    if not whom & set(fields) or not set(required) <= set(fields):
        raise Malformed("fields", ", ".join(fields), "LEA-135")


def must_not_flood(sent: int, per_sender: int, now: datetime) -> None:
    """LEA-136: from one address no more comes in an hour than the form allows; all of a day's is bounded by LEA-108."""
    if sent >= per_sender:
        begun = now.replace(minute=0, second=0, microsecond=0)
        raise TooMany(max(1, int((begun + HOUR - now).total_seconds()) + 1))


def sender_of(address: str, secret: str) -> str:
    """An address is counted, and not kept: its hash differs from form to form."""
    return hmac.new(secret.encode(), address.encode(), hashlib.sha256).hexdigest()


def _signature(form_id: UUID, secret: str, said: str) -> str:
    return hmac.new(secret.encode(), f"{form_id}.{said}".encode(), hashlib.sha256).hexdigest()
