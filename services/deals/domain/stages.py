"""Which stages does an opportunity pass?"""

from collections.abc import Sequence
from dataclasses import dataclass

from messages.deals.opportunities import OpportunityStatus, StageRow
from messages.errors import RuleViolation

S = OpportunityStatus


@dataclass(frozen=True)
class Stage:
    code: str
    status: OpportunityStatus


# Where a legal entity has set none of its own.
USUAL = (
    Stage("Prospecting", S.OPEN),
    Stage("Engaging", S.OPEN),
    Stage("Proposing", S.OPEN),
    Stage("Negotiating", S.OPEN),
    Stage("Won", S.WON),
    Stage("Lost", S.LOST),
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


def advance(now: str, to: str, stages: Sequence[Stage]) -> str:
    """DEA-8: an opportunity advances to a later open stage; it is won or lost by the verbs for that."""
    target = stage_named(to, stages)
    order = [stage.code for stage in stages]
    later = now not in order or order.index(target.code) > order.index(now)
    if target.status is not OpportunityStatus.OPEN or not later:
        raise RuleViolation("DEA-8", stage=now, stage_to=target.code)
    return target.code


def must_be_whole(rows: Sequence[StageRow]) -> None:
    """DEA-30: the stages are named once each, and there is at least one open, one won and one lost."""
    codes = [row.code.casefold() for row in rows]
    if len(set(codes)) < len(codes) or {row.status for row in rows} != set(OpportunityStatus):
        raise RuleViolation("DEA-30")
