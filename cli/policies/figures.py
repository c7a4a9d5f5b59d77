"""How long do approvals take, and where do they wait? Shown on a screen."""

import json
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from cli.screen import Folder, out
from cli.stack.approvals import ask_approvals
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
    rows = ask_approvals(var, lambda client: client.get("/figures", policy=policy, since=since))
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
    table = _table(("policy", "opened", "approved", "rejected", "returns", "live", "median", "p90", "p95"), lang)
    for policy in view.policies:
        counts = (policy.opened, policy.approved, policy.rejected, policy.returns, policy.live)
        name = escape(_named(policy.name, policy.policy, lang))
        table.add_row(name, *[str(count) for count in counts], *_hours(policy.hours))
    out.print(table)


def _steps(view: FiguresView, lang: str) -> None:
    table = _table(("step", "share", "median", "p90", "p95", "overdue", "open"), lang)
    for step in view.steps[:MOST_ROWS]:
        name = escape(f"{step.policy}/{step.step}")
        table.add_row(name, f"{step.share:.0%}", *_hours(step.hours), f"{step.overdue:.0%}", str(step.open))
    out.print(table)


def _people(view: FiguresView, lang: str) -> None:
    table = _table(("person", "decided", "median", "p90", "p95", "overdue", "open"), lang)
    for person in view.people[:MOST_ROWS]:
        name = escape(person.person.name)
        table.add_row(name, str(person.decided), *_hours(person.hours), f"{person.overdue:.0%}", str(person.open))
    out.print(table)


def _table(columns: tuple[str, ...], lang: str) -> Table:
    table = Table(box=None)
    for place, name in enumerate(columns):
        table.add_column(text(f"figures.{name}", lang), justify="right" if place else "left")
    return table


def _named(names: dict[str, str], key: str, lang: str) -> str:
    return names.get(lang) or key


def _hours(hours: Spread) -> list[str]:
    return ["-" if one is None else f"{one:.1f}" for one in (hours.median, hours.p90, hours.p95)]
