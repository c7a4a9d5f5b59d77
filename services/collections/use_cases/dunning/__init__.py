"""What can be done about late customers?"""

from services.collections.use_cases.dunning.choose_measure import choose_measure
from services.collections.use_cases.dunning.confirm_notified import confirm_notified
from services.collections.use_cases.dunning.list_dunning_procedures import list_dunning_procedures
from services.collections.use_cases.dunning.list_dunnings import list_dunnings
from services.collections.use_cases.dunning.list_shards import list_shards
from services.collections.use_cases.dunning.process_due_receivables import process_due_receivables
from services.collections.use_cases.dunning.publish_dunning_procedure import (
    preview_dunning_procedure,
    publish_dunning_procedure,
)
from services.collections.use_cases.dunning.show_dunning import show_dunning

__all__ = [
    "choose_measure",
    "confirm_notified",
    "list_dunning_procedures",
    "list_dunnings",
    "list_shards",
    "preview_dunning_procedure",
    "process_due_receivables",
    "publish_dunning_procedure",
    "show_dunning",
]
