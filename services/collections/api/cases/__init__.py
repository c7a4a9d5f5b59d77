"""How is collections asked by who collects?"""

from services.collections.api.cases import collection_cases, contacts, pauses, promises

COLLECTING = (collection_cases, pauses, promises, contacts)

__all__ = ["COLLECTING"]
