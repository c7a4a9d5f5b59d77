"""Which roles may read, sell, import?"""

from typing import Annotated

from fastapi import Query

from messages.text import ShortStr

SELLERS = ("sales", "sales_manager", "director")
IMPORTERS = ("sales", "sales_manager", "director", "order_admin", "ops", "admin")
READERS = (*IMPORTERS, "legal", "finance", "shipper", "process")

Search = Annotated[ShortStr | None, Query()]
Cursor = Annotated[str | None, Query(max_length=500)]
Limit = Annotated[int, Query(ge=1, le=100)]
