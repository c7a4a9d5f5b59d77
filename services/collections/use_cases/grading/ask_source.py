"""What does an outside source say of a customer, and how is it kept as evidence?"""

import asyncio
import hashlib
import ssl
from functools import cache
from typing import cast
from uuid import UUID

import httpx
from pydantic import ValidationError

from chassis.auth.reach import must_see
from chassis.db.unit_of_work import UnitOfWork
from messages.collections.grading.grades import AskCreditSource, EvidenceView, SourceAnswer
from messages.errors import NotFound
from services.collections.domain.due_dates import local_day
from services.collections.domain.grading.evidence import must_have_answered, valid_until
from services.collections.settings import CollectionsSettings, CreditSource
from services.collections.store import projections
from services.collections.store.grading import facts, records
from services.collections.tables import CreditEvidence, Customer
from services.collections.use_cases.grading.grade_customers import grade_customers

SECONDS = 5.0  # to connect, and from one part of an answer to the next
ALTOGETHER = 10.0
LONGEST_ANSWER = 262_144  # bytes
LONGEST_ERROR = 300


async def ask_source(
    customer_id: UUID, command: AskCreditSource, uow: UnitOfWork, settings: CollectionsSettings
) -> EvidenceView:
    """Nothing is locked while it is asked. The same id again shows what was kept, and asks nobody. Raises NotFound
    for a source that is not set for his legal entity; COL-178 when it does not answer."""
    async with uow.begin() as work:
        customer = await projections.get_visible_customer(work, customer_id)
        must_see(work.actor, customer.legal_entity_id, kind="customer", id=customer.id)
        id = command.id or work.new_id()
        known = await records.find_evidence(work, id)
        if known is not None and known.customer_id == customer.id:
            return known.view()
    source = settings.credit_source(customer.legal_entity_id, command.source)
    if source is None:
        raise NotFound("credit_source", command.source)
    body, answer = await _ask(source, customer)
    async with uow.begin() as work:
        await facts.lock_customers(work, [customer_id])
        known = await records.find_evidence(work, id)
        if known is not None:
            if known.customer_id != customer_id:
                raise NotFound("credit_evidence", id)
            return known.view()
        policy = await records.newest_policy(work)
        today = local_day(work.now, customer.tz)
        made = CreditEvidence(
            id=id,
            customer_id=customer_id,
            source=source.name,
            asked_by=work.actor.id,
            asked_at=work.now,
            valid_until=valid_until(answer.valid_until, asked_on=today, most_days=policy.evidence_days),
            score=answer.score,
            sha256=hashlib.sha256(body).hexdigest(),
            body=body.decode(),
        )
        work.session.add(made)
        await work.session.flush()
        await grade_customers(work, [customer], "evidence")
        return made.view()


async def _ask(source: CreditSource, customer: Customer) -> tuple[bytes, SourceAnswer]:
    """Raises COL-178 with what went wrong."""
    body, answer, failure = b"", None, None
    try:
        async with asyncio.timeout(ALTOGETHER):
            body = await _body(source, customer)
        answer = SourceAnswer.model_validate_json(body)
    except ValidationError as wrong:
        first = wrong.errors(include_url=False)[0]
        failure = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    except (OSError, httpx.HTTPError, ValueError) as error:
        failure = f"{type(error).__name__}: {error}"
    must_have_answered(source.name, None if answer else _printable(failure or ""))
    return body, cast(SourceAnswer, answer)


async def _body(source: CreditSource, customer: Customer) -> bytes:
    """It is told his name and tax id, and nothing else."""
    headers = {
        "accept": "application/json", "user-agent": "Countersign",
        "authorization": f"Bearer {source.token.get_secret_value()}",
    }  # fmt: skip
    asked = {"name": customer.name, "tax_id": customer.tax_key or ""}
    async with (
        httpx.AsyncClient(timeout=SECONDS, trust_env=False, verify=_tls()) as client,
        client.stream("GET", f"{source.url.rstrip('/')}/companies", params=asked, headers=headers) as answer,
    ):
        said = b""
        async for part in answer.aiter_bytes():
            said += part
            if len(said) > LONGEST_ANSWER:
                raise ValueError(f"an answer of more than {LONGEST_ANSWER} bytes")
    if not answer.is_success:
        raise ValueError(f"HTTP {answer.status_code}")
    if "\0" in said.decode():  # UnicodeDecodeError is a ValueError
        raise ValueError("an answer with NUL")
    return said


def _printable(error: str) -> str:
    """As it can be shown, whatever a program of others has said."""
    return "".join(char if char.isprintable() else " " for char in error).strip()[:LONGEST_ERROR]


@cache
def _tls() -> ssl.SSLContext:
    """The authorities of this machine, read once."""
    return ssl.create_default_context()
