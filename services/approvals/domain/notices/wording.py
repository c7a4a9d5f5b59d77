"""In which words is a notice written?"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel.numbers import format_currency

from messages import former_names
from messages.approvals.notices import NoticeView
from messages.approvals.parts import About
from messages.texts import text

MOST_IN_A_DIGEST = 50
KEPT_OF_COMMENT = 500
MONEY = re.compile(r"(-?\d{1,16}\.\d\d) ([A-Z]{3})\b")
NAMED = re.compile(r"\{\{|\}\}|\{(\w+)[^{}]*\}")


@dataclass(frozen=True)
class Reader:
    """For whom it is worded."""

    lang: str
    tz: str


@dataclass(frozen=True)
class Item:
    """One notice. `open_at`: the page of it; `decide_at`: the link that decides, when there may be one."""

    what: str
    content: Mapping[str, Any]
    open_at: str
    decide_at: str = ""
    until: datetime | None = None


@dataclass(frozen=True)
class Message:
    subject: str
    body: str


def worded(items: Sequence[Item], reader: Reader) -> Message:
    """One notice, or a digest of several."""
    if len(items) == 1:
        return Message(subject_of(items[0], reader), "\n\n".join(_lines(items[0], reader)))
    shown = [f"• {subject_of(item, reader)}\n  {item.open_at}" for item in items[:MOST_IN_A_DIGEST]]
    more = len(items) - len(shown)
    rest = [text("notice.digest.more", reader.lang, count=more)] if more else []
    return Message(text("notice.digest", reader.lang, count=len(items)), "\n\n".join([*shown, *rest]))


def noticed(row: Mapping[Any, Any], reader: Reader) -> NoticeView:
    """One of the notices in the app, with the page that it leads to."""
    content, about = row["content"], row["content"].get("about")
    own, said = content.get("words") or {}, content.get("comment") or content.get("error") or ""
    path = f"/tasks/{row['task_id']}" if row["task_id"] else f"/records/{about['kind']}/{about['id']}" if about else ""
    item = Item(row["what"], content, path)
    words = own.get(reader.lang) or next(iter(own.values()), "")
    return NoticeView(
        id=row["id"], what=row["what"], about=About.model_validate(about) if about else None,
        text=_filled(words, _params(item, reader)) if words else subject_of(item, reader),
        detail=text("notice.comment", reader.lang, comment=said[:KEPT_OF_COMMENT]) if said else "",
        path=path or "/my-notices", created_at=row["created_at"], read_at=row["read_at"],
    )  # fmt: skip


def subject_of(item: Item, reader: Reader) -> str:
    """One line, as a sentence begins."""
    code = _code(item.content) or f"notice.{item.what}"
    line = " ".join(text(code, reader.lang, **_params(item, reader)).split())
    return line[:1].upper() + line[1:]


def _lines(item: Item, reader: Reader) -> list[str]:
    lang, params, content = reader.lang, _params(item, reader), item.content
    own = content.get("words") or {}  # of the policy
    first = own.get(lang) or next(iter(own.values()), "")
    usual = _code(content) or f"notice.{item.what}.body"
    lines = [_filled(first, params) if first else text(usual, lang, **params)]
    if params["step"]:
        lines.append(text("notice.step", lang, step=params["step"]))
    if content.get("due_at"):
        lines.append(text("notice.due", lang, at=_when(datetime.fromisoformat(content["due_at"]), reader)))
    if content.get("comment"):
        lines.append(text("notice.said", lang, comment=content["comment"][:KEPT_OF_COMMENT]))
    if item.open_at:
        lines.append(text("notice.open", lang, url=item.open_at))
    if item.decide_at and item.until:
        lines.append(text("notice.decide", lang, url=item.decide_at, until=_when(item.until, reader)))
    return lines


def _code(content: Mapping[str, Any]) -> str:
    """A notice of an event that has another name since has the words of today's."""
    area, _, subject = str(content.get("code") or "").partition(".")
    return f"{area}.{former_names.subject_of(subject)}" if subject else area


def _facts(content: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the event, as they are called today."""
    return former_names.payload_of(_code(content).partition(".")[2], content.get("facts") or {})


def _filled(words: str, params: Mapping[str, str]) -> str:
    """Names in braces, and nothing else that a format may do: words of a policy never keep a notice back."""
    return NAMED.sub(lambda found: params.get(found[1], found[0]) if found[1] else found[0][:1], words)


def _params(item: Item, reader: Reader) -> dict[str, str]:
    content, lang = item.content, reader.lang
    about = content.get("about") or {}
    names = content.get("step_name") or {}
    outcome, todo, facts = content.get("outcome"), content.get("todo"), _facts(content)
    return {
        "number": about.get("number", ""), "title": _title(content, reader),
        "kind": text(f"kind.{about['kind']}", lang) if about.get("kind") else "",
        "requester": content.get("requester", ""), "actor": content.get("actor") or text("notice.product", lang),
        "step": names.get(lang) or next(iter(names.values()), content.get("step", "")),
        "outcome": text(f"status.outcome.{outcome}", lang) if outcome else "",
        "todo": text(f"todo.{todo}", lang) if todo else "", "error": content.get("error", ""),
        "channel": content.get("channel", ""), "of_order": _of_order(facts, lang),
    } | {name: _fact(name, value, reader) for name, value in facts.items()}  # fmt: skip


def _title(content: Mapping[str, Any], reader: Reader) -> str:
    """With what it is about in money; an amount that somebody wrote into a title is written as the reader does."""
    title = (content.get("about") or {}).get("title", "")
    written = MONEY.sub(lambda found: _money(found[1], found[2], reader), title)
    amount = content.get("amount")
    return f"{written} · {_money(amount['amount'], amount['currency'], reader)}" if amount else written


def _of_order(facts: Mapping[str, Any], lang: str) -> str:
    """Which order, and whose, where the event says it."""
    if not facts.get("order_number"):
        return ""
    return text("notice.of_order", lang, number=facts["order_number"], customer=facts.get("customer_name") or "")


def _money(amount: str, currency: str, reader: Reader) -> str:
    return str(format_currency(Decimal(amount), currency, locale=reader.lang))


def _fact(name: str, value: Any, reader: Reader) -> str:
    """A field of the event, as the reader writes such things."""
    if isinstance(value, dict):
        return _money(value["amount"], value["currency"], reader)
    if isinstance(value, str) and name.endswith(("_at", "_until")):
        return _when(datetime.fromisoformat(value), reader)
    return str(value)


def _when(at: datetime, reader: Reader) -> str:
    return f"{at.astimezone(ZoneInfo(reader.tz)):%Y-%m-%d %H:%M}"
