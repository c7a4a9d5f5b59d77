"""What has to be undone, newest first?"""

from collections.abc import Awaitable, Callable, Iterable, Mapping


class Undo:
    """Names of what may have been done: registered before it is done, so every undo bears that nothing was."""

    def __init__(self, done: Iterable[str] = ()) -> None:
        self.done = list(done)
        self._registered = 0

    def before(self, name: str) -> None:
        """This is about to be done, or was done again: it is the newest now."""
        self._registered += 1
        if name in self.done:
            self.done.remove(name)
        self.done.append(name)

    async def all(self, how: Mapping[str, Callable[[], Awaitable[object]]]) -> None:
        """Undo everything, newest first; each is forgotten only when it is undone and nothing came in between."""
        while self.done:
            newest, registered = self.done[-1], self._registered
            await how[newest]()
            if self._registered == registered:  # else a fact came meanwhile: look again what is newest now
                self.done.remove(newest)
