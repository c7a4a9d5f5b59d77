"""How is a node of collection said: what is to be done, whose it is, until when?"""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from console.view_models import Worded
from messages.collections.cases.process import NodeState, NodeView
from messages.texts import text

TONES = {NodeState.CURRENT: "busy", NodeState.DONE: "good"}


def what_of(one: NodeView) -> Worded:
    return Worded(f"node.{one.node}", {"level": one.level or 0, "number": one.number})


def owner_said(one: NodeView, lang: str) -> str | Worded:
    """A person, or a role; that nobody has it stands out."""
    if one.owner.person_id is not None:
        return one.owner.name
    role = text(f"role.{one.owner.role}", lang)
    return role if one.owner.is_held else Worded("node.nobody", {"role": role}, "bad")


def day_of(one: NodeView, tz: str) -> date:
    """Where the customer is: the last day of it, as it ends with the day."""
    return (one.deadline - timedelta(microseconds=1)).astimezone(ZoneInfo(tz)).date()


def state_of(one: NodeView) -> Worded:
    if one.is_late:
        return Worded("node_state.late", tone="bad")
    return Worded(f"node_state.{one.state}", tone=TONES.get(one.state, "plain"))
