"""What can be done about late customers?"""

from services.collections.use_cases.dunning.confirm_notified import confirm_notified
from services.collections.use_cases.dunning.list_dunnings import list_dunnings
from services.collections.use_cases.dunning.list_shards import list_shards
from services.collections.use_cases.dunning.process_due_receivables import process_due_receivables

__all__ = [
    "confirm_notified",
    "list_dunnings",
    "list_shards",
    "process_due_receivables",
]
