"""What can be done about how far customers are trusted?"""

from services.collections.use_cases.grading.ask_source import ask_source
from services.collections.use_cases.grading.decide_request import confirm_request, reject_request, withdraw_request
from services.collections.use_cases.grading.list_requests import list_requests, show_request
from services.collections.use_cases.grading.list_standings import list_standings
from services.collections.use_cases.grading.process_due_reviews import process_due_reviews
from services.collections.use_cases.grading.publish_credit_policy import list_credit_policies, publish_credit_policy
from services.collections.use_cases.grading.request_credit import request_limit, request_release
from services.collections.use_cases.grading.review_credit import review_credit
from services.collections.use_cases.grading.set_credit_limit import set_credit_limit
from services.collections.use_cases.grading.set_hold import hold_credit, release_credit
from services.collections.use_cases.grading.show_behaviour import show_behaviour
from services.collections.use_cases.grading.show_credit_file import show_credit_file, show_standing

__all__ = [
    "ask_source",
    "confirm_request",
    "hold_credit",
    "list_credit_policies",
    "list_requests",
    "list_standings",
    "process_due_reviews",
    "publish_credit_policy",
    "reject_request",
    "release_credit",
    "request_limit",
    "request_release",
    "review_credit",
    "set_credit_limit",
    "show_behaviour",
    "show_credit_file",
    "show_request",
    "show_standing",
    "withdraw_request",
]
