"""What can be done about customers who owe: pause, promise, contact, comment?"""

from services.collections.use_cases.cases.comment_on_receivable import comment_on_receivable
from services.collections.use_cases.cases.end_dunning_pause import end_dunning_pause
from services.collections.use_cases.cases.list_collection_cases import list_collection_cases
from services.collections.use_cases.cases.list_collection_process import list_collection_process
from services.collections.use_cases.cases.list_contacts import list_contact_rules, list_contacts, show_contact
from services.collections.use_cases.cases.list_dunning_pauses import list_dunning_pauses
from services.collections.use_cases.cases.list_promises import list_promises
from services.collections.use_cases.cases.list_receivable_comments import list_receivable_comments
from services.collections.use_cases.cases.make_promise import make_promise
from services.collections.use_cases.cases.pack_evidence import pack_evidence
from services.collections.use_cases.cases.pause_dunning import pause_dunning
from services.collections.use_cases.cases.print_receivable_trail import (
    export_receivable_trail,
    print_receivable_trail,
)
from services.collections.use_cases.cases.record_contact import record_contact, record_contact_result
from services.collections.use_cases.cases.set_contact_rule import set_contact_rule
from services.collections.use_cases.cases.show_collection_case import show_collection_case
from services.collections.use_cases.cases.show_collection_process import show_collection_process
from services.collections.use_cases.cases.show_receivable_trail import show_receivable_trail
from services.collections.use_cases.cases.withdraw_promise import withdraw_promise

__all__ = [
    "comment_on_receivable",
    "end_dunning_pause",
    "export_receivable_trail",
    "list_collection_cases",
    "list_collection_process",
    "list_contact_rules",
    "list_contacts",
    "list_dunning_pauses",
    "list_promises",
    "list_receivable_comments",
    "make_promise",
    "pack_evidence",
    "pause_dunning",
    "print_receivable_trail",
    "record_contact",
    "record_contact_result",
    "set_contact_rule",
    "show_collection_case",
    "show_collection_process",
    "show_contact",
    "show_receivable_trail",
    "withdraw_promise",
]
