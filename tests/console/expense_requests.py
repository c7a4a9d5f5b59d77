"""How does somebody ask for approval of something small, so that its pages can be looked at?"""

from uuid import uuid4

from deploy.cast.player import Player
from messages.approvals.parts import About
from messages.approvals.requests import RequestView, SubmitRequest


async def expense(player: Player, amount: str = "900.00", *, receipts: bool = True, title: str = "") -> RequestView:
    """His manager decides; above 5,000 the line and finance too."""
    number = f"EX-{uuid4().hex[:8].upper()}"
    about = About(kind="expense", id=uuid4(), number=number, title=title or f"Travel {number}")
    facts = {"amount": amount, "with_receipts": receipts}
    content = {"amount": f"{amount} CNY", "note": "Train and hotel"}
    said = SubmitRequest(id=uuid4(), policy="expense", about=about, facts=facts, content=content)
    return await player.post("approvals", "/requests", said, RequestView)
