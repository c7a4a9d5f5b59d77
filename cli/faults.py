"""Which processes are refused by a service, and why?"""

from typing import Any

import httpx

from deploy.embedded.stack import Layout
from deploy.embedded.tokens import setup_token


async def faults(layout: Layout) -> list[dict[str, Any]]:
    """As the worker has seen them lately; nothing when it does not answer."""
    headers = {"authorization": f"Bearer {setup_token(layout)}"}
    async with httpx.AsyncClient(base_url=layout.url("worker"), headers=headers, timeout=5) as client:
        try:
            answer = await client.get("/faults")
        except httpx.TransportError:
            return []
    return answer.json() if answer.is_success else []
