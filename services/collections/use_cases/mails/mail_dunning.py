"""How does a dunning letter leave by mail, and what became of it? Part of other use cases."""

from datetime import timedelta
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.records.mail import Letter, send_letter
from messages.collections.dunning.letters import (
    DunningAddressMissing,
    DunningLetterCancelled,
    DunningLetterGivenUp,
    DunningLetterSent,
    LetterState,
    LetterView,
)
from messages.collections.invoice_mails import InvoiceMailStatus
from messages.texts import text
from services.collections.domain.dunning_message import Line, dunning_message
from services.collections.domain.invoice_mails import UNKNOWN, next_try
from services.collections.domain.letters.sending import NO_ADDRESS, NOTHING_OPEN
from services.collections.settings import CollectionsSettings
from services.collections.store import invoice_mails
from services.collections.store.invoice_mails import DueMail
from services.collections.store.letters.dunnings import lock_dunning
from services.collections.tables import Dunning, InvoiceMail
from services.collections.use_cases.letters.compose_letter import compose_letter, is_due
from services.collections.use_cases.letters.print_letter import printed

LOOK_AGAIN = timedelta(days=1)  # without an address: perhaps it was paid meanwhile, or a title has one


async def mail_dunning(mail: DueMail, uow: UnitOfWork, settings: CollectionsSettings) -> bool | None:
    """Whether the mail server took it; None: nothing was sent."""
    assert mail.dunning_id is not None
    async with uow.begin() as work:
        dunning, kept = await _locked(work, mail, mail.dunning_id)
        if kept.status is not InvoiceMailStatus.WAITING:
            return None
        said = await compose_letter(work, dunning)
        if not is_due(dunning, said):
            _cancel(work, dunning, kept)
            return None
        if not said.mailed_to:
            _lack_address(work, dunning, kept)
            return None
        kept.mailed_to, kept.lang = said.mailed_to, said.lang
    error = UNKNOWN if mail.is_lost else await send_letter(await _letter(mail, dunning, said, settings), settings)
    async with uow.begin() as work:
        _keep(work, await _locked(work, mail, dunning.id), said, error)
    return not error


async def _locked(work: Work, mail: DueMail, dunning_id: UUID) -> tuple[Dunning, InvoiceMail]:
    return await lock_dunning(work, dunning_id), await invoice_mails.lock_mail(work, mail.id)


def _cancel(work: Work, dunning: Dunning, kept: InvoiceMail) -> None:
    """All that it was written about is paid, given up or disputed."""
    kept.status, kept.due_at, kept.error = InvoiceMailStatus.CANCELLED, None, NOTHING_OPEN
    dunning.letter_state, dunning.letter_reason = LetterState.CANCELLED, NOTHING_OPEN
    dunning.version += 1
    work.emit(DunningLetterCancelled(**dunning.event_args(), reason=NOTHING_OPEN))


def _lack_address(work: Work, dunning: Dunning, kept: InvoiceMail) -> None:
    """Finance is asked once; it counts as no try."""
    kept.due_at, kept.attempts, kept.error = work.now + LOOK_AGAIN, 0, NO_ADDRESS
    if dunning.letter_state is not LetterState.NO_ADDRESS:
        dunning.letter_state, dunning.letter_reason = LetterState.NO_ADDRESS, NO_ADDRESS
        dunning.version += 1
        work.emit(DunningAddressMissing(**dunning.event_args()))


def _keep(work: Work, found: tuple[Dunning, InvoiceMail], said: LetterView, error: str) -> None:
    """What left, has left, also where it was cancelled meanwhile."""
    dunning, kept = found
    if not error:
        kept.status, kept.mailed_at, kept.due_at, kept.error = InvoiceMailStatus.SENT, work.now, None, ""
        dunning.letter_state, dunning.letter_reason, dunning.sent_at = LetterState.SENT, "", work.now
        dunning.said = said.model_copy(update={"left_at": work.now}).model_dump(mode="json")
        dunning.version += 1
        work.emit(DunningLetterSent(**dunning.event_args(), mailed_to=said.mailed_to))
        return
    if kept.status is not InvoiceMailStatus.WAITING:
        return
    kept.error, kept.due_at = error, next_try(kept.attempts, work.now)
    dunning.letter_state, dunning.letter_reason = LetterState.WAITING, error
    if kept.due_at is None:
        kept.status, dunning.letter_state = InvoiceMailStatus.GIVEN_UP, LetterState.GIVEN_UP
        dunning.version += 1
        work.emit(DunningLetterGivenUp(**dunning.event_args(), mailed_to=said.mailed_to, reason=error))


async def _letter(mail: DueMail, dunning: Dunning, said: LetterView, settings: CollectionsSettings) -> Letter:
    name, file = await printed(dunning, said, lang=said.lang, settings=settings)
    lines = [Line(one.number, one.due_on, one.level, one.days_late, one.open) for one in said.items]
    subject, end = (
        text(f"mail.dunning_letter.{part}", said.lang, number=dunning.number, seller=_seller(dunning, settings))
        for part in ("subject", "end")
    )
    body = dunning_message(said.lang, customer=said.recipient, lines=lines, total=said.total)
    return Letter(str(mail.id), said.mailed_to, subject, f"{body}\n\n{end}", name, file)


def _seller(dunning: Dunning, settings: CollectionsSettings) -> str:
    return settings.seller_of(dunning.legal_entity_id).name
