"""Which page of a list is asked for, and what is looked for in it?"""

from typing import Annotated

from fastapi import Query

from messages.text import ShortStr

Cursor = Annotated[str | None, Query(max_length=500)]
Search = Annotated[ShortStr | None, Query()]  # a part of a number, a name, a reference
Limit = Annotated[int, Query(ge=1, le=100)]
