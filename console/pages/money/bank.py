"""What do people of finance see of bank statements 银行流水, and whose money do they say an entry is?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response

from console.pages.money.allocations import typed_allocations
from console.pages.money.payments import tabs
from console.pages.parts.exchanges import as_suggested, typed_exchange
from console.pages.parts.responses import Key, address, done, list_page, more, page
from console.pages.parts.status_chips import chip
from console.service_gateway import Gateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Input, Link, Listing, Worded
from console.wording.words import plain
from messages.base import Page
from messages.collections.bank import (
    AcceptBankEntry,
    BankEntryStatus,
    BankEntryView,
    BankStatementView,
    MatchesSuggested,
    MatchSuggestion,
    ProviderTransactionStatus,
    ProviderTransactionView,
    ReopenBankEntry,
    SetAsideBankEntry,
    SuggestMatches,
)
from messages.collections.payments import PaymentStatus
from messages.texts import text

router = APIRouter(prefix="/bank")

LISTS = (
    ("nav.bank", "/bank"),
    ("nav.bank_statements", "/bank/statements"),
    ("nav.provider_transactions", "/bank/providers"),
)
ENTRIES = ("status", "booked_on", "account", "amount", "counterparty", "remittance", "reference", "payment", "customer")
STATEMENTS = ("imported_at", "name", "format", "accepted", "duplicate", "invalid")
TRANSACTIONS = (
    "status",
    "provider",
    "transaction",
    "order_number",
    "amount",
    "billed",
    "paid_at",
    "deliveries",
    "reason",
)


@dataclass(frozen=True)
class EntryCard:
    """An entry, its suggestions each with its button, and what else may be done with it."""

    entry: BankEntryView
    suggestions: Sequence[tuple[MatchSuggestion, Action]]
    actions: Sequence[Action]
    needs_second: bool  # who accepts it brought it in: somebody else confirms
    of_original: Sequence[Action] = ()  # what may be done about the entry that it takes back


def bank_tabs(chosen: str) -> list[tuple[str, str, bool]]:
    """The lists of money, then those of the bank."""
    return [*tabs(""), *((code, path, code == chosen) for code, path in LISTS)]


@router.get("")
async def entries(
    request: Request,
    person: Reader,
    gateway: Gateway,
    q: Annotated[str, Query(max_length=200)] = "",
    status: BankEntryStatus = BankEntryStatus.OPEN,
    came: bool | None = None,
    statement_id: UUID | None = None,
    cursor: str | None = None,
) -> Response:
    """Money that came and waits for somebody who says whose it is, the oldest first; of a statement also what went."""
    came = came if came is not None or statement_id else True
    asked = {"q": q.strip() or None, "status": status, "came": came, "statement_id": statement_id}
    is_open = status is BankEntryStatus.OPEN
    found = await gateway.get(
        "collections", "/bank-entries", Page[BankEntryView], **asked, newest_first=not is_open, cursor=cursor, limit=20
    )
    kept: dict[str, object] = {**asked, "came": "" if came is None else str(came).lower()}
    filters = [
        (f"status.bank_entry.{one}", address("/bank", {**kept, "status": one}), one is status)
        for one in BankEntryStatus
    ]
    sides = [
        (f"filter.{'came' if one else 'went'}", address("/bank", {**kept, "came": str(one).lower()}), one is came)
        for one in (True, False)
    ]
    following = more(found, "/bank", **kept)
    return page(
        request, "money/bank.html", person, cards=[card_of(entry, person) for entry in found.items], q=q.strip(),
        kept_filters=kept, tabs=bank_tabs("nav.bank"), filters=filters, sides=sides, actions=_list_actions(),
        next=following, listing=_entries(found, following),
        is_filtered=bool(q.strip()) or not is_open or came is not True,
    )  # fmt: skip


def _entries(found: Page[BankEntryView], following: str | None) -> Listing:
    rows = [
        (chip("bank_entry", one.status), one.booked_on, one.account, one.amount, one.counterparty, one.remittance,
         one.reference, one.payment_number, one.customer_name)
        for one in found.items
    ]  # fmt: skip
    return Listing("nav.bank", ENTRIES, rows, following)


@router.post("/suggest")
async def suggest(
    request: Request, person: Reader, gateway: Gateway, key: Key, again: Annotated[bool, Form()] = False
) -> Response:
    """Some seconds of it; what is left is said."""
    command = SuggestMatches(again=again)
    found = await gateway.post("collections", "/bank-entries/suggest", command, MatchesSuggested, key=key)
    said = text("message.suggest_matches", person.lang, looked_at=found.looked_at, suggested=found.suggested)
    return done(request, "/bank", f"{said} {text('bank.left', person.lang, left=found.left)}" if found.left else said)


@router.get("/statements")
async def statements(request: Request, person: Reader, gateway: Gateway, cursor: str | None = None) -> Response:
    """Which files were brought in, and what became of their rows."""
    found = await gateway.get("collections", "/bank-statements", Page[BankStatementView], cursor=cursor, limit=50)
    rows: list[tuple[Cell, ...]] = [
        (
            one.imported_at,
            Link(one.name, f"/bank/statements/{one.id}"),
            _kind(one.kind),
            one.accepted,
            one.duplicate,
            one.invalid,
        )
        for one in found.items
    ]
    listing = Listing(
        "nav.bank_statements", STATEMENTS, rows, more(found, "/bank/statements"), tabs=bank_tabs("nav.bank_statements"),
        actions=[Action("open_import", "/bank/import", weight="primary", page=True)], empty="empty.bank_statements",
    )  # fmt: skip
    return list_page(request, person, listing)


def _kind(kind: str) -> Cell:
    """Formats have names of their own; whatever a bank's table is, it is called so."""
    return Worded("value.bank_file.table") if kind == "table" else kind


