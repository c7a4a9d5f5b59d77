"""How is collections asked by who collects?"""

from services.collections.api.cases import collection_cases, contacts, pauses, process, promises, repayments, trails

COLLECTING = (collection_cases, process, pauses, promises, contacts, repayments, trails)

__all__ = ["COLLECTING"]
