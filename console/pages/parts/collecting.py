"""What was agreed with a customer who owes, said and done: how is it shown, and what may the reader do about it?"""

from asyncio import gather
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from console.pages.parts.authority import may_act
from console.pages.parts.colleagues import colleagues
from console.pages.parts.responses import address
from console.pages.parts.status_chips import chip
from console.service_gateway import ServiceGateway
from console.session import Person
from console.view_models import Action, Cell, Field, Input, Link, Table, Worded
from console.wording.nodes import day_of, owner_said, state_of, what_of
from messages.base import Page
from messages.collections.cases.comments import ReceivableCommentView
from messages.collections.cases.contacts import ContactOutcome, ContactStatus, ContactView, ContactWay
from messages.collections.cases.pauses import DunningPauseView, PausedReceivable, PauseReason
from messages.collections.cases.process import CollectionProcessLine, CollectionProcessView
from messages.collections.cases.promises import PromiseStatus, PromiseView
from messages.collections.cases.repayment_plans import RepaymentPlanView
from messages.collections.receivables import ReceivableStatus, ReceivableView
from messages.texts import known, text

PAUSES = ("number", "status", "receivables", "pause_reason", "note", "until", "ended_at")
PROMISES = ("number", "status", "receivables", "amount", "came_in_time", "pay_by", "promised_by", "note")
CONTACTS = ("number", "status", "receivables", "day", "way", "spoke_with", "outcome", "next_on", "note")
COMMENTS = ("written_at", "author", "message")
PLANS = ("number", "status", "receivables", "amount", "came_in_time", "first_row_on", "last_row_on")
PLAN_ROWS = ("due_on", "amount")
PROCESS = "/collection-process"
COURSE = ("deadline", "node", "node_owner", "node_state")
OF_CUSTOMER = ("deadline", "node", "node_owner", "receivable", "open")
SHOWN = 20


async def agreed_about(
    gateway: ServiceGateway, seen: ReceivableView, person: Person
) -> tuple[list[Table], list[Action]]:
    """Of one receivable, the newest, and what the reader may do about it."""
    about = {"receivable_id": seen.id, "limit": SHOWN}
    pauses, promises, contacts, plans, comments = await gather(
        gateway.get("collections", "/dunning-pauses", Page[DunningPauseView], **about),
        gateway.get("collections", "/promises", Page[PromiseView], **about),
        gateway.get("collections", "/contacts", Page[ContactView], **about),
        gateway.get("collections", "/repayment-plans", Page[RepaymentPlanView], **about),
        gateway.get("collections", f"/receivables/{seen.id}/comments", Page[ReceivableCommentView], limit=SHOWN),
    )
    tables = [*plans_of(plans.items), *tables_of(pauses.items, promises.items, contacts.items)]
    base, mine = f"/receivables/{seen.id}", may_act(person, "collect", seen.owner_id)
    actions = [await _commenting(gateway, base, person)] if may_act(person, "comment_on_receivable") else []
    if seen.status is ReceivableStatus.OPEN and not seen.history and mine:
        actions += [pausing(base, person), _promising(base, seen), contacting(base, person)]
    if mine:
        actions += acts_on(pauses.items, promises.items, contacts.items, person)
    return [*tables, thread(comments.items)] if comments.items else tables, actions


def papers_of(seen: ReceivableView, person: Person) -> list[Action]:
    """Its whole life, and the papers with which it is taken to court."""
    found = [Action("see_trail", f"/receivables/{seen.id}/trail", page=True)] if may_act(person, "see_trail") else []
    if may_act(person, "pack_evidence"):
        found.append(Action("pack_evidence", f"/receivables/{seen.id}/evidence", page=True))
    return found


def tables_of(
    pauses: Sequence[DunningPauseView], promises: Sequence[PromiseView], contacts: Sequence[ContactView]
) -> list[Table]:
    """Those of which there are any."""
    found = [
        Table("console.pauses", PAUSES, [_pause(one) for one in pauses]),
        Table("console.promises", PROMISES, [_promise(one) for one in promises]),
        Table("console.contacts", CONTACTS, [_contact(one) for one in contacts]),
    ]
    return [table for table in found if table.rows]


def thread(comments: Sequence[ReceivableCommentView]) -> Table:
    rows = [(one.written_at, one.author_name, one.text) for one in comments]
    return Table("console.thread", COMMENTS, rows)


def acts_on(
    pauses: Sequence[DunningPauseView],
    promises: Sequence[PromiseView],
    contacts: Sequence[ContactView],
    person: Person,
) -> list[Action]:
    """On what runs, is promised or planned."""
    found = [
        Action(
            "end_pause", f"/dunning-pauses/{one.id}/end", (Input("reason"),), figures=_of(one.number, one.receivables)
        )
        for one in pauses
        if one.running
    ]
    found += [
        Action("withdraw_promise", f"/promises/{one.id}/withdraw", (Input("reason"),), "danger",
               figures=_of(one.number, one.receivables))
        for one in promises
        if one.status is PromiseStatus.OPEN
    ]  # fmt: skip
    return found + [
        Action("record_result", f"/contacts/{one.id}/record-result", _result(person), "primary",
               figures=_of(one.number, one.receivables))
        for one in contacts
        if one.status is ContactStatus.PLANNED
    ]  # fmt: skip


def pausing(base: str, person: Person, *which: Input) -> Action:
    reasons = [(one.value, text(f"pause_reason.{one}", person.lang)) for one in PauseReason]
    inputs = (Input("pause_reason", "select", options=reasons), Input("note", "area"), Input("until", "date"))
    return Action("pause_dunning", f"{base}/pause", (*which, *inputs))


