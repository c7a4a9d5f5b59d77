"""What can be done with registrations 报备?"""

from services.deals.use_cases.registrations.abandon_registration import abandon_registration
from services.deals.use_cases.registrations.grade_registration import grade_registration
from services.deals.use_cases.registrations.list_registrations import list_registrations
from services.deals.use_cases.registrations.protect_registration import protect_registration
from services.deals.use_cases.registrations.register_opportunity import register_opportunity
from services.deals.use_cases.registrations.reject_registration import reject_registration
from services.deals.use_cases.registrations.release_registration import release_registration
from services.deals.use_cases.registrations.resubmit_registration import resubmit_registration
from services.deals.use_cases.registrations.return_registration import return_registration
from services.deals.use_cases.registrations.show_approval_subject import show_approval_subject
from services.deals.use_cases.registrations.show_registration import show_registration
from services.deals.use_cases.registrations.warn_registration import warn_registration
from services.deals.use_cases.registrations.withdraw_registration import withdraw_registration

__all__ = [
    "abandon_registration",
    "grade_registration",
    "list_registrations",
    "protect_registration",
    "register_opportunity",
    "reject_registration",
    "release_registration",
    "resubmit_registration",
    "return_registration",
    "show_approval_subject",
    "show_registration",
    "warn_registration",
    "withdraw_registration",
]
