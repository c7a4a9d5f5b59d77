"""By which channel did a lead come? A step of other use cases."""

from dataclasses import dataclass
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.leads.channels import LeadChannel
from messages.leads.leads import LeadFields
from services.leads.domain.channels import channel_of
from services.leads.store.channels import list_channels


@dataclass(frozen=True)
class Tag:
    """What is known of a lead by the way it came: a key or a form has a channel, and perhaps an activity."""

    channel_code: str
    activity_id: UUID | None = None


@dataclass(frozen=True)
class Tags:
    """All that is needed to tag the leads of one legal entity."""

    channels: list[LeadChannel]

    def of(self, fields: LeadFields, known: Tag | None) -> Tag:
        """Without anybody having to say it."""
        return known or Tag(channel_of(fields.channel, fields.source, self.channels))


async def list_tags(work: Work, legal_entity_id: str) -> Tags:
    return Tags(await list_channels(work, legal_entity_id))
