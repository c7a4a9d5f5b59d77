"""Which records are a customer's?"""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from services.collections.tables.columns import Customers


def is_of_customer(column: Any, id: UUID) -> ColumnElement[bool]:
    """The WHERE of records of a customer, and of those that were joined to it."""
    joined = select(Customers.id).where(Customers.merged_into == id)
    found: ColumnElement[bool] = or_(column == id, column.in_(joined))
    return found
