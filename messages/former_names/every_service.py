"""What was called differently in every service?"""

ROUTES: tuple[tuple[str, str, str], ...] = (("GET", "/facts", "/events"),)
