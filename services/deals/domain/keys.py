"""By which keys are customers and projects of deals found again?"""

from messages.matching.companies import company_key
from messages.matching.identifiers import LONGEST_KEY
from messages.matching.identifiers import project_key as normal_project

# The rows whose keys were made by an older version are made anew (`migrations/backfill.py`).
KEY_VERSION = 2


def name_key(name: str) -> str:
    """As leads compare it; a name without a letter or digit is compared as it stands."""
    return company_key(name) or name[:LONGEST_KEY]


def project_key(project: str) -> str:
    return normal_project(project) or project[:LONGEST_KEY]
