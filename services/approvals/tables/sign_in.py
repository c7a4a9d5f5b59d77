"""What is remembered of those who could not sign in, and of the addresses from where somebody could?"""

from sqlalchemy import Column, DateTime, Index, Table, Text

from services.approvals.tables.base import Table as Own

sign_in_failures = Table(
    "sign_in_failures",
    Own.metadata,
    Column("login", Text, nullable=False, index=True),
    Column("failed_at", DateTime(timezone=True), nullable=False),
    Column("address", Text, nullable=False, server_default=""),
    Index("sign_in_failures_of_address", "address", "failed_at"),
)

sign_in_addresses = Table(
    "sign_in_addresses",
    Own.metadata,
    Column("login", Text, primary_key=True),
    Column("address", Text, primary_key=True),
    Column("last_at", DateTime(timezone=True), nullable=False),
)
