"""How far are the goods of an order made, as an ERP says?"""

from enum import StrEnum


class ProductionStatus(StrEnum):
    PLANNED = "PLANNED"
    STARTED = "STARTED"
    DONE = "DONE"
