"""What does the approvals service remember?"""

from services.approvals.tables import anchors, history, notices, people, requests
from services.approvals.tables.base import Table

__all__ = ["Table", "anchors", "history", "notices", "people", "requests"]
