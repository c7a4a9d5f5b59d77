"""Is the small sample company there, and who signs in with what?"""

import importlib
import importlib.util
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deploy.embedded.running import Stack

SAMPLE = "deploy.sample"


async def load_once(stack: "Stack", say: Callable[[str], None]) -> None:
    """Load it at the first start of this folder; a load that was cut short is done again (it repeats itself safely)."""
    if stack.state.notes.get("sample") or importlib.util.find_spec(SAMPLE) is None:
        return
    say("loading the sample company")
    await importlib.import_module(SAMPLE).load(stack, say)
    stack.state.notes["sample"] = "loaded"
    stack.save()


def demo_logins() -> Sequence[tuple[str, str]]:
    """(login, what one does as it), and the password of all of them, from the sample's own list."""
    if importlib.util.find_spec(SAMPLE) is None:
        return ()
    logins: Sequence[tuple[str, str]] = importlib.import_module(SAMPLE).LOGINS
    return logins


def demo_password() -> str:
    """One for all, as it is a demo."""
    return str(importlib.import_module(SAMPLE).PASSWORD)
