"""What does deals remember of the files of contracts?"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, DateTime
from sqlmodel import Field

from messages.files import AttachedFile
from services.deals.tables.base import Table


class ContractFile(Table, table=True):
    """`round` is the contract's when it was attached. A removed one was submitted before: who signed it may read it."""

    __tablename__ = "contract_files"

    contract_id: UUID = Field(primary_key=True, foreign_key="contract.id")
    sha256: str = Field(primary_key=True)
    file_id: UUID
    name: str
    media_type: str
    size: int = Field(sa_type=BigInteger)
    round: int
    removed_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))

    def view(self) -> AttachedFile:
        return AttachedFile(name=self.name, sha256=self.sha256, size=self.size, media_type=self.media_type)