def contacting(base: str, person: Person, *which: Input) -> Action:
    ways = [(one.value, text(f"contact_way.{one}", person.lang)) for one in ContactWay]
    inputs = (*which, Input("way", "select", options=ways), *_result(person))
    return Action("record_contact", f"{base}/contact", inputs)


def promising(base: str, amount: Input, *which: Input) -> Action:
    inputs = (*which, amount, Input("pay_by", "date"), Input("promised_by"), Input("note", "area", required=False))
    return Action("make_promise", f"{base}/promise", inputs)


def planning(base: str, which: Input) -> Action:
    """What is open of them, to be paid in parts."""
    inputs = (which, Input("repayment_rows", "area", hint="hint.repayment_rows"), Input("reason", "area"))
    return Action("request_plan", f"{base}/repayment-plan", inputs)


def typed_rows(typed: str) -> list[dict[str, str]] | None:
    """`2026-05-01 1000.00`, a row a line; None where one cannot be read so."""
    found = []
    for line in typed.splitlines():
        day, _, amount = line.strip().partition(" ")
        if line.strip():
            found.append({"due_on": day, "amount": amount.strip().replace(",", "")})
    return found if all(row["amount"] for row in found) else None


def written_rows(rows: Iterable[tuple[date, Decimal]]) -> str:
    return "\n".join(f"{day} {amount}" for day, amount in rows)


def plans_of(plans: Sequence[RepaymentPlanView]) -> list[Table]:
    rows = [
        (
            Link(one.number, f"/repayment-plans/{one.id}"), chip("repayment_plan", one.status),
            _numbers(one.receivables), one.amount, one.came or None, one.rows[0].due_on, one.rows[-1].due_on,
        )
        for one in plans
    ]  # fmt: skip
    return [Table("console.repayment_plans", PLANS, rows)] if rows else []


def _promising(base: str, seen: ReceivableView) -> Action:
    return promising(base, Input("amount", "money", str(seen.open.amount)))


async def _commenting(gateway: ServiceGateway, base: str, person: Person) -> Action:
    """With whom to mention, where approvals, which knows them, answers."""
    people = await gateway.part("approvals", colleagues(gateway, person)) or []
    options = [("", "–"), *((str(one.id), one.name) for one in people)]
    mention = [Input("mention", "select", options=options, required=False)] if people else []
    return Action("comment_on_receivable", f"{base}/comment", (Input("message", "area"), *mention))


def _result(person: Person) -> tuple[Input, ...]:
    outcomes = [(one.value, text(f"contact_outcome.{one}", person.lang)) for one in ContactOutcome]
    return (
        Input("spoke_with"),
        Input("outcome", "select", options=outcomes),
        Input("note", "area", required=False),
        Input("next_on", "date", required=False),
    )


def _of(number: str, about: Sequence[PausedReceivable]) -> list[Field]:
    return [("number", number), ("receivables", _numbers(about))]


def _numbers(about: Sequence[PausedReceivable]) -> str:
    return ", ".join(one.number for one in about)


def _pause(one: DunningPauseView) -> tuple[Cell, ...]:
    status = chip("dunning_pause", "RUNNING" if one.running else "ENDED")
    note: Cell = Worded(f"pause_note.{one.note}") if known(f"pause_note.{one.note}") else one.note
    said: Cell = f"{one.note} / {one.end_reason}" if one.end_reason and not isinstance(note, Worded) else note
    reason = Worded(f"pause_reason.{one.reason}")
    return one.number, status, _numbers(one.receivables), reason, said, one.until, one.ended_at


def _promise(one: PromiseView) -> tuple[Cell, ...]:
    note = one.reason or one.note
    about = _numbers(one.receivables)
    status = chip("promise", one.status)
    return one.number, status, about, one.amount, one.came or None, one.promised_on, one.promised_by, note


def _contact(one: ContactView) -> tuple[Cell, ...]:
    outcome = Worded(f"contact_outcome.{one.outcome}") if one.outcome else None
    way, about = Worded(f"contact_way.{one.way}"), _numbers(one.receivables)
    return (
        one.number, chip("contact", one.status), about, one.due_on, way, one.spoke_with, outcome, one.next_on, one.note
    )  # fmt: skip


async def course_of(gateway: ServiceGateway, receivable_id: UUID, person: Person) -> list[Table]:
    """Its nodes, whose each is, and until when."""
    path = f"/receivables/{receivable_id}{PROCESS}"
    seen = await gateway.get("collections", path, CollectionProcessView)
    rows: list[tuple[Cell, ...]] = [
        (day_of(one, seen.tz), what_of(one), owner_said(one, person.lang), state_of(one)) for one in seen.nodes
    ]
    return [Table("console.collection_course", COURSE, rows)] if rows else []


async def nodes_of_customer(gateway: ServiceGateway, customer_id: UUID, person: Person) -> list[Table]:
    """Where each of his debts is now."""
    query = {"customer_id": customer_id, "limit": 100}
    found = await gateway.get("collections", PROCESS, Page[CollectionProcessLine], **query)
    rows = [
        (
            day_of(one.node, one.tz), what_of(one.node), owner_said(one.node, person.lang),
            Link(one.number, f"/receivables/{one.receivable_id}"), one.open,
        )
        for one in found.items
    ]  # fmt: skip
    rest = address(PROCESS, {"q": found.items[0].customer_name}) if found.next else ""
    return [Table("console.collection_course", OF_CUSTOMER, rows, all=rest)] if rows else []
