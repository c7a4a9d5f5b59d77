"""How soon are the leads of a pool answered for the first time?"""

from console.view_models import Cell, Table, Worded
from messages.leads.pools import ResponseTimes

HOURS_FROM, DAYS_FROM = 120, 48 * 60  # in minutes: from then on said in the longer unit
DAYS = 90


def response_tables(times: ResponseTimes) -> list[Table]:
    """The figures, and how the times are spread; nothing where nobody got a lead of it."""
    if not times.answered and not times.unanswered and not times.waiting:
        return []
    share = None if times.share_in_time is None else f"{times.share_in_time / 10:.1f} %"
    rows: list[tuple[Cell, ...]] = [
        (Worded("responses.answered"), times.answered),
        (Worded("responses.in_time"), times.in_time),
        (Worded("responses.late"), times.late),
        (Worded("responses.unanswered"), times.unanswered),
        (Worded("responses.waiting"), times.waiting),
        (Worded("responses.share"), share),
        (Worded("responses.median"), minutes(times.median)),
        (Worded("responses.p90"), minutes(times.p90)),
    ]
    rows += [(_until(end), count) for end, count in times.within.items()]
    return [Table("responses.title", ("figure", "how_many"), rows)]


def minutes(many: int | None) -> Cell:
    if many is None:
        return None
    if many < HOURS_FROM:
        return Worded("responses.minutes", {"n": many})
    if many < DAYS_FROM:
        return Worded("responses.hours", {"n": f"{many / 60:.1f}"})
    return Worded("responses.days", {"n": f"{many / 1440:.1f}"})


def _until(end: str) -> Cell:
    return Worded("responses.more") if end == "more" else Worded("responses.within", {"hours": int(end) // 60})
