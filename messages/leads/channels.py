"""What is said of the channels 渠道 by which leads come, and of how many came by each?"""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.text import Code, ShortStr

OTHER = "OTHER"  # what no channel of the list fits
Label = Mapping[Literal["zh", "en"], ShortStr]
Alias = Annotated[ShortStr, Field(max_length=60)]


class LeadChannel(Command):
    """One channel of the list. `aliases`: what else says that a lead came by it (SEM, 百度, paid_search …)."""

    code: Code
    label: Label = {}
    aliases: Annotated[list[Alias], Field(max_length=50)] = []


class SetLeadChannels(Command):
    """All channels of a legal entity at once; what is not named is on the list no longer."""

    legal_entity_id: Code | None = None  # without it: the actor's first
    channels: Annotated[list[LeadChannel], Field(min_length=1, max_length=100)]


class LeadChannelsView(View):
    legal_entity_id: str
    channels: list[LeadChannel]
    usual: bool  # nobody set others


class ChannelCount(View):
    """Leads that came by a channel, for an activity or (None) for none."""

    channel_code: str
    activity_id: UUID | None
    leads: int
    converted: int
    dropped: int
    duplicates: int


class ChannelCounts(View):
    """Of the leads that the asker may see; the rows add up to the total."""

    total: int
    rows: list[ChannelCount]


class LeadChannelsSet(Event):
    """By which channels leads come from now on."""

    subject: ClassVar[str] = "leads.lead_channels.set.v1"
    lead_channels_id: UUID
    legal_entity_id: str
    codes: list[str]
    by_id: UUID
