"""How is collections asked by who collects?"""

from services.collections.api.cases import collection_cases, contacts, pauses, promises, trails

COLLECTING = (collection_cases, pauses, promises, contacts, trails)

__all__ = ["COLLECTING"]