@router.get("/statements/{statement_id}")
async def statement(request: Request, statement_id: UUID, person: Reader, gateway: Gateway) -> Response:
    """What is open of it."""
    return await entries(request, person, gateway, statement_id=statement_id)


@router.get("/providers")
async def providers(
    request: Request,
    person: Reader,
    gateway: Gateway,
    status: ProviderTransactionStatus | None = None,
    cursor: str | None = None,
) -> Response:
    """What payment providers told, and whether their bills have it."""
    found = await gateway.get(
        "collections", "/provider-transactions", Page[ProviderTransactionView], status=status, cursor=cursor, limit=50
    )
    rows = [
        (
            chip("provider_transaction", one.status), one.provider, one.transaction_id, one.order_number, one.amount,
            one.billed, one.paid_at, one.deliveries, _why(one),
        )
        for one in found.items
    ]  # fmt: skip
    path = "/bank/providers"
    filters = [("filter.all", path, status is None)]
    filters += [
        (f"status.provider_transaction.{one}", address(path, {"status": one}), one is status)
        for one in ProviderTransactionStatus
    ]
    listing = Listing(
        "nav.provider_transactions", TRANSACTIONS, rows, more(found, path, status=status), filters,
        bank_tabs("nav.provider_transactions"), empty="empty.provider_transactions", all=path if status else "",
    )  # fmt: skip
    return list_page(request, person, listing)


@router.post("/{entry_id}/accept")
async def accept(
    request: Request,
    entry_id: UUID,
    person: Reader,
    gateway: Gateway,
    key: Key,
    customer_id: Annotated[UUID | None, Form()] = None,
    payment_id: Annotated[UUID | None, Form()] = None,
    order_id: Annotated[UUID | None, Form()] = None,
) -> Response:
    parts = [] if payment_id else await typed_allocations(request)
    whose = {"customer_id": customer_id, "payment_id": payment_id, "order_id": order_id}
    command = AcceptBankEntry(**whose, allocations=parts, exchange=await typed_exchange(request))
    path = f"/bank-entries/{entry_id}/accept"
    entry = await gateway.post("collections", path, command, BankEntryView, key=key)
    waits = entry.payment_status is PaymentStatus.RECORDED
    return done(request, "/bank", text(f"message.accept_entry{'_waits' if waits else ''}", person.lang))


