"""What can be done with follow-ups and visits?"""

from services.deals.use_cases.follow_ups.list_follow_ups import list_follow_ups, show_follow_up, show_follow_up_file
from services.deals.use_cases.follow_ups.record_follow_up import record_follow_up
from services.deals.use_cases.follow_ups.set_follow_up_kinds import list_follow_up_kinds, set_follow_up_kinds

__all__ = [
    "list_follow_up_kinds",
    "list_follow_ups",
    "record_follow_up",
    "set_follow_up_kinds",
    "show_follow_up",
    "show_follow_up_file",
]
