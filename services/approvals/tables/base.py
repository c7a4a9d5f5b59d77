"""Which tables are this service's own?"""

from sqlalchemy.orm import registry
from sqlmodel import SQLModel


class Table(SQLModel, registry=registry()):
    """The tables of this service, apart from those of all others."""
