"""Which roles may a person have, as the services and the console ask for them?"""

from enum import StrEnum


class Role(StrEnum):
    """A policy may name others; these are the ones that open routes and pages."""

    SALES = "sales"
    SALES_MANAGER = "sales_manager"  # of his unit and the units below it
    DIRECTOR = "director"
    MARKETING = "marketing"  # plans campaigns and what they cost; sees what came of them
    LEGAL = "legal"
    FINANCE = "finance"
    ORDER_ADMIN = "order_admin"
    SHIPPER = "shipper"
    OPS = "ops"
    ADMIN = "admin"
    CUSTOMER = "customer"  # somebody at a customer: of the portal only, never beside another role
    PARTNER = "partner"  # an agent of a channel: registers and sees what is his own, and nothing else
    INTEGRATION = "integration"  # an ERP or another program, with an account of its own
    PROCESS = "process"  # a workflow or a service, never a person
