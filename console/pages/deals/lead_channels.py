"""What are the channels of leads called: as the company calls them, else as the house does?"""

from collections.abc import Sequence

from console.service_gateway import ServiceGateway
from console.session import Person
from console.view_models import Worded
from messages.leads.channels import LeadChannel, LeadChannelsView
from messages.texts import known, text


def channel_name(code: str, channels: Sequence[LeadChannel], person: Person) -> str | Worded:
    own = next((one.label for one in channels if one.code == code), {})
    label = {str(lang): name for lang, name in own.items()}
    worded = f"lead_channel.{code}"
    return label.get(person.lang) or next(iter(label.values()), None) or (Worded(worded) if known(worded) else code)


def channel_options(channels: Sequence[LeadChannel], person: Person) -> list[tuple[str, str]]:
    """For a form."""
    named = [(one.code, channel_name(one.code, channels, person)) for one in channels]
    return [(code, text(name.code, person.lang) if isinstance(name, Worded) else str(name)) for code, name in named]


async def lead_channels_of(gateway: ServiceGateway, legal_entity_id: str) -> list[LeadChannel]:
    """All on the list of the legal entity."""
    found = await gateway.get("leads", "/lead-channels", LeadChannelsView, legal_entity_id=legal_entity_id)
    return found.channels
