"""Which stages does an opportunity pass, and when may it leave one?"""

from collections.abc import Collection, Sequence
from datetime import timedelta

from messages.business_time import Duration, Unit
from messages.deals.opportunities import OpportunityStatus
from messages.deals.stages import SaleFact, StageRow
from messages.errors import Malformed, RuleViolation

S = OpportunityStatus
Stage = StageRow
OF_CALENDAR = {Unit.HOURS: timedelta(hours=1), Unit.DAYS: timedelta(days=1)}

# Where a legal entity has set none of its own.
USUAL = (
    Stage(code="Prospecting"),
    Stage(code="Engaging"),
    Stage(code="Proposing"),
    Stage(code="Negotiating"),
    Stage(code="Won", status=S.WON),
    Stage(code="Lost", status=S.LOST),
)


def stage_named(code: str, stages: Sequence[Stage]) -> Stage:
    """DEA-23: a stage is one of those the legal entity has set."""
    for stage in stages:
        if stage.code.casefold() == code.casefold():
            return stage
    raise RuleViolation("DEA-23", stage=code, known=[stage.code for stage in stages])


def first_stage(stages: Sequence[Stage]) -> str:
    return stage_of(OpportunityStatus.OPEN, stages)


def stage_of(status: OpportunityStatus, stages: Sequence[Stage]) -> str:
    """The first stage of this status."""
    return next(stage.code for stage in stages if stage.status is status)


def last_open_stage(stages: Sequence[Stage]) -> str:
    """Where an opportunity stands whose contract came to nothing."""
    return [stage.code for stage in stages if stage.status is OpportunityStatus.OPEN][-1]


def find_stage(code: str, stages: Sequence[Stage]) -> Stage | None:
    """None: it was set by another rule than today's."""
    return next((stage for stage in stages if stage.code == code), None)


def advance(now: str, to: str, stages: Sequence[Stage]) -> str:
    """DEA-8: an opportunity advances to a later open stage; it is won or lost by the verbs for that."""
    target = stage_named(to, stages)
    order = [stage.code for stage in stages]
    later = now not in order or order.index(target.code) > order.index(now)
    if target.status is not OpportunityStatus.OPEN or not later:
        raise RuleViolation("DEA-8", stage=now, stage_to=target.code)
    return target.code


def set_back(now: str, to: str, stages: Sequence[Stage]) -> str:
    """DEA-60: an opportunity goes back to an earlier open stage, with a reason."""
    target = stage_named(to, stages)
    order = [stage.code for stage in stages]
    if target.status is not S.OPEN or now not in order or order.index(target.code) >= order.index(now):
        raise RuleViolation("DEA-60", stage=now, stage_to=target.code)
    return target.code


def stages_left(now: str, to: str | None, stages: Sequence[Stage]) -> list[Stage]:
    """Those that it leaves on its way: from the present one to the one before the next; with none, to the last open."""
    order = [stage.code for stage in stages]
    if now not in order:
        return []
    end = order.index(to) if to in order else len(order)
    return [stage for stage in stages[order.index(now) : end] if stage.status is S.OPEN]


def must_have_met(left: Sequence[Stage], done: Collection[tuple[str, str]], known: Collection[SaleFact]) -> None:
    """DEA-61: a stage is left when its required steps are done and what it asks for is known."""
    steps = [
        step.name for stage in left for step in stage.steps if step.required and (stage.code, step.name) not in done
    ]
    facts = dict.fromkeys(fact for stage in left for fact in stage.requires if fact not in known)
    if steps or facts:
        raise RuleViolation("DEA-61", steps=steps, facts=[f"fact_of_sale.{fact}" for fact in facts])


def must_be_step(step: str, stage: Stage | None) -> str:
    """DEA-62: what is done is one of the steps of the stage in which the opportunity is."""
    named = stage.steps if stage else []
    found = next((one.name for one in named if one.name.casefold() == step.casefold()), None)
    if found is None:
        raise RuleViolation("DEA-62", step=step, steps=[one.name for one in named])
    return found


def must_be_whole(rows: Sequence[StageRow]) -> None:
    """DEA-30: the stages are named once each, and there is at least one open, one won and one lost."""
    codes = [row.code.casefold() for row in rows]
    if len(set(codes)) < len(codes) or {row.status for row in rows} != set(OpportunityStatus):
        raise RuleViolation("DEA-30")
    for row in rows:
        if row.stall_after is not None:
            limit_of("stall_after", row.stall_after)
        limit_of("escalate_after", row.escalate_after)


def limit_of(field: str, written: str) -> timedelta:
    """DEA-63: how long an opportunity may rest in a stage is said in hours or days of the calendar."""
    try:
        duration = Duration.parse(written)
    except ValueError:
        raise Malformed(field, written, "DEA-63") from None
    if duration.unit not in OF_CALENDAR or duration.amount < 1:
        raise Malformed(field, written, "DEA-63")
    return OF_CALENDAR[duration.unit] * duration.amount


def stalls_after(stage: Stage | None) -> timedelta | None:
    return limit_of("stall_after", stage.stall_after) if stage and stage.stall_after else None


def escalates_after(stage: Stage | None) -> timedelta:
    return limit_of("escalate_after", stage.escalate_after if stage else "3 days")
