"""For how long may a browser keep a file that never changes under its address?"""

import re
from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).parent / "static"
VERSION = re.compile(r"^v-[0-9a-f]{12}/")
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"  # with the ETag that the file is sent with


@cache
def version() -> str:
    """Another one as soon as one byte of a file is another, wherever it was installed."""
    content = sha256()
    for file in sorted(file for file in STATIC.rglob("*") if file.is_file()):
        content.update(f"{file.relative_to(STATIC).as_posix()}\0{file.stat().st_size}\0".encode() + file.read_bytes())
    return f"v-{content.hexdigest()[:12]}"


class VersionedFiles(StaticFiles):
    """`/static/<version>/<file>`: in the path, so that what a style sheet names beside itself has it, too.

    A page of another release finds its files, too, in their form of today, but does not keep them.
    """

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(VERSION.sub("", path), scope)
        answer.headers["cache-control"] = FOR_EVER if path.startswith(f"{version()}/") else ASK_AGAIN
        return answer
