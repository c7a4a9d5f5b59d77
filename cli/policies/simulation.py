"""What would another policy have changed? The past, simulated page by page and summed up."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from chassis.http.client import ServiceClient
from cli.policies.policy_file import read_file
from cli.policies.simulation_report import show
from cli.screen import Folder, err, give_up, out
from cli.stack.approvals import ask_approvals
from messages.approvals.policies import SimulatedRequest, Simulation
from services.approvals.domain.what_if.forecast import Forecast, forecast, quantile, unmeasured

SEED = 20260101  # the same past gives the same forecast
MOST_TIMES = 5_000  # kept of each step, chosen by chance from all
MAX_LISTED = 1_000
WEEK = timedelta(days=7)


@dataclass
class Sums:
    """Of all pages, in bounded memory."""

    since: datetime
    until: datetime
    policy: str = ""
    requests: int = 0
    changed: int = 0
    lacking: int = 0
    reproduced: int = 0
    older: int = 0
    listed: list[SimulatedRequest] = field(default_factory=list)
    unlike: int = 0
    load: dict[UUID, list[Any]] = field(default_factory=dict)  # name, now, then
    ways: dict[str, int] = field(default_factory=dict)
    hours: dict[str, list[float]] = field(default_factory=dict)
    measured: list[float] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    luck: Random = field(default_factory=lambda: Random(SEED))

    def add(self, page: Simulation) -> None:
        self.policy = page.policy
        for name in ("requests", "changed", "lacking", "reproduced", "older"):
            setattr(self, name, getattr(self, name) + getattr(page, name))
        self.unlike += sum(bool(one.unlike) for one in page.listed)
        self.listed += page.listed[: max(0, MAX_LISTED - len(self.listed))]
        for one in page.load:
            known = self.load.setdefault(one.person.id, [one.person.name, 0, 0])
            known[1:] = known[1] + one.now, known[2] + one.then
        for pace in page.paces:
            way = json.dumps([pace.now, pace.then])
            self.ways[way] = self.ways.get(way, 0) + pace.rounds
        for step in page.hours:
            self._keep(step.step, self.hours.setdefault(step.step, []), step.hours)
        self._keep("", self.measured, page.measured)

    def _keep(self, name: str, kept: list[float], more: list[float]) -> None:
        """Each value has the same chance to be among those kept."""
        for value in more:
            seen = self.seen[name] = self.seen.get(name, 0) + 1
            if len(kept) < MOST_TIMES:
                kept.append(value)
            elif (place := int(self.luck.random() * seen)) < MOST_TIMES:
                kept[place] = value

    def ways_of(self, which: int) -> list[tuple[Any, int]]:
        return [(json.loads(way)[which], rounds) for way, rounds in self.ways.items()]

    def weeks(self) -> float:
        return max((self.until - self.since) / WEEK, 1 / 7)

    def result(self) -> dict[str, Any]:
        now, then = (forecast(self.ways_of(which), self.hours, Random(SEED).random) for which in (0, 1))
        new = sorted({key for way, _ in self.ways_of(1) for key in unmeasured(way, self.hours)})
        people = sorted(self.load.items(), key=lambda one: (-max(one[1][1:]), one[1][0]))
        counts = {name: getattr(self, name) for name in ("requests", "changed", "lacking", "reproduced", "older")}
        return {
            "policy": self.policy, "since": self.since.isoformat(), "until": self.until.isoformat(), **counts,
            "not_reproduced": self.unlike, "told": [one.model_dump(mode="json") for one in self.listed],
            "load": [
                {"id": str(id), "name": name, "now": before, "then": after,
                 "now_a_week": round(before / self.weeks(), 1), "then_a_week": round(after / self.weeks(), 1)}
                for id, (name, before, after) in people
            ],
            "cycle_hours": {
                "measured_median": round(quantile(sorted(self.measured), 0.5), 1) if self.measured else None,
                "now": _rounded(now), "then": _rounded(then), "without_history": new,
                "left_out": sum(rounds for way, rounds in self.ways_of(1) if unmeasured(way, self.hours)),
            },
        }  # fmt: skip


def simulate(
    candidate: Annotated[str, typer.Argument(help="A policy file, or the key of a published policy.")],
    since: Annotated[str, typer.Option(help="Requests from this day on, as 2026-01-01.")],
    until: Annotated[str | None, typer.Option(help="Before this day; without it, until now.")] = None,
    policy: Annotated[str | None, typer.Option(help="Whose requests; without it, those of the same key.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    lang: Annotated[str, typer.Option(help="zh or en.")] = "en",
    var: Folder = None,
) -> None:
    """What this policy would have changed in past requests: routes, people, load, time. Nothing is written.

    Ends with 1 when a recorded route is not reproduced under the policy it was decided by.
    """
    file = Path(candidate)
    key, yaml_ = (read_file(file).policy, file.read_text()) if file.is_file() else (candidate, None)
    begins, ends = _moment(since, "--since"), _moment(until, "--until") if until else datetime.now(UTC)
    if until and begins >= ends:
        give_up(f"--until: {until!r} is not after --since {since!r}")
    body = {
        "policy": policy or key,
        "yaml": yaml_,
        "under": key,
        "since": begins.isoformat(),
        "until": ends.isoformat(),
    }
    sums = Sums(begins, ends)
    for page in _pages(body, var):
        sums.add(page)
    result = sums.result()
    if json_:
        print(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        show(result, lang, out)
    if sums.unlike:
        raise typer.Exit(1)


def _pages(body: dict[str, Any], var: Path | None) -> Iterator[Simulation]:
    """With a bar on the screen of whoever waits."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("simulate", total=None)
        cursor: str | None = ""
        while cursor is not None:
            page = ask_approvals(var, partial(_ask, body | ({"cursor": cursor} if cursor else {})))
            bar.update(task, total=page.total or None) if not cursor else None
            bar.advance(task, page.requests)
            yield page
            cursor = page.next


async def _ask(body: dict[str, Any], client: ServiceClient) -> Simulation:
    return await client.ask(Simulation, "POST", "/policies/simulate", body)


def _moment(written: str, option: str) -> datetime:
    try:
        found = datetime.fromisoformat(written)
        return found if found.tzinfo else found.astimezone()  # fails in the first and the last year
    except (ValueError, OverflowError):
        give_up(f"{option}: {written!r} is no day; write for example 2026-01-01")


def _rounded(one: Forecast | None) -> dict[str, float] | None:
    return {name: round(value, 1) for name, value in asdict(one).items()} if one else None
