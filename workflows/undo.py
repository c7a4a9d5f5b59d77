"""What has to be undone, newest first?"""

from collections.abc import Awaitable, Callable, Iterable, Mapping


class Undo:
    """Names of what may have been done: registered before it is done, so every undo bears that nothing was."""

    def __init__(self, done: Iterable[str] = ()) -> None:
        self.done = list(done)

    def before(self, name: str) -> None:
        """This is about to be done, or was done again: it is the newest now."""
        if name in self.done:
            self.done.remove(name)
        self.done.append(name)

    async def all(self, how: Mapping[str, Callable[[], Awaitable[object]]]) -> None:
        """Undo everything, newest first; each is forgotten only when it is undone."""
        while self.done:
            await how[self.done[-1]]()
            self.done.pop()
