"""What was called differently in leads?"""

SUBJECTS: dict[str, str] = {}
FIELDS: dict[str, dict[str, str]] = {}
ROUTES: tuple[tuple[str, str, str], ...] = (("POST", "/pools/{id}/sweep", "/pools/{id}/process-due"),)
