"""What does the approvals service remember?"""

from services.approvals.tables import (
    audit,
    directory_history,
    file_imports,
    notices,
    people,
    policies,
    requests,
    sign_in,
)
from services.approvals.tables.base import Table

__all__ = [
    "Table", "audit", "directory_history", "file_imports", "notices", "people", "policies", "requests", "sign_in",
]  # fmt: skip
