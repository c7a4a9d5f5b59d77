"""Which records are a customer's?"""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import col

from services.orders.tables import CustomerRow


def is_of_customer(column: Any, id: UUID) -> ColumnElement[bool]:
    """The WHERE of records of a customer, and of those that were joined to it."""
    joined = select(col(CustomerRow.id)).where(col(CustomerRow.merged_into) == id)
    found: ColumnElement[bool] = or_(column == id, column.in_(joined))
    return found
