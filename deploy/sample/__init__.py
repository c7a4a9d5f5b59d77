"""Which small company stands there at the first start, and who signs in to it?"""

from collections.abc import Callable

from deploy.embedded.running import Stack
from deploy.sample.load import play
from deploy.sample.people import BUYER, PASSWORD
from deploy.sample.people import LOGINS as OF_THE_HOUSE

LOGINS = (*OF_THE_HOUSE, BUYER)

__all__ = ["LOGINS", "PASSWORD", "load"]


async def load(stack: Stack, say: Callable[[str], None]) -> None:
    """Set the company up and let it work for a while. Loading again changes nothing that stands."""
    await play(stack, say)
