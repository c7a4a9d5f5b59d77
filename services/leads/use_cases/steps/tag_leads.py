"""By which channel and for which activity did a lead come? A step of other use cases."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.leads.channels import LeadChannel
from messages.leads.leads import LeadFields
from services.leads.domain.campaigns.attribution import Running, activity_named, activity_on, must_be_activity
from services.leads.domain.channels import channel_of
from services.leads.store.campaigns.activities import list_running, today
from services.leads.store.channels import list_channels

STILL_NAMED = timedelta(days=366)  # after its end somebody may still name an activity


@dataclass(frozen=True)
class Tag:
    """What is known of a lead by the way it came: a key or a form has a channel, and perhaps an activity."""

    channel_code: str
    activity_id: UUID | None = None


@dataclass(frozen=True)
class Tags:
    """All that is needed to tag the leads of one legal entity."""

    channels: Sequence[LeadChannel]
    activities: Sequence[Running]
    day: date
    _found: dict[tuple[str | None, str], str] = field(default_factory=dict)  # a file says few things many times

    def of(self, fields: LeadFields, known: Tag | None, *, is_history: bool) -> Tag:
        """Without anybody having to say it: that of its key or form, the activity that was named, else the one that
        runs in the channel. A channel that names an activity that nobody knows loses no lead."""
        named = self._named(fields.activity, is_lenient=known is not None) if fields.activity else None
        if known is not None:
            channel, own = known.channel_code, known.activity_id
        else:
            said = self._channel_of(fields.channel, fields.source)
            channel, own = (named.channel if named and fields.channel is None else said), None
        if named is not None or own is not None:
            return Tag(channel, named.id if named else own)
        running = None if is_history else activity_on(self.day, channel, self.activities)
        return Tag(channel, running.id if running else None)

    def _channel_of(self, said: str | None, source: str) -> str:
        if (said, source) not in self._found:
            self._found[said, source] = channel_of(said, source, self.channels)
        return self._found[said, source]

    def _named(self, said: str, *, is_lenient: bool) -> Running | None:
        return activity_named(said, self.activities) if is_lenient else must_be_activity(said, self.activities)


async def list_tags(work: Work, legal_entity_id: str) -> Tags:
    day = today(work)
    activities = await list_running(work, legal_entity_id, day - STILL_NAMED)
    return Tags(await list_channels(work, legal_entity_id), activities, day)
