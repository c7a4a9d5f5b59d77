"""What becomes of a request to a path that has another name today?"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from messages.former_names import routes_of


class FormerRoutes:
    """Answers it as today's path, and says in the headers which that is (RFC 9745, RFC 5829)."""

    def __init__(self, app: ASGIApp, *, service: str) -> None:
        self._app = app
        self._routes = routes_of(service)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = self._path(scope) if scope["type"] == "http" else None
        if path is None:
            await self._app(scope, receive, send)
            return
        marks = [(b"deprecation", b"@1796083200"), (b"link", f'<{path}>; rel="successor-version"'.encode())]

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *marks]}
            await send(message)

        await self._app({**scope, "path": path, "raw_path": path.encode()}, receive, marked)

    def _path(self, scope: Scope) -> str | None:
        method, path = scope["method"], scope["path"]
        for last in (path.rpartition("/")[2], None):
            for old, new in self._routes.get((method, last), ()):
                if found := old.match(path):
                    return found.expand(new)
        return None
