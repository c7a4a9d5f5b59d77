"""What does the approvals service remember?"""

from services.approvals.tables import anchors, history, people, requests
from services.approvals.tables.base import Table

__all__ = ["Table", "anchors", "history", "people", "requests"]
