"""How is a dunning letter printed?"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from chassis.db.unit_of_work import UnitOfWork
from chassis.records.documents import pdf_of
from messages.collections.dunning.letters import LetterItem, LetterView
from messages.errors import RuleViolation
from messages.texts import text
from services.collections.settings import CollectionsSettings, InvoiceSeller
from services.collections.store.letters import dunnings
from services.collections.tables import Dunning
from services.collections.use_cases.letters.compose_letter import is_due
from services.collections.use_cases.letters.show_letter import letter_of

TEMPLATE = Path(__file__).parent / "letter.typ"
HEAD = ("number", "due_on", "days_late", "level", "open", "interest")
OF_BANK = ("bank_name", "bank_account")


async def print_letter(
    id: UUID, uow: UnitOfWork, *, lang: str | None, settings: CollectionsSettings
) -> tuple[str, bytes]:
    """As it left; of one that has not left, as of now. Raises NotFound, and COL-171 when nothing of it is open."""
    async with uow.begin() as work:
        dunning = await dunnings.get_visible_dunning(work, id)
        letter = await letter_of(work, dunning)
        if not dunning.said and not is_due(dunning, letter):
            raise RuleViolation("COL-171", number=dunning.number)
    return await printed(dunning, letter, lang=lang or letter.lang, settings=settings)


async def printed(
    dunning: Dunning, letter: LetterView, *, lang: str, settings: CollectionsSettings
) -> tuple[str, bytes]:
    """Its name as a file, and what it is: the same letter is the same bytes."""
    seller = settings.seller_of(dunning.legal_entity_id)
    name = dunning.number or dunning.customer_name
    return f"{name}.pdf", await pdf_of(TEMPLATE, _page(dunning, letter, seller, lang, ZoneInfo(settings.tz)))


def _page(dunning: Dunning, letter: LetterView, seller: InvoiceSeller, lang: str, zone: ZoneInfo) -> dict[str, Any]:
    def t(code: str, **params: object) -> str:
        return text(code, lang, **params)

    return {
        "lang": lang,
        "heading": t("print.dunning_letter"),
        "number": dunning.number,
        "day": _day(letter.counted_at, zone),
        "recipient": letter.recipient,
        "customer": dunning.customer_name if dunning.customer_name != letter.recipient else "",
        "seller_word": t("print.seller"),
        "seller": _facts(seller, ("name", "registered_address", "registered_phone"), lang),
        "opening": t("print.dunning_opening", customer=letter.recipient, count=len(letter.items)),
        "head": [t(f"print.letter.{name}") for name in HEAD],
        "lines": [_line(item) for item in letter.items],
        "sum_word": t("console.sum"),
        "sums": [_money(letter.open.amount), _money(letter.interest.amount)],
        "total_word": t("print.letter.total"),
        "total": f"{letter.total.currency} {_money(letter.total.amount)}",
        "interest_note": t("print.interest_note") if letter.interest else "",
        "pay_word": t("print.how_to_pay"),
        "pay": [*_facts(seller, ("name", *OF_BANK), lang), [t("print.pay_reference"), dunning.number]]
        if any(getattr(seller, name) for name in OF_BANK)
        else [],
        "contact": t("print.contact", name=letter.contact) if letter.contact else "",
        "closing": t("print.dunning_closing"),
        "missing_word": t("print.missing"),
    }


def _facts(seller: InvoiceSeller, names: Sequence[str], lang: str) -> list[list[str]]:
    said = [(name, getattr(seller, name)) for name in names]
    return [[text(f"field.{name}", lang), value] for name, value in said if value]


def _line(item: LetterItem) -> list[str]:
    money = [_money(item.open.amount), _money(item.interest.amount)]
    return [item.number, item.due_on.isoformat(), str(item.days_late), str(item.level), *money]


def _day(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).date().isoformat()


def _money(amount: Decimal) -> str:
    return f"{amount:,.2f}"
