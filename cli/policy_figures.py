"""How long do approvals take, and where do they wait? Told on a screen."""

import json
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from cli.policy_access import asked
from cli.screen import Folder, out
from messages.approvals.figures import FiguresView, Spread
from messages.texts import text

MOST_ROWS = 15


def figures(
    policy: Annotated[str | None, typer.Argument(help="The key of a policy; without it, all.")] = None,
    days: Annotated[int, typer.Option(help="Requests of the last days.", min=1, max=400)] = 30,
    json_: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    lang: Annotated[str, typer.Option(help="zh or en.")] = "en",
    var: Folder = None,
) -> None:
    """Working hours by policy, step and person; the bottleneck; what waits now."""
    since = (datetime.now(UTC) - timedelta(days=days)).isoformat()
    rows = asked(var, lambda house: house.get("/figures", policy=policy, since=since))
    if json_:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    view = FiguresView.model_validate(rows)
    out.print(text("figures.summary", lang, waiting=view.waiting_count, late=view.overdue_count), markup=False)
    if slow := view.bottleneck:
        step, share = _named(slow.name, slow.step, lang), round(slow.share * 100)
        out.print(text("figures.bottleneck_is", lang, step=step, share=share), markup=False)
    _policies(view, lang)
    _steps(view, lang)
    _people(view, lang)


def _policies(view: FiguresView, lang: str) -> None:
    table = _table(("policy", "opened", "approved", "rejected", "returns", "live", "median", "p90"), lang)
    for one in view.policies:
        counts = (one.opened, one.approved, one.rejected, one.returns, one.live)
        name = escape(_named(one.name, one.policy, lang))
        table.add_row(name, *[str(count) for count in counts], *_hours(one.hours))
    out.print(table)


def _steps(view: FiguresView, lang: str) -> None:
    table = _table(("step", "share", "median", "p90", "overdue", "open"), lang)
    for one in view.steps[:MOST_ROWS]:
        name = escape(f"{one.policy}/{one.step}")
        table.add_row(name, f"{one.share:.0%}", *_hours(one.hours), f"{one.overdue:.0%}", str(one.open))
    out.print(table)


def _people(view: FiguresView, lang: str) -> None:
    table = _table(("person", "decided", "median", "p90", "overdue", "open"), lang)
    for one in view.people[:MOST_ROWS]:
        name = escape(one.person.name)
        table.add_row(name, str(one.decided), *_hours(one.hours), f"{one.overdue:.0%}", str(one.open))
    out.print(table)


def _table(columns: tuple[str, ...], lang: str) -> Table:
    table = Table(box=None)
    for place, name in enumerate(columns):
        table.add_column(text(f"figures.{name}", lang), justify="right" if place else "left")
    return table


def _named(names: dict[str, str], key: str, lang: str) -> str:
    return names.get(lang) or key


def _hours(hours: Spread) -> list[str]:
    return ["-" if one is None else f"{one:.1f}" for one in (hours.median, hours.p90)]
