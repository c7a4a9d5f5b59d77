"""How is a file of a service handed to the browser?"""

import httpx
from fastapi import Response

PASSED_ON = ("content-type", "content-disposition", "x-content-type-options", "cache-control")


def download(answer: httpx.Response) -> Response:
    """To be saved, as the service says."""
    headers = {name: answer.headers[name] for name in PASSED_ON if name in answer.headers}
    return Response(answer.content, headers=headers)
