"""What can be done with dunning letters that go to customers?"""

from services.collections.use_cases.letters.list_letter_mails import list_letter_mails
from services.collections.use_cases.letters.mark_dunning_posted import mark_dunning_posted
from services.collections.use_cases.letters.print_letter import print_letter
from services.collections.use_cases.letters.set_dunning_address import set_dunning_address
from services.collections.use_cases.letters.show_dunning_address import show_dunning_address
from services.collections.use_cases.letters.show_dunning_letter import show_dunning_letter
from services.collections.use_cases.letters.show_letter import show_letter

__all__ = [
    "list_letter_mails",
    "mark_dunning_posted",
    "print_letter",
    "set_dunning_address",
    "show_dunning_address",
    "show_dunning_letter",
    "show_letter",
]
