"""Which values may be one of the house's own, with words, or a company's, shown as the company calls it?"""

from console.view_models import Worded
from messages.texts import known


def coded(kind: str, value: str) -> str | Worded:
    """`stage`, `Prospecting` → its words; a stage of one's own as it is."""
    code = f"value.{kind}.{value.replace(' ', '_')}"
    return Worded(code) if known(code) else value
