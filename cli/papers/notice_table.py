"""Of which event is who notified, how, in which words and by when? Writes docs/notices.md from the table."""

from collections.abc import Iterator, Sequence

from messages.base import Event
from messages.texts import text
from services.approvals.domain.notices.occasion import Occasion
from services.approvals.domain.notices.own_occasions import OCCASIONS

BEGINNING = """# Who is notified of what

{note}

The table is `services/approvals/domain/notices/*_occasions.py`; an event that it does not name fails a test. What
somebody has to do is a task or to-do in his inbox; all else stands among his notices in the app, and both go out by
his channels when he has some (at once, or in his digest). Nobody is notified of his own act; for who has left, his
nearest superior is; of history that is imported, nobody.
"""


def notices_page(note: str, events: Sequence[type[Event]]) -> str:
    """docs/notices.md"""
    lines = [BEGINNING.format(note=note)]
    service = ""
    for event in events:
        if event.service() != service:
            service = event.service()
            lines += [f"## {service}", "", "| Event | Who | How | By when | Words |", "|---|---|---|---|---|"]
            lines += [*_rows(service, events), ""]
    return "\n".join(lines)


def _rows(service: str, events: Sequence[type[Event]]) -> Iterator[str]:
    for event in events:
        if event.service() == service:
            yield _row(OCCASIONS[event]) if event in OCCASIONS else f"| `{event.subject}` | **not named yet** | | | |"


def _row(one: Occasion) -> str:
    event = f"`{one.event.subject}`"
    if one.nobody:
        closes = "".join(f" The to-do *{text(f'todo.{kind}', 'en')}* about it is closed." for kind in one.closes)
        return f"| {event} | nobody | | | {one.nobody}.{closes} |"
    who = "; ".join(one.who)
    return f"| {event} | {who} | {one.how} | {one.within} | {text(one.code, 'zh')} / {text(one.code, 'en')} |"
