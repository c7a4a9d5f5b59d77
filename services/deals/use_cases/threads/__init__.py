"""How do people of several departments write to each other about an opportunity?"""

from services.deals.use_cases.threads.comment_on_opportunity import comment_on_opportunity
from services.deals.use_cases.threads.list_opportunity_comments import (
    list_opportunity_comments,
    show_comment_file,
)

__all__ = ["comment_on_opportunity", "list_opportunity_comments", "show_comment_file"]
