"""How is a simulated policy shown on a screen?"""

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from messages.texts import text

MOST_ROWS = 30


def show(result: dict[str, Any], lang: str, out: Console) -> None:
    """What was looked at, what changes, for whom, and how long it would take."""
    out.print(text("simulate.summary", lang, **result), markup=False, soft_wrap=True)
    if result["not_reproduced"]:
        out.print(text("simulate.not_reproduced", lang, **result), style="red", markup=False, soft_wrap=True)
    elif result["requests"] > result["older"]:
        out.print(text("simulate.reproduced", lang, **result), markup=False, soft_wrap=True)
    if result["older"]:
        out.print(text("simulate.older", lang, **result), markup=False, soft_wrap=True)
    _requests(result["told"], lang, out)
    _load(result["load"], lang, out)
    _time(result["cycle_hours"], lang, out)


def _requests(reported: list[dict[str, Any]], lang: str, out: Console) -> None:
    if not reported:
        return
    table = Table(*[text(f"simulate.{name}", lang) for name in ("request", "title", "what")], box=None)
    for one in reported[:MOST_ROWS]:
        lines = [_change(each, lang) for each in one["changes"]]
        lines += [text("simulate.lacks", lang, fact=fact) for fact in one["lacking"]]
        lines += [text("simulate.unlike", lang, change=_change(each, lang)) for each in one["unlike"]]
        table.add_row(*[escape(cell) for cell in (one["number"], one["title"][:40], "\n".join(lines))])
    out.print(table)
    if len(reported) > MOST_ROWS:
        out.print(text("simulate.more", lang, count=len(reported) - MOST_ROWS), markup=False)


def _change(one: dict[str, Any], lang: str) -> str:
    joined, left = (", ".join(each["name"] for each in one[side]) for side in ("joined", "left"))
    change = text(f"simulate.{one['change']}", lang, step=one["step"])
    people = [f"+ {joined}"] if joined else []
    people += [f"- {left}"] if left else []
    return f"{change}  {'  '.join(people)}".rstrip()


def _load(load: list[dict[str, Any]], lang: str, out: Console) -> None:
    if not load:
        return
    names = ("person", "tasks_now", "tasks_then", "week_now", "week_then")
    table = Table(box=None)
    for name in names:
        table.add_column(text(f"simulate.{name}", lang), justify="left" if name == "person" else "right")
    for one in load[:MOST_ROWS]:
        style = "bold" if one["now"] != one["then"] else None
        cells = (one["now"], one["then"], one["now_a_week"], one["then_a_week"])
        table.add_row(escape(one["name"]), *[str(cell) for cell in cells], style=style)
    out.print(table)


def _time(time: dict[str, Any], lang: str, out: Console) -> None:
    if time["measured_median"] is not None:
        out.print(text("simulate.measured", lang, hours=time["measured_median"]), markup=False, soft_wrap=True)
    for which in ("now", "then"):
        if time[which]:
            out.print(text(f"simulate.forecast_{which}", lang, **time[which]), markup=False, soft_wrap=True)
    if time["without_history"]:
        steps = ", ".join(time["without_history"])
        note = text("simulate.without_history", lang, steps=steps, count=time["left_out"])
        out.print(note, markup=False, soft_wrap=True)
