"""What can be done about channels and the leads that come by them?"""

from services.leads.use_cases.channels.count_channels import count_channels
from services.leads.use_cases.channels.list_channel_keys import list_channel_keys, show_channel_key
from services.leads.use_cases.channels.list_lead_forms import list_lead_forms, show_lead_form
from services.leads.use_cases.channels.make_channel_key import edit_channel_key, make_channel_key
from services.leads.use_cases.channels.make_lead_form import change_lead_form, close_lead_form, make_lead_form
from services.leads.use_cases.channels.receive_lead import receive_lead
from services.leads.use_cases.channels.rotate_channel_key import revoke_channel_key, rotate_channel_key
from services.leads.use_cases.channels.set_lead_channels import list_lead_channels, set_lead_channels
from services.leads.use_cases.channels.submit_form import open_form, submit_form

__all__ = [
    "change_lead_form",
    "close_lead_form",
    "count_channels",
    "edit_channel_key",
    "list_channel_keys",
    "list_lead_channels",
    "list_lead_forms",
    "make_channel_key",
    "make_lead_form",
    "open_form",
    "receive_lead",
    "revoke_channel_key",
    "rotate_channel_key",
    "set_lead_channels",
    "show_channel_key",
    "show_lead_form",
    "submit_form",
]
