"""Which lines of a file cannot be, judged by the org chart as it would be after it?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from messages.errors import RuleViolation
from services.approvals.domain.people.org import must_be_known_manager, must_not_report_in_circle


@dataclass(frozen=True)
class ChartLine:
    """Who reports to whom by this line of the file (`line`: its place in it); not `says`: it leaves that as it is."""

    line: int
    login: str
    says: bool = False
    manager: str | None = None


def wrong_lines(lines: Iterable[ChartLine], managers: Mapping[str, str | None]) -> dict[int, RuleViolation]:
    """APP-150: a file is judged by the org chart after it; a line that cannot be changes nothing, and what rests on it
    cannot be either. `managers`: login → login of the manager, of everybody as they are now."""
    left, wrong = list(lines), dict[int, RuleViolation]()
    while found := _wrong_now(left, managers):
        wrong |= found
        left = [line for line in left if line.line not in found]
    return wrong


def _wrong_now(lines: list[ChartLine], managers: Mapping[str, str | None]) -> dict[int, RuleViolation]:
    chart = {**managers}
    said: dict[str, ChartLine] = {}
    for line in lines:
        chart.setdefault(line.login, None)
        if line.says:
            chart[line.login], said[line.login] = line.manager, line
    found: dict[int, RuleViolation] = {}
    for line in lines:
        try:
            if line.says:
                must_be_known_manager(line.manager, chart)
            if said.get(line.login) is line:
                must_not_report_in_circle(line.login, line.manager, chart)
        except RuleViolation as no:
            found[line.line] = no
    return found
