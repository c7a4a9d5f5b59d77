"""How is a print handed over?"""

from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import Query, Response

from chassis.records.documents import PDF

Lang = Annotated[Literal["zh", "en"] | None, Query()]  # without it: that of who asks
XML = "application/xml"
AN_XML: Any = {200: {"content": {XML: {"schema": {"type": "string", "format": "binary"}}}, "description": "UBL 2.1."}}
A_PDF: Any = {200: {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}, "description": "A PDF."}}


def pdf_file(name: str, content: bytes) -> Response:
    return a_file(name, content, PDF)


def xml_file(name: str, content: bytes) -> Response:
    return a_file(name, content, XML)


def a_file(name: str, content: bytes, media: str) -> Response:
    """To be saved; what it says is for its reader only."""
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "x-content-type-options": "nosniff",
        "cache-control": "private, no-store",
    }
    return Response(content, media_type=media, headers=headers)
