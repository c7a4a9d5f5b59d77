"""Who is notified of what happens to campaigns, and to the ways by which leads come?"""

from messages.leads import channel_keys, channels
from services.approvals.domain.notices.occasion import Occasion, nobody

KEPT = "whoever keeps the keys did it; what comes by them is seen with the leads"

CAMPAIGNS: tuple[Occasion, ...] = (
    nobody(channels.LeadChannelsSet, "who enters a lead sees the channels"),
    nobody(channel_keys.ChannelKeyMade, KEPT),
    nobody(channel_keys.ChannelKeyRotated, KEPT),
    nobody(channel_keys.ChannelKeyRevoked, KEPT),
)
