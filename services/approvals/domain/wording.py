"""In which words is somebody told?"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from messages.texts import text

MOST_IN_A_DIGEST = 50
KEPT_OF_COMMENT = 500
NAMED = re.compile(r"\{\{|\}\}|\{(\w+)[^{}]*\}")


@dataclass(frozen=True)
class Reader:
    """For whom it is worded."""

    lang: str
    tz: str


@dataclass(frozen=True)
class Item:
    """One thing to tell. `open_at`: the page of it; `decide_at`: the link that decides, when there may be one."""

    what: str
    said: Mapping[str, Any]
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


def subject_of(item: Item, reader: Reader) -> str:
    """One line, as a sentence begins."""
    told = " ".join(text(f"notice.{item.what}", reader.lang, **_params(item, reader)).split())
    return told[:1].upper() + told[1:]


def _lines(item: Item, reader: Reader) -> list[str]:
    lang, params, said = reader.lang, _params(item, reader), item.said
    own = said.get("words") or {}  # of the policy
    first = own.get(lang) or next(iter(own.values()), "")
    lines = [_filled(first, params) if first else text(f"notice.{item.what}.body", lang, **params)]
    if params["step"]:
        lines.append(text("notice.step", lang, step=params["step"]))
    if said.get("due_at"):
        lines.append(text("notice.due", lang, at=_when(datetime.fromisoformat(said["due_at"]), reader)))
    if said.get("comment"):
        lines.append(text("notice.said", lang, comment=said["comment"][:KEPT_OF_COMMENT]))
    if item.open_at:
        lines.append(text("notice.open", lang, url=item.open_at))
    if item.decide_at and item.until:
        lines.append(text("notice.decide", lang, url=item.decide_at, until=_when(item.until, reader)))
    return lines


def _filled(words: str, params: Mapping[str, str]) -> str:
    """Names in braces, and nothing else that a format may do: words of a policy never keep a notice back."""
    return NAMED.sub(lambda found: params.get(found[1], found[0]) if found[1] else found[0][:1], words)


def _params(item: Item, reader: Reader) -> dict[str, str]:
    said, lang = item.said, reader.lang
    about = said.get("about") or {}
    names = said.get("step_name") or {}
    outcome, todo = said.get("outcome"), said.get("todo")
    return {
        "number": about.get("number", ""), "title": about.get("title", ""),
        "kind": text(f"kind.{about['kind']}", lang) if about.get("kind") else "",
        "requester": said.get("requester", ""), "actor": said.get("actor") or text("notice.the_house", lang),
        "step": names.get(lang) or next(iter(names.values()), said.get("step", "")),
        "outcome": text(f"status.outcome.{outcome}", lang) if outcome else "",
        "todo": text(f"todo.{todo}", lang) if todo else "", "error": said.get("error", ""),
        "channel": said.get("channel", ""),
    }  # fmt: skip


def _when(at: datetime, reader: Reader) -> str:
    return f"{at.astimezone(ZoneInfo(reader.tz)):%Y-%m-%d %H:%M}"
