"""What was called differently in insights?"""

SUBJECTS: dict[str, str] = {}
FIELDS: dict[str, dict[str, str]] = {}
ROUTES: tuple[tuple[str, str, str], ...] = (("GET", "/timeline/facts", "/timeline/events"),)