@router.post("/{entry_id}/set-aside")
async def set_aside(
    request: Request, entry_id: UUID, person: Reader, gateway: Gateway, key: Key, reason: Annotated[str, Form()] = ""
) -> Response:
    command = SetAsideBankEntry(reason=reason)
    await gateway.post("collections", f"/bank-entries/{entry_id}/set-aside", command, key=key)
    return done(request, "/bank", text("message.set_aside_entry", person.lang))


@router.post("/{entry_id}/reopen")
async def reopen(
    request: Request, entry_id: UUID, person: Reader, gateway: Gateway, key: Key, reason: Annotated[str, Form()] = ""
) -> Response:
    command = ReopenBankEntry(reason=reason)
    await gateway.post("collections", f"/bank-entries/{entry_id}/reopen", command, key=key)
    return done(request, f"/bank/{entry_id}", text("message.reopen_entry", person.lang))


def card_of(entry: BankEntryView, person: Person) -> EntryCard:
    suggestions = [(one, _accept(entry, one)) for one in entry.suggestions]
    return EntryCard(entry, suggestions, actions_of(entry), entry.imported_by == person.id, _of_original(entry, person))


def _of_original(entry: BankEntryView, person: Person) -> list[Action]:
    """Its payment is voided with a second pair of eyes; then both entries are set aside."""
    if entry.original is None:
        return []
    day, lang = plain(entry.original.booked_on, person.lang), person.lang
    reason = Input("reason", value=text("bank.returned_reason", lang, day=day))
    actions = [Action("set_aside_entry", f"/bank/{entry.id}/set-aside", (reason,), "primary")]
    if entry.original.payment_id is not None and entry.original.payment_status is PaymentStatus.CONFIRMED:
        actions.insert(0, Action("request_void", f"/corrections/void/{entry.original.payment_id}", (reason,), "danger"))
    return actions


def actions_of(entry: BankEntryView) -> list[Action]:
    """What may be done with it besides accepting a suggestion."""
    path, reason = f"/bank/{entry.id}", (Input("reason"),)
    if entry.status is not BankEntryStatus.OPEN:
        sure = "sure.reopen_entry" if entry.status is BankEntryStatus.MATCHED else ""
        return [Action("reopen_entry", f"{path}/reopen", reason, "danger", sure=sure)]
    choose = [Action("choose_customer", path, page=True)] if entry.amount.amount > 0 else []
    aside = [] if entry.original else [Action("set_aside_entry", f"{path}/set-aside", reason)]
    return [*choose, *aside]


def _accept(entry: BankEntryView, one: MatchSuggestion) -> Action:
    """As suggested, with one click."""
    path = f"/bank/{entry.id}/accept"
    if one.payment_id is not None:
        return Action("accept_entry", path, (Input("payment_id", "hidden", str(one.payment_id)),), "primary")
    inputs = [Input("customer_id", "hidden", str(one.customer_id)), *as_suggested(one.exchange)]
    for row, part in enumerate(one.parts):
        inputs.append(Input("receivable_id", "hidden", str(part.receivable_id), row=row))
        inputs.append(Input("amount", "hidden", str(part.amount.amount), row=row))
    return Action("accept_entry", path, inputs, "primary")


def _list_actions() -> list[Action]:
    again = (Input("again", "hidden", "true"),)
    return [
        Action("open_import", "/bank/import", weight="primary", page=True),
        Action("suggest_again", "/bank/suggest", again),
    ]


def _why(one: ProviderTransactionView) -> Worded | None:
    """Nothing was recorded for it."""
    refused = one.status is ProviderTransactionStatus.REFUSED
    return Worded(f"refused.{one.refused_by}") if refused else None
