"""What can be seen of all that is to be collected?"""

from services.collections.use_cases.overview.show_collection_overview import show_collection_overview

__all__ = ["show_collection_overview"]
