"""What does the approvals service remember?"""

from services.approvals.tables import people, requests
from services.approvals.tables.base import Table

__all__ = ["Table", "people", "requests"]
