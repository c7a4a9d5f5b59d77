"""What does deals know of a customer, in one answer?"""

from datetime import date
from uuid import UUID

from messages.base import View
from messages.deals.contact_persons import ContactPersonView
from messages.deals.contracts import ContractView
from messages.deals.customer_addresses import CustomerAddressView
from messages.deals.customers import CustomerOwnerView, CustomerView
from messages.deals.follow_ups import FollowUpView
from messages.deals.guidance import GuidanceView
from messages.deals.opportunities import OpportunityView
from messages.deals.registrations import RegistrationView


class PlannedView(View):
    """When somebody wanted to go on, and has not yet."""

    follow_up_id: UUID
    next_on: date
    note: str
    opportunity_id: UUID | None
    recorded_by_name: str


class CustomerOverview(View):
    """Who he is, whose he is, and what goes on with him: of each list the newest, as far as the reader sees it."""

    customer: CustomerView
    owner_name: str | None
    owner_unit: str
    may_keep: bool  # may the reader keep his people and addresses?
    contact_persons: list[ContactPersonView]
    addresses: list[CustomerAddressView]
    owners: list[CustomerOwnerView]
    opportunities: list[OpportunityView]
    registrations: list[RegistrationView]
    contracts: list[ContractView]
    follow_ups: list[FollowUpView]
    planned: list[PlannedView]
    guidance: list[GuidanceView]
