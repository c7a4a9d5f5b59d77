"""Which page of a list is asked for?"""

from typing import Annotated

from fastapi import Query

Cursor = Annotated[str | None, Query(max_length=500)]
Limit = Annotated[int, Query(ge=1, le=100)]
