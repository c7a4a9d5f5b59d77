"""What can be done with guidance?"""

from services.deals.use_cases.guidance.act_on_guidance import act_on_guidance
from services.deals.use_cases.guidance.give_guidance import give_guidance
from services.deals.use_cases.guidance.list_guidance import list_guidance, show_guidance

__all__ = ["act_on_guidance", "give_guidance", "list_guidance", "show_guidance"]
